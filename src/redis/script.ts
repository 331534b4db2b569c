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

  /**
   * @param key selects the cluster node; every key that the script uses begins with it
   * @param mayContinue whether the source may still be sent when the server does not know the script
   */
  async run(
    redis: RedisClient,
    mayContinue: () => boolean,
    key: string,
    ...values: readonly string[]
  ): Promise<unknown> {
    try {
      return await redis.evalsha(this.hash, 1, key, ...values);
    } catch (error) {
      // NOSCRIPT means that nothing ran, so sending the source is not a second execution.
      if (!isUnknownScript(error)) throw error;
      if (!mayContinue()) throw new Error('Connection is closed.', { cause: error });
      return redis.eval(this.source, 1, key, ...values);
    }
  }

  /** Sends the source even if the server knows the script. */
  load(redis: RedisClient, key: string, ...values: readonly string[]): Promise<unknown> {
    return redis.eval(this.source, 1, key, ...values);
  }

  /** @returns whether the server process knows the script; if it does, the script has run */
  async isKnown(redis: RedisClient, key: string): Promise<boolean> {
    try {
      await redis.evalsha(this.hash, 1, key);
      return true;
    } catch (error) {
      if (isUnknownScript(error)) return false;
      throw error;
    }
  }
}

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

/**
 * Reads one script from files, which are joined in this order. It blocks, so scripts are read while
 * the gateway starts.
 * @throws Error when a file cannot be read
 */
export const readScript = (...files: readonly string[]): Script =>
  new Script(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
