import { requireRedisServer, startRedisServer, type RedisServer } from './redis-server';

declare global {
  var ownRedis: RedisServer | undefined;
}

/** Jest's global set-up: tests find the real Redis under `TEST_REDIS_URL`. */
export default async function startRedis(): Promise<void> {
  if (process.env.TEST_REDIS_URL) return;
  requireRedisServer();
  globalThis.ownRedis = await startRedisServer();
  process.env.TEST_REDIS_URL = globalThis.ownRedis.url;
}
