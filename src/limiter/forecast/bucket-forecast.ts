import type { Bucket } from '../bucket';
import type { InFlightCall } from '../in-flight';
import { timeInCycles, type TokenForecast } from './token-forecast';

/** How long answers take, in milliseconds. */
export interface AnswerTimes {
  /** The longest of the recent answers. */
  readonly recentAnswerMs: number;
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
    for (const isWithoutAnswer of [false, true]) {
      let answerMs = this.nowMs;
      for (let call = this.oldest; call; call = call.newer) {
        const tokens = isUnanswered(call) === isWithoutAnswer ? this.tokensOf(call) : 0;
        if (tokens === 0) continue;
        answerMs = Math.max(answerMs, this.answerTimeOf(call));
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
    const { recentAnswerMs } = this.answers;
    if (isUnanswered(call)) return call.leaseEndMs;
    const ageMs = this.nowMs - call.grantedAtMs;
    const tookMs = ageMs <= recentAnswerMs ? recentAnswerMs : 2 * ageMs;
    return Math.min(call.grantedAtMs + tookMs, call.leaseEndMs);
  }
}

/** Whether only the end of its lease is certain: it is lost, or a client decides when it ends. */
const isUnanswered = ({ state, lease }: InFlightCall): boolean =>
  state === 'lost' || lease !== undefined;
