import type { Bucket } from '../bucket';
import type { InFlightCall } from '../in-flight';
import { timeInCycles, type TokenForecast } from './token-forecast';

/** How long answers take, in milliseconds. */
export interface AnswerTimes {
  /** The longest of the recent answers. */
  readonly recentAnswerMs: number;
  /** After this time from its grant, a call can no longer reach the vendor. */
  readonly leaseMs: number;
}

/**
 * Forecasts the tokens in the memory of this process: the free ones first, then the resting ones in their
 * order, then those in flight by the expected time of their answers.
 */
export class BucketForecast implements TokenForecast {
  constructor(
    private readonly bucket: Bucket,
    private readonly oldest: InFlightCall | undefined,
    private readonly answers: AnswerTimes,
    private readonly nowMs: number,
  ) {}

  timeOf(nth: number, drawSize = 1): number {
    const { limit, windowMs } = this.bucket;
    const cycleMs = windowMs + this.answers.recentAnswerMs;
    return timeInCycles({ nth, drawSize, total: limit, cycleMs }, (known) =>
      Math.max(this.freeAt(known), this.bucket.cooldownUntilMs),
    );
  }

  private freeAt(nth: number): number {
    const { free, resting } = this.bucket;
    if (nth <= free) return this.nowMs;
    if (nth <= free + resting.tokens) return resting.timeOf(nth - free);
    return this.answeredAt(nth - free - resting.tokens) + this.bucket.windowMs;
  }

  /** When the answer is expected that lets the n-th token in flight begin to rest. */
  private answeredAt(nth: number): number {
    let left = nth;
    for (const state of ['open', 'lost'] as const) {
      let answerMs = this.nowMs;
      for (let call = this.oldest; call; call = call.newer) {
        const tokens = call.state === state ? this.tokensOf(call) : 0;
        if (tokens === 0) continue;
        answerMs = Math.max(answerMs, call.grantedAtMs + this.answerTimeOf(call));
        left -= tokens;
        if (left <= 0) return answerMs;
      }
    }
    return Infinity;
  }

  private tokensOf(call: InFlightCall): number {
    for (const { bucket, tokens } of call.draws) if (bucket === this.bucket) return tokens;
    return 0;
  }

  /** A call that is later than usual is expected to take as long again, at most until its lease. */
  private answerTimeOf(call: InFlightCall): number {
    const { recentAnswerMs, leaseMs } = this.answers;
    if (call.state === 'lost') return leaseMs;
    const ageMs = this.nowMs - call.grantedAtMs;
    return Math.min(ageMs <= recentAnswerMs ? recentAnswerMs : 2 * ageMs, leaseMs);
  }
}
