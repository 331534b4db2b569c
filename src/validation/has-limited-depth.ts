import { ValidateBy } from 'class-validator';

/** The deepest nesting of objects and arrays in a value whose contents no shape describes. */
export const MAX_DEPTH = 64;

/** A JSON value that nests at most `MAX_DEPTH` levels: code that walks it would exhaust the stack otherwise. */
export const HasLimitedDepth = (): PropertyDecorator =>
  ValidateBy({
    name: 'hasLimitedDepth',
    validator: {
      validate: (value) => isWithinDepth(value, MAX_DEPTH),
      defaultMessage: () => `$property must not nest deeper than ${MAX_DEPTH} levels`,
    },
  });

/** Whether a JSON value nests at most so many levels. It stops at the limit, so it needs no deep stack. */
export function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => isWithinDepth(item, levels - 1));
}
