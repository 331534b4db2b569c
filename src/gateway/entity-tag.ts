import { hash } from 'node:crypto';
import type { Entry } from '../core/metadata';

/** A strong entity tag (RFC 9110 §8.8.3) over entries, whatever order the vendor tells them in. */
export function entityTag(entries: readonly Entry[]): string {
  const sorted = [...entries].sort((one, other) => (one.key < other.key ? -1 : 1));
  const text = JSON.stringify(sorted.map(({ key, values, updatedAt }) => [key, values, updatedAt]));
  return `"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
}
