import type { Bucket, BucketDraw } from '../bucket';
import type { Lanes } from '../queue/lanes';
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
      let nth = tokens;
      let drawSize = tokens;
      for (const lane of this.lanes) {
        const before = this.drawnBefore(arrival, lane, bucket, untilMs);
        if (before === 0) continue;
        nth += before;
        drawSize = Math.max(drawSize, tokensOf(lane, bucket));
      }
      const known = previous[index];
      if (known?.nth === nth && known.drawSize === drawSize) return known;
      return { bucket, nth, drawSize, atMs: this.tokenForecast(bucket).timeOf(nth, drawSize) };
    });
  }

  /** The tokens that the waiters of a lane before the arrival draw from a bucket. */
  private drawnBefore(
    { tag, draws }: Arrival,
    lane: Lane,
    bucket: Bucket,
    untilMs: number,
  ): number {
    const drawSize = tokensOf(lane, bucket);
    if (drawSize === 0) return 0;
    const others = lane.draws.filter((draw) => !draws.some((own) => own.bucket === draw.bucket));
    return drawSize * this.servedCount(lane.waiters.countUpTo(tag), others, untilMs);
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

/** When each quota of an arrival can serve it, behind the waiters of these lanes. */
export function expectGrants(
  lanes: Lanes,
  arrival: Arrival,
  forecastOf: (bucket: Bucket) => TokenForecast,
  nowMs: number,
): readonly ExpectedGrant[] {
  if (!lanes.isEmpty) return new QueueForecast(lanes, forecastOf).of(arrival, nowMs);
  // the same result, without the search
  return arrival.draws.map(({ bucket, tokens }) => {
    return { bucket, atMs: forecastOf(bucket).timeOf(tokens, tokens) };
  });
}

export const latestOf = (expected: readonly ExpectedGrant[]): number =>
  Math.max(...expected.map(({ atMs }) => atMs));

/** The tokens that a waiter of the lane draws from a bucket. */
function tokensOf({ draws }: Lane, bucket: Bucket): number {
  for (const draw of draws) if (draw.bucket === bucket) return draw.tokens;
  return 0;
}
