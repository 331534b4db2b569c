import { join } from 'node:path';
import { GatewayError } from '../../../core/gateway-error';
import { readScript, RedisFailure, type RedisConnection, type Script } from '../../../redis';
import type { Store, StoredText } from './store';

const loadScript = (name: string): Script =>
  readScript(join(__dirname, 'stored-text.lua'), join(__dirname, `${name}.lua`));

const PUT_IF_ABSENT = loadScript('put-if-absent');
const SWAP = loadScript('swap');
const REMOVE = loadScript('remove');

/** How long an operation waits for the connection to Redis. */
const CONNECT_TIMEOUT_MS = 1_000;
const RETRY_DELAY_MS = 1_000;

/** A store that all replicas share. Its methods throw GatewayError limiter-unavailable without Redis. */
export class RedisStore implements Store {
  constructor(private readonly redis: RedisConnection) {}

  async putIfAbsent(key: string, text: string, ttlMs: number): Promise<StoredText | undefined> {
    const existing = await this.run(PUT_IF_ABSENT, key, text, String(ttlMs));
    if (!Array.isArray(existing)) return undefined;
    return { text: String(existing[0]), ageMs: Number(existing[1]) };
  }

  async swap(
    key: string,
    expected: string,
    text: string,
    ttlMs: number,
    minAgeMs = 0,
  ): Promise<boolean> {
    const times = [String(ttlMs), String(minAgeMs)];
    return (await this.run(SWAP, key, expected, text, ...times)) === 1;
  }

  async remove(key: string, expected: string): Promise<void> {
    await this.run(REMOVE, key, expected);
  }

  private async run(script: Script, key: string, ...values: readonly string[]): Promise<unknown> {
    try {
      await this.redis.whenUsable(CONNECT_TIMEOUT_MS);
      return await this.redis.run('idempotency', script, `{cmg:once:${key}}`, ...values);
    } catch (error) {
      throw storeUnavailable(error);
    }
  }
}

const storeUnavailable = (error: unknown): GatewayError => {
  const reason = error instanceof RedisFailure ? ` ${error.message}` : '';
  return new GatewayError(
    'limiter-unavailable',
    `The store of idempotency keys is unavailable.${reason}`,
    { retryAfterMs: RETRY_DELAY_MS, applied: 'no' },
  );
};
