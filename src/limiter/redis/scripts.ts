import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** A Lua file, called by its hash; sent whole to a server that does not know it. */
export class Script {
  private readonly hash: string;

  constructor(private readonly source: string) {
    this.hash = createHash('sha1').update(source).digest('hex');
  }

  /** @param key decides about the server; every key of the script begins with it */
  async run(redis: RedisClient, key: string, ...values: readonly string[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.hash, 1, key, ...values);
    } catch (error) {
      // Nothing has been done then, so this is no second attempt.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(this.source, 1, key, ...values);
    }
  }
}

const lua = (name: string): string => readFileSync(join(__dirname, `${name}.lua`), 'utf8');

/** Read once, when the gateway starts. */
const script = (...names: readonly string[]): Script => new Script(names.map(lua).join('\n'));

/** Every script of the ledger begins with its words. */
const ledgerScript = (...names: readonly string[]): Script => script('ledger', ...names);

export const LOCK = script('run', 'lock');
export const RENEW = script('renew');
export const UNLOCK = script('unlock');
export const DRAW = ledgerScript('trust', 'views', 'draw');
export const JOIN = ledgerScript('trust', 'views', 'run', 'join');
export const COOL = ledgerScript('cool');
