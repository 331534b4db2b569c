import { setImmediate as nextTurn } from 'node:timers/promises';
import { chunks } from '../../core/chunks';

/** Operations are checked in about 10 µs each. */
const MAX_ITEMS_IN_TURN = 200;

/** Maps a list in turns of the event loop, of 200 items each, so that other calls are served in between. */
export async function mapInTurns<T, R>(
  items: readonly T[],
  map: (item: T) => R,
): Promise<readonly R[]> {
  const mapped: R[] = [];
  for (const part of chunks(items, MAX_ITEMS_IN_TURN)) {
    if (mapped.length > 0) await nextTurn();
    for (const item of part) mapped.push(map(item));
  }
  return mapped;
}
