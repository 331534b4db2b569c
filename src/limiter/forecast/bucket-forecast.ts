import type { Bucket } from '../tokens/bucket';
import type { Flight } from '../tokens/in-flight';
import type { TokenForecast } from '../tokens/token-store';

/** What is known of answers: how long they took lately at most, and how long they can take. */
export interface AnswerTimes {
  readonly recentMs: number;
  readonly longestMs: number;
}

/**
 * Free tokens first, then those at rest in their order, then those in flight as their answers are
 * expected; what lies beyond takes the same tokens once more, a window and an answer later.
 */
export class BucketForecast implements TokenForecast {
  constructor(
    private readonly bucket: Bucket,
    private readonly oldest: Flight | undefined,
    private readonly answers: AnswerTimes,
    private readonly nowMs: number,
  ) {}

  timeOf(nth: number, grain = 1): number {
    const { limit, windowMs } = this.bucket;
    if (nth <= limit) return this.withinLimit(nth);
    const usable = limit - (limit % grain);
    const cycles = Math.floor((nth - 1) / usable);
    const inCycle = Math.ceil((nth - cycles * usable) / grain) * grain;
    return this.withinLimit(inCycle) + cycles * (windowMs + this.answers.recentMs);
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

  private withinLimit(nth: number): number {
    return Math.max(this.backAt(nth), this.bucket.pausedUntilMs);
  }

  private backAt(nth: number): number {
    const { free, resting } = this.bucket;
    if (nth <= free) return this.nowMs;
    if (nth <= free + resting.tokens) return resting.timeOf(nth - free);
    return this.answerOf(nth - free - resting.tokens) + this.bucket.windowMs;
  }

  /** When the answer is expected with which the n-th token in flight begins to rest. */
  private answerOf(nth: number): number {
    let left = nth;
    for (const state of ['open', 'lost'] as const) {
      let answerMs = this.nowMs;
      for (let flight = this.oldest; flight; flight = flight.newer) {
        const tokens = flight.state === state ? this.tokensOf(flight) : 0;
        if (tokens === 0) continue;
        answerMs = Math.max(answerMs, flight.grantedAtMs + this.answerTime(flight));
        left -= tokens;
        if (left <= 0) return answerMs;
      }
    }
    return Infinity;
  }

  private tokensOf(flight: Flight): number {
    for (const { bucket, tokens } of flight.draws) if (bucket === this.bucket) return tokens;
    return 0;
  }

  /** What is overdue is thought to take as long again: a stall is seen before it has ended. */
  private answerTime(flight: Flight): number {
    const { recentMs, longestMs } = this.answers;
    if (flight.state === 'lost') return longestMs;
    const ageMs = this.nowMs - flight.grantedAtMs;
    return Math.min(ageMs <= recentMs ? recentMs : 2 * ageMs, longestMs);
  }
}
