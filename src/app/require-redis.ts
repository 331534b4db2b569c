import { setTimeout as delay } from 'node:timers/promises';
import type { RedisConnection } from '../redis';

const WAIT_MS = 5_000;
const POLL_INTERVAL_MS = 20;

/**
 * Waits until Redis can be used. It does not wait for what only an operator can change, such as a wrong
 * password.
 * @throws RedisFailure with the reason, after 5 s at the latest
 */
export async function requireRedis(redis: RedisConnection): Promise<void> {
  const deadlineMs = performance.now() + WAIT_MS;
  for (let { failure } = redis; failure; failure = redis.failure) {
    if (failure.isFinal || performance.now() > deadlineMs) throw failure;
    await delay(POLL_INTERVAL_MS);
  }
}
