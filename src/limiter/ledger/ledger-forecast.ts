import type { FleetQuota, FreeAt } from './fleet-quota';
import type { AnswerTimes } from '../forecast/bucket-forecast';
import { timeInCycles, type TokenForecast } from '../forecast/token-forecast';

/**
 * Forecasts the tokens of the ledger for this replica. Its own unused grants come first, then the free
 * tokens of the fleet, then the resting ones, then those in flight. Replicas take turns: before a waiter
 * here is served, every other replica with as many waiters has as many served.
 */
export class LedgerForecast implements TokenForecast {
  private readonly frees: FreeAt[];
  private readonly total: number;
  private readonly granted: number;

  constructor(
    private readonly quota: FleetQuota,
    grants: Iterable<FreeAt>,
    /** The tokens in leases of clients, and when they are taken for lost. */
    leases: readonly FreeAt[],
    private readonly windowMs: number,
    private readonly answers: Pick<AnswerTimes, 'recentAnswerMs'>,
    private readonly nowMs: number,
  ) {
    const openMs = Math.max(nowMs, quota.closedUntilMs);
    const granted = [...grants];
    this.granted = granted.reduce((sum, [tokens]) => sum + tokens, 0);
    const leased = leases.reduce((sum, [tokens]) => sum + tokens, 0);
    const inFlight = Math.max(0, quota.inFlight - this.granted - leased);
    const answeredMs = Math.max(nowMs, quota.receivedAtMs + answers.recentAnswerMs);
    const all: readonly FreeAt[] = [
      ...granted,
      [quota.free, openMs],
      ...quota.resting,
      [inFlight, answeredMs + windowMs],
      ...leases.map(([tokens, atMs]): FreeAt => [tokens, atMs + windowMs]),
    ];
    this.frees = all
      .filter(([tokens]) => tokens > 0)
      .map(([tokens, atMs]) => [tokens, Math.max(atMs, openMs)]);
    this.frees.sort(([, one], [, other]) => one - other);
    this.total = this.frees.reduce((sum, [tokens]) => sum + tokens, 0);
  }

  timeOf(nthHere: number, drawSize = 1): number {
    const notGranted = Math.max(0, nthHere - this.granted);
    const nth = this.quota.queuedElsewhere.reduce(
      (sum, queued) => sum + Math.min(queued, notGranted),
      nthHere,
    );
    const cycleMs = this.windowMs + this.answers.recentAnswerMs;
    return timeInCycles({ nth, drawSize, total: this.total, cycleMs }, (known) =>
      this.freeAt(known),
    );
  }

  /** Between two samples the tokens are assumed to become free at an even rate. */
  private freeAt(nth: number): number {
    let before = 0;
    let fromMs = this.nowMs;
    for (const [tokens, atMs] of this.frees) {
      if (before + tokens >= nth) {
        const spreadMs = tokens > 1 ? Math.max(0, atMs - fromMs) : 0;
        return atMs - (spreadMs * (before + tokens - nth)) / tokens;
      }
      before += tokens;
      fromMs = atMs;
    }
    return Infinity;
  }
}
