import { createHash } from 'node:crypto';
import type { Entry } from '../core/metadata';

/** A strong entity tag (RFC 9110 §8.8.3) over entries, whatever order the vendor tells them in. */
export function entityTag(entries: readonly Entry[]): string {
  const sorted = entries
    .map(({ key, values, updatedAt }) => JSON.stringify([key, values, updatedAt]))
    .sort();
  const digest = createHash('sha256').update(sorted.join('\n')).digest('base64url');
  return `"${digest.slice(0, 27)}"`;
}
