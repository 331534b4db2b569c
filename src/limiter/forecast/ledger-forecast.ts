import type { AnswerTimes } from './bucket-forecast';
import type { TokenForecast } from '../tokens/token-store';
import type { FleetView, Return } from '../ledger/quota-view';

/**
 * Replicas take turns: before a caller here is served, as many are served at every other replica that
 * has as many in line. What is booked for this replica comes first, then what is free, then what rests, then what is away.
 * What lies beyond takes the same tokens once more, a window and an answer later.
 */
export class LedgerForecast implements TokenForecast {
  private readonly returns: readonly Return[];
  private readonly total: number;
  private readonly booked: number;

  constructor(
    private readonly view: FleetView,
    booked: Iterable<Return>,
    private readonly windowMs: number,
    private readonly answers: Pick<AnswerTimes, 'recentMs'>,
    private readonly nowMs: number,
  ) {
    const opensMs = Math.max(nowMs, view.closedUntilMs);
    const mine = [...booked];
    this.booked = mine.reduce((sum, [tokens]) => sum + tokens, 0);
    const elsewhere = Math.max(0, view.away - this.booked);
    const answeredMs = Math.max(nowMs, view.atMs + answers.recentMs);
    const all: readonly Return[] = [
      ...mine,
      [view.free, opensMs],
      ...view.returns,
      [elsewhere, answeredMs + windowMs],
    ];
    this.returns = all
      .filter(([tokens]) => tokens > 0)
      .map(([tokens, atMs]) => [tokens, Math.max(atMs, opensMs)]);
    this.total = this.returns.reduce((sum, [tokens]) => sum + tokens, 0);
  }

  timeOf(mine: number, grain = 1): number {
    const beyond = Math.max(0, mine - this.booked);
    const nth = this.view.lines.reduce((sum, line) => sum + Math.min(line, beyond), mine);
    if (nth <= this.total) return this.within(nth);
    const usable = this.total - (this.total % grain);
    if (usable < 1) return Infinity;
    const cycles = Math.floor((nth - 1) / usable);
    const inCycle = Math.ceil((nth - cycles * usable) / grain) * grain;
    return this.within(inCycle) + cycles * (this.windowMs + this.answers.recentMs);
  }

  countBy(atMs: number, most: number): number {
    let low = 0;
    let high = most;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.timeOf(middle) <= atMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Between two samples tokens are taken to come back evenly. */
  private within(nth: number): number {
    let before = 0;
    let fromMs = this.nowMs;
    for (const [tokens, atMs] of this.returns) {
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
