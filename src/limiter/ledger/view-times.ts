import type { Clock } from '../clock';
import type { LedgerReply } from './messages';
import { nextBeat } from './session-times';

/**
 * Views are recent for this part of the time between two heartbeats. A message that is sent later anyway asks for
 * all views, which saves the next heartbeat.
 */
const RECENT_PART = 1 / 4;

/** When the last reply with the views of all quotas arrived. Times are clock milliseconds. */
export class ViewTimes {
  private seenAtMs = -Infinity;
  /** The ledger's clock then. */
  ledgerClockMs = 0;

  constructor(private readonly clock: Clock) {}

  noteReply({ clockMs }: LedgerReply): void {
    this.seenAtMs = this.clock.now();
    this.ledgerClockMs = clockMs;
  }

  /** @param intervalMs from one heartbeat to the next */
  dueAt(intervalMs: number): number {
    return nextBeat(this.seenAtMs + intervalMs);
  }

  /** Whether a message that is sent then need not ask for them. */
  areRecent(sentMs: number, intervalMs: number): boolean {
    return sentMs < this.seenAtMs + intervalMs * RECENT_PART;
  }
}
