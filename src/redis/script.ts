import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** A Lua script, called by its hash; its source is sent only to a server that does not know it. */
export class Script {
  private readonly hash: string;

  constructor(private readonly source: string) {
    this.hash = createHash('sha1').update(source).digest('hex');
  }

  /** @param key selects the cluster node; every key that the script touches begins with it */
  async run(redis: RedisClient, key: string, ...values: readonly string[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.hash, 1, key, ...values);
    } catch (error) {
      // NOSCRIPT means that nothing ran, so sending the source is not a second execution.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(this.source, 1, key, ...values);
    }
  }
}

/** Reads a script that consists of several files; scripts are read once, when the gateway starts. */
export const scriptFrom = (...files: readonly string[]): Script =>
  new Script(files.map((file) => readFileSync(file, 'utf8')).join('\n'));

/** Lua function `run_id()`: the id of the Redis server process. */
export const SERVER_ID_LUA = join(__dirname, 'server-id.lua');
