import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { Proxy } from './proxy';

/** The Redis server of a fleet, with faults. Times are milliseconds. */
export class FleetRedis {
  private constructor(
    private server: RedisServer,
    /** Between the replicas and Redis, if the fleet has one. */
    readonly proxy: Proxy | undefined,
    /** The address that replicas connect to. */
    readonly url: string,
  ) {}

  /** @param proxyScript if given, replicas connect through a proxy */
  static async start(proxyScript?: string): Promise<FleetRedis> {
    const server = await startRedisServer();
    if (proxyScript === undefined) return new FleetRedis(server, undefined, server.url);
    const proxy = await Proxy.start(proxyScript, server.port);
    return new FleetRedis(server, proxy, `redis://127.0.0.1:${proxy.port}`);
  }

  /** Delays every byte in each direction. Needs a proxy. */
  async slowDown(byMs: number, forMs: number): Promise<void> {
    await this.proxy?.setState({ delayMs: byMs }, forMs);
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
    await this.proxy?.end();
    await this.server.stop();
  }

  private async command(run: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(this.server.url);
    await run(redis);
    redis.disconnect();
  }
}
