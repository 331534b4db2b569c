import type { Bucket, BucketDraw } from '../tokens/bucket';
import type { TokenForecast } from '../tokens/token-store';
import type { Lane } from '../queue/waiter';

export interface Arrival {
  /** Virtual start time: those with a larger one come after it. */
  readonly tag: number;
  readonly draws: readonly BucketDraw[];
}

/** When a draw can be had, in clock milliseconds, and the quota that makes it wait. */
export interface Expectation {
  readonly atMs: number;
  readonly bucket: Bucket;
}

/** The tokens that have come by then. */
interface Turn extends Expectation {
  readonly nth: number;
  readonly grain: number;
}

/** Each step lets those ahead in by one more turn; those who have not settled by then count whole. */
const MOST_STEPS = 16;

/**
 * When an arrival is served: when so many tokens have come as those ahead of it and it itself draw.
 * Those of another lane are counted only as far as that lane's own quotas let them in by then, so
 * that a long line for one quota does not frighten off who does not need it.
 */
export class QueueForecast {
  private readonly outlooks = new Map<Bucket, TokenForecast>();

  constructor(
    private readonly lanes: Iterable<Lane>,
    private readonly outlookOf: (bucket: Bucket) => TokenForecast,
  ) {}

  of(arrival: Arrival, nowMs: number): readonly Expectation[] {
    let atMs = nowMs;
    let expected: readonly Turn[] = [];
    for (let step = 0; step < MOST_STEPS; step += 1) {
      expected = this.expect(arrival, atMs, expected);
      const latestMs = latest(expected);
      if (latestMs <= atMs) return expected;
      atMs = latestMs;
    }
    return this.expect(arrival, Infinity, expected);
  }

  /**
   * Per quota, when the last token is there if those ahead are let in until `untilMs`; as before, where
   * that lets in as many as before.
   */
  private expect(arrival: Arrival, untilMs: number, before: readonly Turn[]): readonly Turn[] {
    return arrival.draws.map(({ bucket, tokens }, index) => {
      const ahead = this.ahead(arrival, bucket, untilMs);
      const nth = tokens + ahead.reduce((sum, lane) => sum + lane.tokens, 0);
      const grain = Math.max(tokens, ...ahead.map((lane) => lane.grain));
      const known = before[index];
      if (known?.nth === nth && known.grain === grain) return known;
      return { bucket, nth, grain, atMs: this.outlook(bucket).timeOf(nth, grain) };
    });
  }

  /** What those ahead draw from a bucket, lane by lane. */
  private ahead(
    { tag, draws }: Arrival,
    bucket: Bucket,
    untilMs: number,
  ): readonly { readonly tokens: number; readonly grain: number }[] {
    return [...this.lanes].flatMap((lane) => {
      const grain = lane.draws.find((draw) => draw.bucket === bucket)?.tokens ?? 0;
      if (grain === 0) return [];
      const others = lane.draws.filter((draw) => !draws.some((own) => own.bucket === draw.bucket));
      const tokens = grain * this.admitted(lane.line.countTo(tag), others, untilMs);
      return tokens > 0 ? [{ tokens, grain }] : [];
    });
  }

  private admitted(count: number, quotas: readonly BucketDraw[], untilMs: number): number {
    if (untilMs === Infinity) return count;
    return quotas.reduce((least, { bucket, tokens }) => {
      const had = this.outlook(bucket).countBy(untilMs, least * tokens);
      return Math.min(least, Math.floor(had / tokens));
    }, count);
  }

  private outlook(bucket: Bucket): TokenForecast {
    const known = this.outlooks.get(bucket) ?? this.outlookOf(bucket);
    this.outlooks.set(bucket, known);
    return known;
  }
}

export const latest = (expected: readonly Expectation[]): number =>
  Math.max(...expected.map(({ atMs }) => atMs));
