import type { Connection as ConnectionSettings, GatewaySettings } from './config';
import { FleetLocks, ProcessLocks, type Connection } from './gateway';
import { connectRedis, createLimiter, Leases, type LimiterObserver } from './limiter';
import { createTransport } from './transport';

/** Bytes of a vendor's reply; 300 entries of 4,096 characters, escaped, are well below. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** A configured account with its own line for quota, its own sockets and its own locks. */
export function openConnection(
  settings: ConnectionSettings,
  { limits, sandbox, redis }: GatewaySettings,
  observer: LimiterObserver,
): Connection {
  const { name, provider, adapter, quotas, baseUrls, timeouts, defaultActorId } = settings;
  const shared = redis && { redis: connectRedis(redis.url.reveal()), onLoss: redis.onLoss };
  return {
    name,
    provider,
    adapter,
    limiter: createLimiter({
      quotas,
      clientTimeoutMs: timeouts.totalMs,
      maxWaiting: limits.maxWaiting,
      coldStart: !sandbox, // the embedded vendor has no past either
      ...(shared && {
        fleet: {
          account: name,
          redis: shared.redis,
          onLoss: shared.onLoss,
          maxReplicas: limits.maxReplicas,
        },
      }),
      observer,
    }),
    transport: createTransport({
      baseUrls,
      timeouts,
      keepAlive: provider.keepAlive,
      maxReplyBytes: MAX_REPLY_BYTES,
    }),
    locks: shared ? new FleetLocks(new Leases(shared.redis, name)) : new ProcessLocks(),
    baseUrl: baseUrls[0] ?? '',
    ...(defaultActorId !== undefined && { defaultActorId }),
  };
}
