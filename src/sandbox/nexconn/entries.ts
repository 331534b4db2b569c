import type { MetadataLimits } from './model/limits';
import { KEY_PATTERN } from './model/limits';
import { Refusal } from './refusal';
import type { NexconnUnknowns } from './model/unknowns';

export type Pair = readonly [key: string, value: string];

const MEASURES: Readonly<Record<NexconnUnknowns['lengthUnit'], (text: string) => number>> = {
  utf16: (text) => text.length,
  'code-points': (text) => Array.from(text).length,
  bytes: (text) => Buffer.byteLength(text),
};

/**
 * Pairs that keep the rules for key and value.
 * @throws Refusal 1002, or the code for what is too long
 */
export function checkPairs(
  pairs: readonly (readonly [string, unknown])[],
  limits: MetadataLimits,
  unknowns: NexconnUnknowns,
): readonly Pair[] {
  const measure = MEASURES[unknowns.lengthUnit];
  return pairs.map(([key, sent]) => {
    if (!KEY_PATTERN.test(key)) throw new Refusal(1002, `metadata key is invalid`);
    const value = valueText(sent, unknowns);
    if (measure(key) > limits.keyLength)
      throw new Refusal(unknowns.tooLong, 'metadata key is too long');
    if (measure(value) > limits.valueLength) {
      throw new Refusal(unknowns.tooLong, 'metadata value is too long');
    }
    return [key, value];
  });
}

function valueText(sent: unknown, { coerceValues, emptyValues }: NexconnUnknowns): string {
  const plain = typeof sent === 'number' || typeof sent === 'boolean';
  const value = coerceValues && plain ? String(sent) : sent;
  if (typeof value !== 'string') throw new Refusal(1002, 'metadata value is not a string');
  if (value === '' && !emptyValues) throw new Refusal(1002, 'metadata value is empty');
  return value;
}

/** @throws Refusal 1002 when a request names too many keys, or none where that is not taken */
export function checkCount(
  count: number,
  maximum: number,
  { emptyBatches }: NexconnUnknowns,
): void {
  if (count > maximum) throw new Refusal(1002, `more than ${maximum} keys in one request`);
  if (count === 0 && !emptyBatches) throw new Refusal(1002, 'no keys in the request');
}

/**
 * What of a set a place has room for: all of it or, as set, the part that fits.
 * @throws Refusal with `code` when it does not all fit
 */
export function fitting(
  place: ReadonlyMap<string, unknown>,
  pairs: readonly Pair[],
  maximum: number,
  code: NexconnUnknowns['tooManyOnMessage'],
  { partialOverLimit }: NexconnUnknowns,
): readonly Pair[] {
  const added = pairs.filter(([key]) => !place.has(key));
  const room = maximum - place.size;
  if (added.length <= room) return pairs;
  if (!partialOverLimit) throw new Refusal(code, `more than ${maximum} metadata entries`);
  const refused = new Set(added.slice(room).map(([key]) => key));
  return pairs.filter(([key]) => !refused.has(key));
}

/** @throws Refusal 1015 when a key to remove is not there and that is set to matter */
export function checkPresent(
  place: ReadonlyMap<string, unknown>,
  keys: readonly string[],
  { removeMissing }: NexconnUnknowns,
): void {
  if (removeMissing === 'refuse' && keys.some((key) => !place.has(key))) throw new Refusal(1015);
}
