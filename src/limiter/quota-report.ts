import type { DrawnQuota } from '../core/upstream';
import type { Bucket } from './bucket';
import { latestOf, type ExpectedGrant } from './forecast/queue-forecast';
import { leasedTokens } from './leases';
import type { QuotaReport, QuotaSnapshot } from './limiter';
import { bucketOf } from './tokens/find-draws';
import type { TokenStore } from './tokens/token-store';

/**
 * @param waiting callers in the queue for this quota
 * @param expected when one that arrives now is served
 */
export function reportQuota(
  tokens: TokenStore,
  bucket: Bucket,
  waiting: number,
  expected: readonly ExpectedGrant[],
  nowMs: number,
): QuotaReport {
  const count = tokens.count(bucket, nowMs);
  const { limit, free, inFlight, resting, worstWindow, cooldownUntilMs, channels } = count;
  return {
    name: bucket.name,
    windowMs: bucket.windowMs,
    limit,
    free,
    inFlight,
    resting,
    waiting,
    waitForecastMs: latestOf(expected) - nowMs,
    worstWindow,
    coolingDownMs: Math.max(0, cooldownUntilMs - nowMs),
    leased: leasedTokens(tokens.leases, bucket),
    suspendedShares: tokens.suspensions?.of(bucket) ?? [],
    ...(channels !== undefined && { channels }),
  };
}

/** The present tokens of these quotas; unknown ones are left out. */
export function snapshotQuotas(
  tokens: TokenStore,
  quotas: readonly DrawnQuota[],
  nowMs: number,
): readonly QuotaSnapshot[] {
  const snapshots: QuotaSnapshot[] = [];
  for (const quota of quotas) {
    const bucket = bucketOf(tokens.buckets, quota, nowMs);
    if (bucket === undefined) continue;
    const { limit, free } = tokens.count(bucket, nowMs);
    snapshots.push({ name: bucket.name, limit, windowMs: bucket.windowMs, free });
  }
  return snapshots;
}
