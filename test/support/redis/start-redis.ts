import { requireRedisServer, startRedisServer, type RedisServer } from './redis-server';

declare global {
  var testRedis: RedisServer | undefined;
}

/** Jest's global set-up: starts a Redis and sets `TEST_REDIS_URL`, unless it is already set. */
export default async function startRedis(): Promise<void> {
  if (process.env.TEST_REDIS_URL) return;
  requireRedisServer();
  globalThis.testRedis = await startRedisServer();
  process.env.TEST_REDIS_URL = globalThis.testRedis.url;
}
