import { createHash } from 'node:crypto';
import type { Entry } from '../core/metadata';

/**
 * A strong entity tag (RFC 9110 §8.8.3) over entries, whatever order the vendor tells them in. Times are
 * hashed as numbers: as text they would cost as much as all the rest.
 */
export function entityTag(entries: readonly Entry[]): string {
  const sorted = [...entries].sort((one, other) => (one.key < other.key ? -1 : 1));
  const texts: (string | number)[] = [];
  const times = new Float64Array(sorted.length);
  for (const [index, { key, values, updatedAt = NaN }] of sorted.entries()) {
    texts.push(key, values.length, ...values);
    times[index] = updatedAt;
  }
  const hash = createHash('sha256').update(JSON.stringify(texts)).update(times);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}
