import { once } from 'node:events';
import { join } from 'node:path';
import { GatewayError } from '../../../core/gateway-error';
import { withReplyTimeout, readScript, type RedisConnection, type Script } from '../../../redis';
import type { Store } from './store';

const loadScript = (name: string): Script => readScript(join(__dirname, `${name}.lua`));

const PUT_IF_ABSENT = loadScript('put-if-absent');
const SWAP = loadScript('swap');
const REMOVE = loadScript('remove');

/** How long an operation waits for the connection to Redis. */
const CONNECT_TIMEOUT_MS = 1_000;
const RETRY_DELAY_MS = 1_000;

/** A store that all replicas share. Its methods throw GatewayError limiter-unavailable without Redis. */
export class RedisStore implements Store {
  private connecting: Promise<unknown> | undefined;

  constructor(private readonly redis: RedisConnection) {}

  async putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    const existing = await this.run(PUT_IF_ABSENT, key, value, String(ttlMs));
    return typeof existing === 'string' ? existing : undefined;
  }

  async swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    return (await this.run(SWAP, key, expected, value, String(ttlMs))) === 1;
  }

  async remove(key: string, expected: string): Promise<void> {
    await this.run(REMOVE, key, expected);
  }

  private async run(script: Script, key: string, ...values: readonly string[]): Promise<unknown> {
    try {
      await this.waitUntilConnected();
      return await withReplyTimeout(script.run(this.redis.client, `{cmg:once:${key}}`, ...values));
    } catch {
      throw new GatewayError(
        'limiter-unavailable',
        'The store of idempotency keys is unavailable.',
        {
          retryAfterMs: RETRY_DELAY_MS,
          applied: 'no',
        },
      );
    }
  }

  /** The client fails commands at once while it is not connected. */
  private async waitUntilConnected(): Promise<void> {
    const { client } = this.redis;
    if (client.status === 'ready') return;
    // all operations share one listener
    this.connecting ??= once(client, 'ready', {
      signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
    }).finally(() => (this.connecting = undefined));
    await this.connecting;
  }
}
