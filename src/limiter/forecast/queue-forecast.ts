import type { Bucket, BucketDraw } from '../bucket';
import type { Lane } from '../queue/waiter';
import { countBy, type TokenForecast } from './token-forecast';

/** A call that joins the queue now. */
export interface Arrival {
  /** Virtual start time: waiters with a larger one are served later. */
  readonly tag: number;
  readonly draws: readonly BucketDraw[];
}

/** When one quota can serve a call, in clock milliseconds. */
export interface ExpectedGrant {
  readonly atMs: number;
  readonly bucket: Bucket;
}

/** The time at which the n-th token of a quota can be granted. */
interface ExpectedToken extends ExpectedGrant {
  readonly nth: number;
  readonly drawSize: number;
}

/** Most refinements of a forecast. After that, all waiters before the call count in full. */
const MAX_STEPS = 16;

/**
 * Forecasts when an arrival is served: when the tokens for the waiters before it and for itself can be
 * granted. Waiters of another lane count only as far as that lane's own quotas let them be served by
 * then, so that a long queue for one quota does not lengthen the forecast for another. Since "by then" is
 * the result, the forecast is refined step by step until it no longer changes.
 */
export class QueueForecast {
  private readonly tokenForecasts = new Map<Bucket, TokenForecast>();

  constructor(
    private readonly lanes: Iterable<Lane>,
    private readonly createTokenForecast: (bucket: Bucket) => TokenForecast,
  ) {}

  of(arrival: Arrival, nowMs: number): readonly ExpectedGrant[] {
    let atMs = nowMs;
    let expected: readonly ExpectedToken[] = [];
    for (let step = 0; step < MAX_STEPS; step += 1) {
      expected = this.expect(arrival, atMs, expected);
      const latestMs = latestOf(expected);
      if (latestMs <= atMs) return expected;
      atMs = latestMs;
    }
    return this.expect(arrival, Infinity, expected);
  }

  /**
   * For each quota, the time of the arrival's last token if the waiters before it are served until
   * `untilMs`. Reuses the previous step's results for equal counts.
   */
  private expect(
    arrival: Arrival,
    untilMs: number,
    previous: readonly ExpectedToken[],
  ): readonly ExpectedToken[] {
    return arrival.draws.map(({ bucket, tokens }, index) => {
      const before = this.drawsBefore(arrival, bucket, untilMs);
      const nth = tokens + before.reduce((sum, lane) => sum + lane.tokens, 0);
      const drawSize = Math.max(tokens, ...before.map((lane) => lane.drawSize));
      const known = previous[index];
      if (known?.nth === nth && known.drawSize === drawSize) return known;
      return { bucket, nth, drawSize, atMs: this.tokenForecast(bucket).timeOf(nth, drawSize) };
    });
  }

  /** The tokens that the waiters before the arrival draw from a bucket, by lane. */
  private drawsBefore(
    { tag, draws }: Arrival,
    bucket: Bucket,
    untilMs: number,
  ): readonly { readonly tokens: number; readonly drawSize: number }[] {
    return [...this.lanes].flatMap((lane) => {
      const drawSize = lane.draws.find((draw) => draw.bucket === bucket)?.tokens ?? 0;
      if (drawSize === 0) return [];
      const others = lane.draws.filter((draw) => !draws.some((own) => own.bucket === draw.bucket));
      const tokens = drawSize * this.servedCount(lane.waiters.countUpTo(tag), others, untilMs);
      return tokens > 0 ? [{ tokens, drawSize }] : [];
    });
  }

  /** How many of `count` waiters these quotas can serve until then. */
  private servedCount(count: number, draws: readonly BucketDraw[], untilMs: number): number {
    if (untilMs === Infinity) return count;
    return draws.reduce((least, { bucket, tokens }) => {
      const available = countBy(this.tokenForecast(bucket), untilMs, least * tokens);
      return Math.min(least, Math.floor(available / tokens));
    }, count);
  }

  private tokenForecast(bucket: Bucket): TokenForecast {
    const known = this.tokenForecasts.get(bucket) ?? this.createTokenForecast(bucket);
    this.tokenForecasts.set(bucket, known);
    return known;
  }
}

export const latestOf = (expected: readonly ExpectedGrant[]): number =>
  Math.max(...expected.map(({ atMs }) => atMs));
