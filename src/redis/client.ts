import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { RedisClient } from './script';
import type { RedisServers, RedisTls } from '../core/redis-servers';

const CONNECT_TIMEOUT_MS = 1000;
/** A socket that owes a reply and delivers nothing for so long counts as dead. */
const SOCKET_TIMEOUT_MS = 5000;

/** How a client reconnects. */
export interface Reconnection {
  /** Milliseconds until the next attempt. */
  delayMs(): number;
  /** Whether a command failed so that its node needs a new connection. */
  isNeededAfter(error: Error): boolean;
}

/**
 * A client that sends every command at most once: commands are neither queued while there is no connection
 * nor repeated after one was lost. Their callers have given up by then, and tokens that a second execution
 * took would belong to no call. Commands are not pipelined automatically either: a pipeline waits for the
 * replies of the one before it, so that one user of the connection would delay the others.
 */
export function createClient(servers: RedisServers, reconnection: Reconnection): RedisClient {
  const { kind, nodes, sentinels, username, password, db, tls } = servers;
  const delay = (): number => reconnection.delayMs();
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    enableReadyCheck: false, // it needs INFO, which hosts withhold
    disableClientInfo: true,
    protocol: 2, // HELLO, which version 3 begins with, is missing in some proxies
    retryStrategy: delay,
    reconnectOnError: (error) => reconnection.isNeededAfter(error),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: password.reveal() }),
    ...(tls && { tls: tlsOptions(tls) }),
  } satisfies RedisOptions;
  switch (kind) {
    case 'single':
      return new Redis({ ...options, ...nodes[0], db });
    case 'sentinel':
      return new Redis({
        ...options,
        db,
        sentinels: [...nodes],
        name: sentinels?.name ?? '',
        ...(sentinels?.password !== undefined && { sentinelPassword: sentinels.password.reveal() }),
        ...(tls && { sentinelTLS: tlsOptions(tls), enableTLSForSentinelMode: true }),
        sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
        sentinelRetryStrategy: delay,
      });
    case 'cluster':
      return new Cluster([...nodes], {
        enableOfflineQueue: false,
        enableReadyCheck: false,
        clusterRetryStrategy: delay,
        clusterNodeRetryStrategy: delay,
        // a command that may have been carried out must not be sent to another node
        retryDelayOnFailover: 0,
        retryDelayOnClusterDown: 0,
        // certificates name hosts, not addresses
        dnsLookup: (host, callback) => {
          callback(null, host);
        },
        redisOptions: options,
      });
  }
}

const tlsOptions = ({ serverName, key, ...contents }: RedisTls) => ({
  ...contents,
  ...(key !== undefined && { key: key.reveal() }),
  ...(serverName !== undefined && { servername: serverName }),
});
