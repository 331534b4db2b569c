import './start-redis';

/** Jest's global teardown: stops the Redis that the set-up started. */
export default async function stopRedis(): Promise<void> {
  await globalThis.testRedis?.stop();
}
