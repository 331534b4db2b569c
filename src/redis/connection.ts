import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { RedisClient } from './script';

const RECONNECT_MS = 100;
const CONNECT_TIMEOUT_MS = 1000;
/** A socket from which nothing comes for so long, though something should, has died without a word. */
const SILENCE_MS = 5000;

/**
 * No command waits for a connection and none is sent twice: who asked has given up by then, and the
 * tokens that a second run would take are nobody's.
 */
const OPTIONS = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  retryStrategy: () => RECONNECT_MS,
} satisfies RedisOptions;

/** A connection that is kept up as long as somebody needs it. */
export class RedisConnection {
  private users = 1;
  /** The ledger's clock in its last reply: Redis has forgotten something where it is behind that. */
  seen = 0;

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
  // Whoever sends a command is told; there is nobody else to tell.
  client.on('error', () => undefined);
  return new RedisConnection(client);
}

function connectCluster({ protocol, hostname, port, username, password }: URL): Cluster {
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: () => RECONNECT_MS,
    retryDelayOnFailover: RECONNECT_MS,
    redisOptions: {
      ...OPTIONS,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
}
