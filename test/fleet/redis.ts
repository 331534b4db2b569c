import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import type { ProxyState } from './processes/proxy';
import { CLOCK_OFFSET_KEY } from './settable-clock';
import { Proxy } from './proxy';

/** The Redis server of a fleet, with faults. Times are milliseconds. */
export class FleetRedis {
  private constructor(
    private server: RedisServer,
    /** Between the replicas and Redis, if the fleet has them. */
    private readonly proxies: readonly Proxy[],
  ) {}

  /**
   * @param proxyScript if given, replicas connect through proxies
   * @param proxies one for each replica, or one for all
   */
  static async start(proxyScript?: string, proxies = 1): Promise<FleetRedis> {
    const server = await startRedisServer();
    if (proxyScript === undefined) return new FleetRedis(server, []);
    const starting = Array.from({ length: proxies }, () => Proxy.start(proxyScript, server.port));
    return new FleetRedis(server, await Promise.all(starting));
  }

  /** The address that a replica connects to. */
  urlOf(replica: number): string {
    return `redis://127.0.0.1:${this.proxyOf(replica)?.port ?? this.server.port}`;
  }

  /** The address of the first replica. */
  get url(): string {
    return this.urlOf(0);
  }

  /** The proxy of the first replica. */
  get proxy(): Proxy | undefined {
    return this.proxyOf(0);
  }

  /** Sets the state of the network between all replicas and Redis for a time. Needs proxies. */
  async disturbAll(state: ProxyState, forMs: number): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.setState(state, forMs)));
  }

  /** Sets the state of the network between one replica and Redis for a time. Needs proxies. */
  async disturb(replica: number, state: ProxyState, forMs: number): Promise<void> {
    await this.proxyOf(replica)?.setState(state, forMs);
  }

  /** Sets the clock that scripts read. Needs a build with a settable clock. */
  async stepClock(bySeconds: number): Promise<void> {
    await this.command((redis) => redis.incrby(CLOCK_OFFSET_KEY, bySeconds));
  }

  async freeze(forMs: number): Promise<void> {
    this.server.process.kill('SIGSTOP');
    await sleep(forMs);
    this.server.process.kill('SIGCONT');
  }

  /** Stops Redis and starts an empty one on the same port. */
  async restart(downMs: number): Promise<void> {
    const { port } = this.server;
    await this.server.stop();
    await sleep(downMs);
    this.server = await startRedisServer(port);
  }

  /** Kills Redis and restores the state that it had `beforeMs` earlier. */
  async crash(beforeMs: number, downMs: number): Promise<void> {
    await this.command((redis) => redis.save());
    await sleep(beforeMs);
    this.server = await this.server.crash(downMs);
  }

  /** The keys of the locks that are held. */
  async heldLocks(): Promise<readonly string[]> {
    let keys: string[] = [];
    await this.command(async (redis) => {
      keys = await redis.keys('*:locks:*');
    });
    return keys.filter((key) => !/:(queue|polled)$/.test(key));
  }

  async flush(): Promise<void> {
    await this.command((redis) => redis.flushall());
  }

  async killClients(): Promise<void> {
    for (const type of ['normal', 'pubsub'])
      await this.command((redis) => redis.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes'));
  }

  async stop(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.end()));
    await this.server.stop();
  }

  private proxyOf(replica: number): Proxy | undefined {
    return this.proxies[replica % this.proxies.length];
  }

  private async command(run: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(this.server.url);
    await run(redis);
    redis.disconnect();
  }
}
