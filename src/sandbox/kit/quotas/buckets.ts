import type { QuotaReading, QuotaRule } from '../vendor';
import type { WindowKind } from './windows';
import { WINDOWS } from './windows';
import type { QuotaWindow } from './quota-window';

interface Bucket {
  readonly rule: QuotaRule;
  readonly kind: WindowKind;
  readonly window: QuotaWindow;
}

/** Tokens that a call draws, by quota name. */
export type Draws = Readonly<Record<string, number>>;

/** All quotas of one vendor account. Times are milliseconds of `performance.now()`, as in arrivals. */
export class Buckets {
  private buckets = new Map<string, Bucket>();

  /** Replaces the quotas. A quota whose rule and window kind stay the same keeps its count. */
  configure(rules: Readonly<Record<string, QuotaRule>>, kind: WindowKind): void {
    const entries = Object.entries(rules).map(([quota, rule]) => {
      const kept = this.buckets.get(quota);
      const same =
        kept?.kind === kind &&
        kept.rule.limit === rule.limit &&
        kept.rule.windowMs === rule.windowMs;
      return [quota, same ? kept : { rule, kind, window: WINDOWS[kind](rule) }] as const;
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
  count(draws: Draws, nowMs: number): void {
    for (const [quota, weight] of Object.entries(draws)) {
      this.bucket(quota).window.count(weight, nowMs);
    }
  }

  /** How full each drawn quota is. `retryAfterMs` holds for one more call with the same draws. */
  readings(draws: Draws, nowMs: number): readonly QuotaReading[] {
    return Object.entries(draws).map(([quota, weight]) => {
      const { rule, window } = this.bucket(quota);
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
