import { type LengthUnit, textLength } from '../../kit/text-length';
import { Refusal } from './errors';
import type { Metaarray } from './metaarray-values';
import type { Unknowns } from './unknowns';

/** "Update metadata" (Sendbird docs): characters there, bytes in an older guide. */
const METADATA_LIMITS = { key: 128, value: 190 } as const;
/** "Data vs. metadata vs. sorted_metaarray" (Sendbird docs), in bytes of UTF-8. */
const METAARRAY_LIMITS = { key: 80, value: 128 } as const;

function checkLength(text: string, unit: LengthUnit, limit: number, subject: string): void {
  if (textLength(text, unit) > limit) throw new Refusal('value-too-long', subject);
}

function checkNotEmpty(text: string, rule: 'accept' | 'refuse', subject: string): void {
  if (text === '' && rule === 'refuse') throw new Refusal('illegal-character', subject);
}

/** Checks a key of metadata or counters. @throws Refusal 400110 if it is too long, 400151 for a comma */
export function checkMetadataKey(key: string, unknowns: Unknowns): void {
  checkNotEmpty(key, unknowns.emptyKey, 'key');
  if (key.includes(',')) throw new Refusal('illegal-character', key);
  checkLength(key, unknowns.metadataLengthUnit, METADATA_LIMITS.key, 'key');
}

/** @throws Refusal 400110 if the value is too long, 400151 if it is empty and `emptyValue` is `refuse` */
export function checkMetadataValue(value: string, unknowns: Unknowns): void {
  checkNotEmpty(value, unknowns.emptyValue, 'value');
  checkLength(value, unknowns.metadataLengthUnit, METADATA_LIMITS.value, 'value');
}

/** Checks one item of a metaarray. @throws Refusal 400110 or 400151, as for metadata */
export function checkItem(key: string, values: readonly string[], unknowns: Unknowns): void {
  checkNotEmpty(key, unknowns.emptyKey, 'key');
  checkLength(key, 'bytes', METAARRAY_LIMITS.key, 'key');
  for (const value of values) {
    checkNotEmpty(value, unknowns.emptyValue, 'value');
    checkLength(value, 'bytes', METAARRAY_LIMITS.value, 'value');
  }
}

/** @throws Refusal 400203 if there are more than `cap`; a cap of 0 means no limit */
export function checkCount(count: number, cap: number, subject: string): void {
  if (cap !== 0 && count > cap) throw new Refusal('too-many-items', subject);
}

/** Checks the caps on items per message and values per item. @throws Refusal 400203 beyond a cap */
export function checkMetaarray(metaarray: Metaarray, unknowns: Unknowns): void {
  checkCount(metaarray.size, unknowns.metaarrayItems, 'metaarray');
  for (const values of metaarray.values()) {
    checkCount(values.length, unknowns.metaarrayValues, 'value');
  }
}
