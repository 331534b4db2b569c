import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { RedisClient } from './script';

const RECONNECT_DELAY_MS = 100;
const CONNECT_TIMEOUT_MS = 1000;
/** A socket that owes a reply and delivers nothing for so long counts as dead. */
const SOCKET_TIMEOUT_MS = 5000;

/**
 * Commands are neither queued while there is no connection nor sent twice: their callers have given up
 * by then, and tokens that a second execution took would belong to no call.
 */
const OPTIONS = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  retryStrategy: () => RECONNECT_DELAY_MS,
} satisfies RedisOptions;

/** A connection that closes when its last user releases it. */
export class RedisConnection {
  private users = 1;
  /** The ledger's clock in its last reply. A Redis whose clock is behind that has lost data. */
  seenClockMs = 0;

  constructor(readonly client: RedisClient) {}

  retain(): void {
    this.users += 1;
  }

  release(): void {
    this.users -= 1;
    if (this.users === 0) this.client.disconnect();
  }
}

/**
 * A connection that its first user must release.
 * @param url redis:// or rediss://; `?cluster=true` for a node of a Redis Cluster
 */
export function connectRedis(url: string): RedisConnection {
  const address = new URL(url);
  const cluster = address.searchParams.get('cluster') === 'true';
  address.searchParams.delete('cluster');
  const client = cluster ? connectCluster(address) : new Redis(address.href, OPTIONS);
  // Every command reports its own failure; without a listener the event would end the process.
  client.on('error', () => undefined);
  return new RedisConnection(client);
}

function connectCluster({ protocol, hostname, port, username, password }: URL): Cluster {
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: () => RECONNECT_DELAY_MS,
    retryDelayOnFailover: RECONNECT_DELAY_MS,
    redisOptions: {
      ...OPTIONS,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
}
