import type { LedgerReply } from './messages';

/** Clocks that measure the same time differ by less: clocks that are being adjusted are 0.05 % fast or slow. */
export const CLOCK_DRIFT = 0.001;
/** A clock that is ahead of all that is possible by more than this has been set forward. */
const MAX_JITTER_MS = 100;

/** The part of every message that is about the time. */
export interface TimeStamp {
  /** The ledger's clock in the last reply; 0 before the first. A ledger whose clock is behind it has lost data. */
  readonly seenClockMs: number;
  /** The ledger's clock is at least this now; 0 before the first reply. */
  readonly sentClockMs: number;
  /** By how much a reply was ahead of all that is possible: the server's clock was set forward. */
  readonly clockStepMs: number;
}

type ReplyClock = Pick<LedgerReply, 'clockMs' | 'clockStepMs'>;

/** The ledger's clock, as far as a replica can know it. Its own times are monotonic milliseconds. */
export class LedgerTime {
  private seenClockMs = 0;
  /** When the message was sent whose reply had this clock, and when the reply arrived. */
  private sentAtMs = 0;
  private arrivedAtMs = 0;
  private clockStepMs = 0;

  stamp(nowMs: number): TimeStamp {
    const { seenClockMs, arrivedAtMs, clockStepMs } = this;
    if (seenClockMs === 0) return { seenClockMs, sentClockMs: 0, clockStepMs };
    // the clock has moved on since the reply was written, at least by the time since it arrived
    const passedMs = Math.max(0, nowMs - arrivedAtMs) * (1 - CLOCK_DRIFT);
    return { seenClockMs, sentClockMs: Math.floor(seenClockMs + passedMs), clockStepMs };
  }

  /**
   * Takes over the clock of a reply. @returns whether it is possible; if not, the next message reports a step
   * of the server's clock
   */
  see({ clockMs, clockStepMs }: ReplyClock, sentAtMs: number, arrivedAtMs: number): boolean {
    if (clockMs <= 0) return true;
    const latestMs = this.seenClockMs + (arrivedAtMs - this.sentAtMs) * (1 + CLOCK_DRIFT);
    const aheadMs = Math.floor(clockMs - latestMs);
    // the ledger has noticed a step of which the reply tells, and its clock goes on from there
    const isPossible = this.seenClockMs === 0 || clockStepMs !== 0 || aheadMs <= MAX_JITTER_MS;
    this.clockStepMs = isPossible ? 0 : aheadMs;
    if (!isPossible) return false;
    this.seenClockMs = clockMs;
    this.sentAtMs = sentAtMs;
    this.arrivedAtMs = arrivedAtMs;
    return true;
  }
}
