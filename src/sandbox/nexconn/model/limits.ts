import { textLength } from '../../kit/text-length';
import { Refusal } from './errors';
import type { NexconnUnknowns } from './unknowns';

/** Limits of the metadata of one kind of target: lengths in characters, counts in entries. */
export interface MetadataLimits {
  readonly keyLength: number;
  readonly valueLength: number;
  readonly perTarget: number;
  readonly perSet: number;
  readonly perDelete: number;
}

/** Keys of all kinds: letters, digits and `+ = - _` (Set message metadata; Set metadata). */
const KEY_PATTERN = /^[A-Za-z0-9+=\-_]+$/;

/** Set message metadata: key 32, value 4096 characters, 100 a request, 300 a message. */
export const MESSAGE_LIMITS: MetadataLimits = {
  keyLength: 32,
  valueLength: 4096,
  perTarget: 300,
  perSet: 100,
  perDelete: 100,
};

/** Set metadata: key 128, value 4096 characters, 100 a channel; batch pages: 20 a request. */
export const OPEN_CHANNEL_LIMITS: MetadataLimits = {
  keyLength: 128,
  valueLength: 4096,
  perTarget: 100,
  perSet: 20,
  perDelete: 20,
};

/** Maximum number of keys of one open-channel query (`keys` ≤ 100). */
export const MAX_KEYS_PER_GET = 100;

/** Entries on one page of a message's metadata (Get message metadata). */
export const PAGE_SIZE = 300;

export type Pair = readonly [key: string, value: string];

/**
 * Checks keys and values, and converts values to text if `coerceValues` allows it.
 * @throws Refusal 1002, or the code of the setting `tooLong`
 */
export function checkPairs(
  pairs: readonly (readonly [string, unknown])[],
  limits: MetadataLimits,
  unknowns: NexconnUnknowns,
): readonly Pair[] {
  const unit = unknowns.lengthUnit === 'utf16' ? 'utf-16' : unknowns.lengthUnit;
  return pairs.map(([key, sent]) => {
    if (!KEY_PATTERN.test(key)) throw new Refusal(1002, 'metadata key is invalid');
    const value = readValue(sent, unknowns);
    if (textLength(key, unit) > limits.keyLength) {
      throw new Refusal(unknowns.tooLong, 'metadata key is too long');
    }
    if (textLength(value, unit) > limits.valueLength) {
      throw new Refusal(unknowns.tooLong, 'metadata value is too long');
    }
    return [key, value];
  });
}

function readValue(sent: unknown, { coerceValues, emptyValues }: NexconnUnknowns): string {
  const isScalar = typeof sent === 'number' || typeof sent === 'boolean';
  const value = coerceValues && isScalar ? String(sent) : sent;
  if (typeof value !== 'string') throw new Refusal(1002, 'metadata value is not a string');
  if (value === '' && !emptyValues) throw new Refusal(1002, 'metadata value is empty');
  return value;
}

/** @throws Refusal 1002 if a request names too many keys, or none while `emptyBatches` is false */
export function checkCount(
  count: number,
  maximum: number,
  { emptyBatches }: NexconnUnknowns,
): void {
  if (count > maximum) throw new Refusal(1002, `more than ${maximum} keys in one request`);
  if (count === 0 && !emptyBatches) throw new Refusal(1002, 'no keys in the request');
}

/**
 * The pairs of a set that the target has room for: all, or with `partialOverLimit` those that fit.
 * @throws Refusal with `code` if they do not all fit
 */
export function pairsThatFit(
  entries: ReadonlyMap<string, unknown>,
  pairs: readonly Pair[],
  maximum: number,
  code: NexconnUnknowns['tooManyOnMessage'],
  { partialOverLimit }: NexconnUnknowns,
): readonly Pair[] {
  const added = pairs.filter(([key]) => !entries.has(key));
  const room = maximum - entries.size;
  if (added.length <= room) return pairs;
  if (!partialOverLimit) throw new Refusal(code, `more than ${maximum} metadata entries`);
  const rejected = new Set(added.slice(room).map(([key]) => key));
  return pairs.filter(([key]) => !rejected.has(key));
}

/**
 * Removes these keys.
 * @throws Refusal 1015 if one of them is missing, unless `removeMissing` is `ignore`
 */
export function removeKeys(
  entries: Map<string, unknown>,
  keys: readonly string[],
  { removeMissing }: NexconnUnknowns,
): void {
  const isMissing = keys.some((key) => !entries.has(key));
  if (isMissing && removeMissing === 'refuse') throw new Refusal(1015);
  for (const key of keys) entries.delete(key);
  if (isMissing && removeMissing === 'refuse-after-others') throw new Refusal(1015);
}
