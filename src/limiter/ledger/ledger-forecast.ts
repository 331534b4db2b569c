import type { AnswerTimes } from '../forecast/bucket-forecast';
import { timeBesideHeld, type HeldTokens, type TokenForecast } from '../forecast/token-forecast';
import type { FleetQuota, FreeAt, RestingSample } from './fleet-quota';

/** Other replicas return the tokens that are set aside for them within this time after they are lacked. */
const RETURN_MS = 700;

/**
 * Forecasts the tokens of the ledger for this replica. Its own unused grants come first, then the free
 * tokens of the fleet, then the resting ones, then those in flight. Replicas take turns: before a waiter
 * here is served, every other replica with as many waiters has as many served.
 */
export class LedgerForecast implements TokenForecast {
  private readonly samples: readonly RestingSample[];
  private readonly total: number;
  private readonly granted: number;
  private readonly held: readonly HeldTokens[];

  /** @param held by leases of clients and suspended shares, and when their calls can no longer reach the vendor */
  constructor(
    private readonly quota: FleetQuota,
    grants: Iterable<FreeAt>,
    held: readonly FreeAt[],
    private readonly windowMs: number,
    private readonly answers: Pick<AnswerTimes, 'recentAnswerMs'>,
    nowMs: number,
  ) {
    const openMs = Math.max(nowMs, quota.closedUntilMs);
    const granted = [...grants];
    this.granted = sumOf(granted);
    this.held = held
      .map(([tokens, endMs]): HeldTokens => [tokens, Math.max(endMs + windowMs, openMs)])
      .sort(([, one], [, other]) => one - other);
    const inFlight = Math.max(0, quota.inFlight - this.granted - sumOf(held));
    const answeredMs = Math.max(nowMs, quota.receivedAtMs + answers.recentAnswerMs);
    const returnedMs = quota.isShort ? quota.receivedAtMs + RETURN_MS : openMs;
    this.samples = [
      ...granted.map(([tokens, atMs]) => together(tokens, atMs)),
      together(quota.free - quota.freeElsewhere, openMs),
      together(quota.freeElsewhere, returnedMs),
      ...quota.resting,
      { tokens: inFlight, fromMs: quota.receivedAtMs + windowMs, untilMs: answeredMs + windowMs },
    ]
      .filter(({ tokens }) => tokens > 0)
      .map((sample) => notBefore(openMs, sample))
      .sort((one, other) => one.untilMs - other.untilMs);
    this.total = this.samples.reduce((sum, { tokens }) => sum + tokens, -quota.debt);
  }

  timeOf(nthHere: number, drawSize = 1): number {
    const notGranted = Math.max(0, nthHere - this.granted);
    const nth = this.quota.queuedElsewhere.reduce(
      (sum, queued) => sum + Math.min(queued, notGranted),
      nthHere,
    );
    const cycleMs = this.windowMs + this.answers.recentAnswerMs;
    const cycles = { nth, drawSize, total: this.total, cycleMs };
    return timeBesideHeld(cycles, this.held, (known) => this.freeAt(known + this.quota.debt));
  }

  private freeAt(nth: number): number {
    let before = 0;
    for (const { tokens, fromMs, untilMs } of this.samples) {
      if (before + tokens >= nth)
        return untilMs - ((untilMs - fromMs) * (before + tokens - nth)) / tokens;
      before += tokens;
    }
    return Infinity;
  }
}

const together = (tokens: number, atMs: number): RestingSample => ({
  tokens,
  fromMs: atMs,
  untilMs: atMs,
});

const notBefore = (openMs: number, { tokens, fromMs, untilMs }: RestingSample): RestingSample => ({
  tokens,
  fromMs: Math.max(fromMs, openMs),
  untilMs: Math.max(untilMs, openMs),
});

const sumOf = (all: readonly FreeAt[]): number => all.reduce((sum, [tokens]) => sum + tokens, 0);
