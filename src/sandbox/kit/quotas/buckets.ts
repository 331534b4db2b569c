import type { QuotaReading, QuotaRule } from '../vendor';
import type { WindowKind } from './windows';
import { WINDOWS } from './windows';
import type { QuotaWindow } from './quota-window';

interface Bucket {
  readonly rule: QuotaRule;
  readonly kind: WindowKind;
  /** By channel; under the empty name that of the account. Made when it is counted in. */
  readonly windows: Map<string, QuotaWindow>;
  /** Windows of channels in which nothing counts are removed at this number. */
  sweepAtSize: number;
}

/** Tokens by quota name. */
export type Tokens = Readonly<Record<string, number>>;

/** The tokens that a call draws. */
export interface Draws {
  readonly tokens: Tokens;
  /** The channel of the quotas per channel among them. */
  readonly channel?: string | undefined;
}

const FIRST_SWEEP_SIZE = 64;

/** All quotas of one vendor account. Times are milliseconds of `performance.now()`, as in arrivals. */
export class Buckets {
  private buckets = new Map<string, Bucket>();

  /** Replaces the quotas. A quota whose rule and window kind stay the same keeps its counts. */
  configure(rules: Readonly<Record<string, QuotaRule>>, kind: WindowKind): void {
    const entries = Object.entries(rules).map(([quota, rule]) => {
      const kept = this.buckets.get(quota);
      const same =
        kept?.kind === kind &&
        kept.rule.limit === rule.limit &&
        kept.rule.windowMs === rule.windowMs;
      const windows = new Map<string, QuotaWindow>();
      const bucket = same ? kept : { rule, kind, windows, sweepAtSize: FIRST_SWEEP_SIZE };
      return [quota, bucket] as const;
    });
    this.buckets = new Map(entries);
  }

  /** Removes all quotas with their counts. */
  clear(): void {
    this.buckets.clear();
  }

  /** The quota that is too full for the call; the one with the longest wait if there are several. Counts nothing. */
  findExhausted(draws: Draws, nowMs: number): QuotaReading | undefined {
    return this.readings(draws, nowMs)
      .filter((reading) => reading.retryAfterMs > 0)
      .sort((one, other) => other.retryAfterMs - one.retryAfterMs)[0];
  }

  /** Counts the call in every drawn quota, even if it does not fit. */
  count({ tokens, channel }: Draws, nowMs: number): void {
    for (const [quota, weight] of Object.entries(tokens)) {
      const bucket = this.bucket(quota);
      const key = keyOf(quota, bucket, channel);
      const window = bucket.windows.get(key) ?? WINDOWS[bucket.kind](bucket.rule);
      if (bucket.windows.size >= bucket.sweepAtSize) sweep(bucket, nowMs);
      bucket.windows.set(key, window);
      window.count(weight, nowMs);
    }
  }

  /** How full each drawn quota is. `retryAfterMs` holds for one more call with the same draws. */
  readings({ tokens, channel }: Draws, nowMs: number): readonly QuotaReading[] {
    return Object.entries(tokens).map(([quota, weight]) => {
      const bucket = this.bucket(quota);
      const { rule, kind } = bucket;
      const window = bucket.windows.get(keyOf(quota, bucket, channel)) ?? WINDOWS[kind](rule);
      return {
        quota,
        limit: rule.limit,
        windowMs: rule.windowMs,
        remaining: window.remaining(nowMs),
        retryAfterMs: window.waitMs(weight, nowMs),
        resetMs: window.resetMs(nowMs),
      };
    });
  }

  private bucket(quota: string): Bucket {
    const bucket = this.buckets.get(quota);
    if (bucket === undefined) throw new Error(`A route draws from the undeclared quota ${quota}.`);
    return bucket;
  }
}

function keyOf(quota: string, { rule }: Bucket, channel: string | undefined): string {
  if (rule.per === undefined) return '';
  if (channel === undefined)
    throw new Error(`A route draws from ${quota}, a quota per channel, without naming a channel.`);
  return channel;
}

function sweep(bucket: Bucket, nowMs: number): void {
  for (const [channel, window] of bucket.windows)
    if (window.resetMs(nowMs) === 0) bucket.windows.delete(channel);
  bucket.sweepAtSize = Math.max(FIRST_SWEEP_SIZE, 2 * bucket.windows.size);
}
