import type { Bucket } from '../bucket';
import type { InFlightCall } from '../in-flight';
import { timeBesideHeld, type HeldTokens, type TokenForecast } from './token-forecast';

/** How long answers take, in milliseconds. */
export interface AnswerTimes {
  /** The longest of the recent answers. */
  readonly recentAnswerMs: number;
}

/**
 * Forecasts the tokens in the memory of this process: the free ones first, then the resting ones in their
 * order, then those in flight by the expected time of their answers. Those that are held until the end of a lease
 * come last, unless the others serve a draw sooner when they go round again.
 */
export class BucketForecast implements TokenForecast {
  private held: readonly HeldTokens[] | undefined;

  constructor(
    private readonly bucket: Bucket,
    private readonly oldest: InFlightCall | undefined,
    private readonly answers: AnswerTimes,
    private readonly nowMs: number,
  ) {}

  timeOf(nth: number, drawSize = 1): number {
    const { limit, windowMs, free, resting } = this.bucket;
    if (nth <= free + resting.tokens) return this.timeOfOthers(nth);
    const held = (this.held ??= this.findHeld());
    const total = held.reduce((left, [tokens]) => left - tokens, limit);
    const cycleMs = windowMs + this.answers.recentAnswerMs;
    return timeBesideHeld({ nth, drawSize, total, cycleMs }, held, this.timeOfOthers);
  }

  /** The time of the n-th token that is not held. */
  private readonly timeOfOthers = (nth: number): number =>
    Math.max(this.freeAt(nth), this.bucket.cooldownUntilMs);

  private freeAt(nth: number): number {
    const { free, resting } = this.bucket;
    if (nth <= free) return this.nowMs;
    if (nth <= free + resting.tokens) return resting.timeOf(nth - free);
    return this.answeredAt(nth - free - resting.tokens) + this.bucket.windowMs;
  }

  /** When the answer is expected that lets the n-th token in flight begin to rest. */
  private answeredAt(nth: number): number {
    let left = nth;
    let answerMs = this.nowMs;
    for (let call = this.oldest; call; call = call.newer) {
      const tokens = isHeld(call) ? 0 : this.tokensOf(call);
      if (tokens === 0) continue;
      answerMs = Math.max(answerMs, this.answerTimeOf(call));
      left -= tokens;
      if (left <= 0) return answerMs;
    }
    return Infinity;
  }

  private findHeld(): readonly HeldTokens[] {
    const held: HeldTokens[] = [];
    for (let call = this.oldest; call; call = call.newer) {
      const tokens = isHeld(call) ? this.tokensOf(call) : 0;
      const freeMs = call.leaseEndMs + this.bucket.windowMs;
      if (tokens > 0) held.push([tokens, Math.max(freeMs, this.bucket.cooldownUntilMs)]);
    }
    return held;
  }

  private tokensOf(call: InFlightCall): number {
    for (const { bucket, tokens } of call.draws) if (bucket === this.bucket) return tokens;
    return 0;
  }

  /** A call that is later than usual is expected to take as long again, at most until its lease. */
  private answerTimeOf(call: InFlightCall): number {
    const { recentAnswerMs } = this.answers;
    const ageMs = this.nowMs - call.grantedAtMs;
    const tookMs = ageMs <= recentAnswerMs ? recentAnswerMs : 2 * ageMs;
    return Math.min(call.grantedAtMs + tookMs, call.leaseEndMs);
  }
}

/** Whether only the end of its lease is certain: it is lost, or a client decides when it ends. */
const isHeld = ({ state, lease }: InFlightCall): boolean => state === 'lost' || lease !== undefined;
