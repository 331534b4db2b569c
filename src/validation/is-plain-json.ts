import { ValidateBy } from 'class-validator';
import { isWellFormed } from './is-well-formed-unicode';

/** The deepest nesting of objects and arrays in a value whose contents no shape describes. */
const MAX_DEPTH = 64;

export const PLAIN_JSON_REASON = `must nest at most ${MAX_DEPTH} levels and have no lone surrogates`;

/**
 * A parsed JSON value that can be copied, compared and encoded: deep nesting would exhaust the stack, and
 * UTF-8 cannot encode lone surrogates.
 */
export const IsPlainJson = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPlainJson',
    validator: {
      validate: (value) => isPlainJson(value),
      defaultMessage: () => `$property ${PLAIN_JSON_REASON}`,
    },
  });

/** Stops at the deepest level that is allowed, so that it needs no deep stack itself. */
export function isPlainJson(value: unknown, levels = MAX_DEPTH): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value !== 'object' || value === null) return true;
  return (
    levels > 0 &&
    Object.entries(value).every(([key, item]) => isWellFormed(key) && isPlainJson(item, levels - 1))
  );
}
