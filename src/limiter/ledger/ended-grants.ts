import { CLOCK_DRIFT } from './ledger-time';
import type { GrantEnd } from './messages';
import type { SessionTerms } from './session-terms';
import { lastBeat } from './session-times';

/**
 * An answer is reported within this time, or a quarter of the shortest window if that is less: long before its
 * tokens are free again, and so late that it goes with a request or a heartbeat.
 */
const ANSWER_REPORT_DELAY_MS = 250;
/** Unused tokens are free at once. While there are enough of them, their return is reported within this time. */
const UNSENT_REPORT_DELAY_MS = 10;

/** The ends of grants that the ledger has not been told yet. Times are clock milliseconds. */
export class EndedGrants {
  private ends: { readonly name: string; readonly how: GrantEnd[1]; readonly atMs: number }[] = [];
  private answerDelayMs = 0;
  private isHurried = false;
  /** When they have to be reported; Infinity if there are none. */
  dueMs = Infinity;

  /** Begins anew, because a join tells all. */
  begin({ quotas }: SessionTerms): void {
    this.discard();
    const windows = quotas.map(({ windowMs }) => windowMs);
    this.answerDelayMs = Math.min(ANSWER_REPORT_DELAY_MS, ...windows.map((ms) => ms / 4));
  }

  discard(): void {
    this.ends = [];
    this.dueMs = Infinity;
  }

  /**
   * @param isUrgent unused tokens are missing elsewhere
   * @returns when the ends have to be reported
   */
  add(name: string, how: GrantEnd[1], isUrgent: boolean, atMs: number): number {
    this.ends.push({ name, how, atMs });
    const unsentDelayMs = isUrgent ? 0 : UNSENT_REPORT_DELAY_MS;
    const dueMs =
      how === 'unsent' ? atMs + unsentDelayMs : Math.max(atMs, lastBeat(atMs + this.answerDelayMs));
    this.dueMs = Math.min(this.dueMs, this.isHurried ? atMs : dueMs);
    return this.dueMs;
  }

  /** All of them have to be reported at once, and those that follow too. */
  hurry(): void {
    this.isHurried = true;
    if (this.ends.length > 0) this.dueMs = -Infinity;
  }

  /** Removes all. @returns them as a message that is sent now tells them */
  take(nowMs: number): readonly GrantEnd[] {
    const { ends } = this;
    this.discard();
    return ends.map(({ name, how, atMs }) => [
      name,
      how,
      Math.floor((nowMs - atMs) * (1 - CLOCK_DRIFT)),
    ]);
  }
}
