import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves when the condition is true.
 * @throws Error if it is not within the time
 */
export async function until(
  condition: () => boolean | undefined | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while ((await condition()) !== true) {
    if (performance.now() > endMs) throw new Error('The condition did not become true.');
    await sleep(20);
  }
}
