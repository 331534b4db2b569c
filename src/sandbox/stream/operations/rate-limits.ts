import { isRequested, type Call } from '../http/call';
import { BUCKETS, quotaOf, resetAt, type EndpointName } from '../model/quotas';

const PLATFORMS = ['server_side', 'android', 'ios', 'web', 'unity'] as const;

/** The quotas by platform and endpoint; only calls of servers are counted here. */
export function getRateLimits(call: Call): object {
  const { request, unknowns, quotaReadings, nowMs } = call;
  const wanted = new URLSearchParams(request.rawQuery).get('endpoints')?.split(',');
  const names = (Object.keys(BUCKETS) as EndpointName[]).filter(
    (name) => wanted?.includes(name) ?? true,
  );
  const limits = names.flatMap((name) =>
    quotaReadings([quotaOf(name, unknowns.sharedUpdateBuckets)]).map((reading) => {
      const { limit, remaining } = reading;
      return [name, { limit, remaining, reset: resetAt(reading, nowMs) }] as const;
    }),
  );
  const chosen = PLATFORMS.filter((platform) => isRequested(call, platform));
  const platforms = chosen.length === 0 ? PLATFORMS : chosen;
  return Object.fromEntries(
    platforms.map((platform) => [
      platform,
      platform === 'server_side' ? Object.fromEntries(limits) : {},
    ]),
  );
}
