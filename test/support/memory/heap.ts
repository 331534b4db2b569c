import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'major' | 'minor' }) => void;

/**
 * Bytes of the heap in use after garbage collection.
 * @param type minor: of the young generation alone
 */
export function heapBytes(type: 'major' | 'minor'): number {
  collect({ type });
  collect({ type });
  return process.memoryUsage().heapUsed;
}
