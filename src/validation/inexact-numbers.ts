import type { FieldError } from '../core/gateway-error';
import { childPointer } from './json-pointer';

const REASON = `must be at most ${Number.MAX_SAFE_INTEGER} in size; a larger number is not exact, a text is`;

/**
 * The numbers in a parsed JSON value that may differ from those in its text: parsing rounds larger ones, and makes
 * them infinite beyond 1.8e308, which JSON writes as null.
 * @param value nests at most as deep as `isPlainJson` allows
 */
export function findInexactNumbers(value: unknown, pointer: string): FieldError[] {
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? [] : [{ pointer, reason: REASON }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    findInexactNumbers(item, childPointer(pointer, key)),
  );
}
