import { once } from 'node:events';
import { join } from 'node:path';
import { GatewayError } from '../../../core/gateway-error';
import { withReplyTimeout, readScript, type RedisConnection, type Script } from '../../../redis';
import type { Store } from './store';

const lua = (name: string): Script => readScript(join(__dirname, `${name}.lua`));

/** How long a caller is kept waiting for Redis to come back. */
const PATIENCE_MS = 1_000;

const PUT = lua('put-if-absent');
const SWAP = lua('swap');
const REMOVE = lua('remove');

/** A store that all replicas share. @throws GatewayError limiter-unavailable without Redis */
export class RedisStore implements Store {
  private coming: Promise<unknown> | undefined;

  constructor(private readonly redis: RedisConnection) {}

  async putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    const there = await this.run(PUT, key, value, String(ttlMs));
    return typeof there === 'string' ? there : undefined;
  }

  async swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    return (await this.run(SWAP, key, expected, value, String(ttlMs))) === 1;
  }

  async remove(key: string, expected: string): Promise<void> {
    await this.run(REMOVE, key, expected);
  }

  private async run(script: Script, key: string, ...values: readonly string[]): Promise<unknown> {
    try {
      await this.ready();
      return await withReplyTimeout(script.run(this.redis.client, `{cmg:once:${key}}`, ...values));
    } catch {
      throw new GatewayError('limiter-unavailable', 'Idempotency keys cannot be looked up now.', {
        retryAfterMs: 1_000,
        applied: 'no',
      });
    }
  }

  /** A connection that is just being made is waited for; commands to one that is not there fail. */
  private async ready(): Promise<void> {
    const { client } = this.redis;
    if (client.status === 'ready') return;
    // one listener, however many wait
    this.coming ??= once(client, 'ready', { signal: AbortSignal.timeout(PATIENCE_MS) }).finally(
      () => (this.coming = undefined),
    );
    await this.coming;
  }
}
