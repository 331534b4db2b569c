import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { Proxy } from './proxy';

/** The Redis of a fleet, and what may happen to it. Times are milliseconds. */
export class FleetRedis {
  private constructor(
    private server: RedisServer,
    /** Where there is one. */
    readonly proxy: Proxy | undefined,
    /** Where replicas connect. */
    readonly url: string,
  ) {}

  /** @param proxyScript given: replicas connect through a proxy that can be slow */
  static async start(proxyScript?: string): Promise<FleetRedis> {
    const server = await startRedisServer();
    if (proxyScript === undefined) return new FleetRedis(server, undefined, server.url);
    const proxy = await Proxy.start(proxyScript, server.port);
    return new FleetRedis(server, proxy, `redis://127.0.0.1:${proxy.port}`);
  }

  /** Every byte takes as much longer, in either direction. */
  async slowDown(byMs: number, forMs: number): Promise<void> {
    await this.proxy?.be({ delayMs: byMs }, forMs);
  }

  async freeze(forMs: number): Promise<void> {
    this.server.process.kill('SIGSTOP');
    await sleep(forMs);
    this.server.process.kill('SIGCONT');
  }

  /** It comes back on its port and has forgotten everything. */
  async restart(downMs: number): Promise<void> {
    const { port } = this.server;
    await this.server.stop();
    await sleep(downMs);
    this.server = await startRedisServer(port);
  }

  /** It comes back with what it had `beforeMs` earlier. */
  async crash(beforeMs: number, downMs: number): Promise<void> {
    await this.command((redis) => redis.save());
    await sleep(beforeMs);
    this.server = await this.server.crash(downMs);
  }

  /** Keys of the locks that are held. */
  async locks(): Promise<readonly string[]> {
    let found: string[] = [];
    await this.command(async (redis) => {
      found = await redis.keys('*:locks:*');
    });
    return found.filter((name) => !/:(queue|polled)$/.test(name));
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
