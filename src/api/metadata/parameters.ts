import type { FieldError } from '../../core/gateway-error';
import type { Entry } from '../../core/metadata';
import type { EntryBody, ValueBody } from '../dto/bodies';
import { refuseFaults } from '../http/problems/invalid-request';

/** @throws GatewayError invalid-request: both or neither of value and values, or a key twice */
export function parseEntries(bodies: readonly EntryBody[]): Entry[] {
  refuseFaults([
    ...bodies.flatMap((body, index) => oneOfTwo(body, `/entries/${index}`)),
    ...findDuplicateKeys(
      bodies.map(({ key }) => key),
      'entries',
    ),
  ]);
  return bodies.map((body) => ({ key: body.key, values: valuesOf(body) }));
}

/** @throws GatewayError invalid-request: both or neither of value and values */
export function parseEntry(key: string, body: ValueBody): Entry {
  refuseFaults(oneOfTwo(body, ''));
  return { key, values: valuesOf(body) };
}

/** The faults of keys that are named more than once. */
export function findDuplicateKeys(
  keys: readonly string[],
  list: string,
  field = 'key',
): FieldError[] {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ pointer: `/${list}/${index}/${field}`, reason: 'is there already' }];
  });
}

const valuesOf = ({ value, values }: ValueBody): string[] =>
  values ?? (value === undefined ? [] : [value]);

function oneOfTwo({ value, values }: ValueBody, at: string): FieldError[] {
  if (value === undefined && values === undefined)
    return [{ pointer: at, reason: 'must have a value or values' }];
  if (value !== undefined && values !== undefined)
    return [{ pointer: at, reason: 'must have either value or values, not both' }];
  return [];
}
