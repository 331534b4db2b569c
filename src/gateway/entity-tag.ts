import { createHash } from 'node:crypto';
import type { Entry } from '../core/metadata';

/**
 * A strong entity tag (RFC 9110 §8.8.3) of a set of entries; it does not depend on their order. Times are
 * hashed as numbers: formatting them would cost as much as everything else.
 */
export function entityTag(entries: readonly Entry[]): string {
  const sorted = [...entries].sort((one, other) => (one.key < other.key ? -1 : 1));
  const texts: (string | number | boolean | null)[] = [];
  const times = new Float64Array(sorted.length);
  for (const [index, entry] of sorted.entries()) {
    const { key, values, updatedAt = NaN, ownerId = null, autoDelete = null } = entry;
    texts.push(key, values.length, ...values, ownerId, autoDelete);
    times[index] = updatedAt;
  }
  const hash = createHash('sha256').update(JSON.stringify(texts)).update(times);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}
