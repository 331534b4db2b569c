import { Cluster, type Redis } from 'ioredis';
import { createClient } from './client';
import { checkCommands } from './command-check';
import { RedisFailure, SENTINELS_UNREACHABLE, toRedisFailure } from './failure';
import { withReplyTimeout } from './reply-timeout';
import type { RedisClient, Script } from './script';
import { parseRedisUrl, type RedisServers } from '../core/redis-servers';

const FIRST_RECONNECT_MS = 100;
/** A replica in fallback uses a part of its quotas only, so it looks for Redis often. */
const MAX_RECONNECT_MS = 1000;
/** The shortest time between two questions to a cluster which node serves which keys. */
const REFRESH_INTERVAL_MS = 1000;

/** A part of the gateway that sends commands. */
export type RedisUse = 'ledger' | 'locks' | 'idempotency';

/** Receives the changes of the connection; every call is made in the tick of the change. */
export interface RedisObserver {
  /** Commands can be sent from now on. */
  connected(): void;
  /** No command can be sent. It is called again for every attempt that fails. */
  lost(failure: RedisFailure): void;
  /** A command failed although the connection is usable. */
  failed(use: RedisUse, failure: RedisFailure): void;
  /** The first success of this use after a failure. */
  recovered(use: RedisUse): void;
}

const SILENT: RedisObserver = {
  connected: () => undefined,
  lost: () => undefined,
  failed: () => undefined,
  recovered: () => undefined,
};

/**
 * The connection of this process to Redis, which all vendor accounts share; to a cluster it is one
 * connection for each node. It is usable once the server has carried out every command that the gateway
 * needs. It closes when its last user releases it.
 */
export class RedisConnection {
  private users = 1;
  private isClosed = false;
  private current: RedisClient;
  /** The reason why the connection is unusable; undefined while it is usable. */
  private loss: RedisFailure | undefined = new RedisFailure('closed', 'not connected yet');
  /** The latest error of a socket. It says more than the commands that fail because of it. */
  private socketFailure: RedisFailure | undefined;
  /** Whether the observer knows the failure of this attempt to connect. */
  private isReported = false;
  private failedAttempts = 0;
  private readonly failedUses = new Set<RedisUse>();
  private readonly readyListeners = new Set<() => void>();
  private readonly lossListeners = new Set<() => void>();
  private refreshedAtMs = -Infinity;
  private connections = 0;

  constructor(
    private readonly servers: RedisServers,
    private readonly observer: RedisObserver,
  ) {
    this.current = this.connect();
  }

  get client(): RedisClient {
    return this.current;
  }

  retain(): this {
    this.users += 1;
    return this;
  }

  release(): void {
    this.users -= 1;
    if (this.users > 0) return;
    this.isClosed = true;
    this.loss = new RedisFailure('closed', 'shutting down');
    this.client.disconnect();
  }

  /** Another number after every new connection to a server, which may be another process with other data. */
  get generation(): number {
    return this.connections;
  }

  /** Whether a command can be sent now. */
  get isUsable(): boolean {
    return this.loss === undefined;
  }

  /** Why no command can be sent; undefined if one can. */
  get failure(): RedisFailure | undefined {
    return this.loss;
  }

  /**
   * Calls the listener now if the connection is usable, each time that it becomes so, and each time that a node
   * of a cluster is connected again: its process or its data may be others.
   * @returns a function that removes the listener
   */
  onUsable(listener: () => void): () => void {
    this.readyListeners.add(listener);
    if (this.isUsable) listener();
    return () => this.readyListeners.delete(listener);
  }

  /** Calls the listener each time that the connection is lost. @returns a function that removes the listener */
  onLost(listener: () => void): () => void {
    this.lossListeners.add(listener);
    return () => this.lossListeners.delete(listener);
  }

  /** Resolves when the connection is usable. @throws RedisFailure if it is not within this time */
  async whenUsable(withinMs: number): Promise<void> {
    if (this.isUsable) return;
    let stopListening = (): unknown => undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        stopListening = this.onUsable(resolve);
        timer = setTimeout(() => {
          reject(this.loss ?? new RedisFailure('timeout', ''));
        }, withinMs);
      });
    } finally {
      clearTimeout(timer);
      stopListening();
    }
  }

  /**
   * Runs a script once. A failure of one use, or a reply that comes too late, leaves the others alone.
   * @param key selects the cluster node; every key that the script uses begins with it
   * @throws RedisFailure also when no reply came in time; the script may have run all the same
   */
  run(use: RedisUse, script: Script, key: string, ...values: readonly string[]): Promise<unknown> {
    return this.send(use, (mayContinue) => script.run(this.client, mayContinue, key, ...values));
  }

  /** @returns the members of a sorted set, each followed by its score; at rest it costs less than a script */
  async readScores(use: RedisUse, key: string): Promise<readonly string[]> {
    const rows = await this.send(use, () => this.client.zrange(key, '0', '-1', 'WITHSCORES'));
    return Array.isArray(rows) ? rows.map(String) : [];
  }

  /** @returns whether the server process that has this key knows the script */
  async knows(use: RedisUse, script: Script, key: string): Promise<boolean> {
    return (await this.send(use, () => script.isKnown(this.client, key))) === true;
  }

  /** Makes the script known to the server process that has this key. */
  async load(use: RedisUse, script: Script, key: string): Promise<void> {
    await this.send(use, () => script.load(this.client, key));
  }

  private async send(
    use: RedisUse,
    command: (mayContinue: () => boolean) => Promise<unknown>,
  ): Promise<unknown> {
    if (this.loss) throw this.loss;
    const { generation } = this;
    let isAwaited = true;
    try {
      const reply = await withReplyTimeout(
        command(() => isAwaited && generation === this.generation),
      );
      if (this.failedUses.delete(use)) this.observer.recovered(use);
      return reply;
    } catch (error) {
      const failure = this.explain(toRedisFailure(error));
      this.failedUses.add(use);
      this.observer.failed(use, failure);
      if (failure.cause !== 'timeout') this.refreshCluster();
      throw failure;
    } finally {
      isAwaited = false;
    }
  }

  private connect(): RedisClient {
    const client = createClient(this.servers, {
      delayMs: () => this.nextDelayMs(),
      isNeededAfter: (error) => this.isReconnectNeeded(error),
    });
    let sentinelError: Error | undefined;
    client.on('sentinelError', (error: Error) => (sentinelError = error));
    client.on('error', (error: Error) => {
      // the client also reports that it has asked every sentinel, although one has answered
      const isMisleading =
        error.message.startsWith(SENTINELS_UNREACHABLE) && sentinelError === undefined;
      if (client === this.current && !isMisleading) this.lose(toRedisFailure(error));
    });
    client.on('close', () => {
      sentinelError = undefined;
      if (client !== this.current) return;
      if (!this.isReported) this.lose(this.explain(new RedisFailure('closed', '')));
      this.isReported = false;
    });
    client.on('connect', () => (this.isReported = false));
    client.on('ready', () => void this.check(client));
    client.on('connecting', () => (this.connections += 1));
    if (client instanceof Cluster) this.listenToNodes(client);
    return client;
  }

  private listenToNodes(cluster: Cluster): void {
    cluster.on('node error', (error: Error) => (this.socketFailure = toRedisFailure(error)));
    cluster.on('+node', (node: Redis) => {
      node.on('connecting', () => (this.connections += 1));
      node.on('ready', () => {
        this.failedAttempts = 0;
        if (this.isUsable) this.notifyUsable();
      });
      node.on('close', () => {
        this.refreshCluster();
      });
    });
  }

  /** Makes the connection usable, if the server carries out all commands. */
  private async check(client: RedisClient): Promise<void> {
    try {
      // the client goes on with another database if the server lacks the configured one
      if (this.isReported && this.loss) throw this.loss;
      if (client instanceof Cluster) await connectToMasters(client);
      await checkCommands(client);
      if (client !== this.current || client.status !== 'ready') return;
      this.failedAttempts = 0;
      this.isReported = false;
      this.socketFailure = undefined;
      this.loss = undefined;
      this.failedUses.clear();
      this.observer.connected();
      this.notifyUsable();
    } catch (error) {
      if (client !== this.current) return;
      if (!this.isReported) this.lose(this.explain(toRedisFailure(error)));
      if (client.status === 'ready') client.disconnect(true);
    }
  }

  private notifyUsable(): void {
    for (const listener of [...this.readyListeners]) listener();
  }

  private lose(failure: RedisFailure): void {
    if (this.isClosed) return;
    const wasUsable = this.isUsable;
    this.isReported = true;
    this.socketFailure = failure;
    this.loss = failure;
    this.observer.lost(failure);
    if (wasUsable) for (const listener of [...this.lossListeners]) listener();
  }

  private isReconnectNeeded(error: Error): boolean {
    const failure = toRedisFailure(error);
    if (!failure.isEndedByReconnect || this.loss) return false;
    if (this.current instanceof Cluster) this.socketFailure = failure;
    else this.lose(failure);
    return true;
  }

  /** The error behind a closed connection, if it is known. */
  private explain(failure: RedisFailure): RedisFailure {
    return failure.cause === 'closed' ? (this.socketFailure ?? failure) : failure;
  }

  /** Exponential, with jitter: the replicas must not all come back at once. */
  private nextDelayMs(): number {
    const delayMs = Math.min(MAX_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** this.failedAttempts);
    this.failedAttempts += 1;
    return Math.round(delayMs * (0.5 + Math.random() / 2));
  }

  /** A node of a cluster may have failed: asks the others which one has its keys now. */
  private refreshCluster(): void {
    const client = this.current;
    const nowMs = performance.now();
    if (!(client instanceof Cluster) || nowMs < this.refreshedAtMs + REFRESH_INTERVAL_MS) return;
    this.refreshedAtMs = nowMs;
    client.refreshSlotsCache((error) => {
      if (!error || this.isClosed || client !== this.current || client.status !== 'ready') return;
      // No node answers. Their addresses may have changed, so begin again with the configured ones.
      this.lose(toRedisFailure(error));
      this.isReported = false;
      this.current = this.connect();
      client.disconnect();
    });
  }
}

/** Connects to all masters at once. The client would do so with the first command for each. */
async function connectToMasters(cluster: Cluster): Promise<void> {
  const waiting = cluster.nodes('master').filter(({ status }) => status === 'wait');
  // the commands for a node that cannot be reached say so themselves
  await Promise.allSettled(waiting.map((node) => node.connect()));
}

/**
 * A connection that its first user must release.
 * @param where the servers, or their `redis://` or `rediss://` URL
 */
export function connectRedis(
  where: RedisServers | string,
  observer: RedisObserver = SILENT,
): RedisConnection {
  if (typeof where !== 'string') return new RedisConnection(where, observer);
  const url = parseRedisUrl(where);
  if (typeof url === 'string') throw new RangeError(`The URL of Redis ${url}.`);
  const { password = '', ...servers } = url;
  const hidden = password === '' ? {} : { password: { reveal: () => password } };
  return new RedisConnection({ ...servers, ...hidden }, observer);
}
