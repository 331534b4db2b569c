import './start-redis';

/** Jest's global teardown: ends the Redis that the set-up started, and no other. */
export default async function stopRedis(): Promise<void> {
  await globalThis.ownRedis?.stop();
}
