import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** A Lua script, called by its hash. Its source is sent only to a server that does not know it yet. */
export class Script {
  private readonly hash: string;

  constructor(private readonly source: string) {
    this.hash = createHash('sha1').update(source).digest('hex');
  }

  /** @param key selects the cluster node; every key that the script uses begins with it */
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

/**
 * Reads one script from files, which are joined in this order. It blocks, so scripts are read while
 * the gateway starts.
 * @throws Error when a file cannot be read
 */
export const readScript = (...files: readonly string[]): Script =>
  new Script(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
