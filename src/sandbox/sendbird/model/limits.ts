import type { Metaarray } from './metaarray-values';
import { Refusal } from '../refusal';
import type { LengthUnit, Unknowns } from './unknowns';

/** "Update metadata" (Sendbird docs): characters there, bytes in an older guide. */
const METADATA = { key: 128, value: 190 } as const;
/** "Data vs. metadata vs. sorted_metaarray" (Sendbird docs), in bytes of UTF-8. */
const METAARRAY = { key: 80, value: 128 } as const;

const MEASURES: Readonly<Record<LengthUnit, (text: string) => number>> = {
  'code-points': (text) => Array.from(text).length,
  'utf-16': (text) => text.length,
  bytes: (text) => Buffer.byteLength(text),
};

function checkLength(text: string, unit: LengthUnit, most: number, subject: string): void {
  if (MEASURES[unit](text) > most) throw new Refusal('value-too-long', subject);
}

function checkEmpty(text: string, rule: 'accept' | 'refuse', subject: string): void {
  if (text === '' && rule === 'refuse') throw new Refusal('illegal-character', subject);
}

/** Keys of metadata and of counters. @throws Refusal 400110, 400151 for a comma */
export function checkMetadataKey(key: string, unknowns: Unknowns): void {
  checkEmpty(key, unknowns.emptyKey, 'key');
  if (key.includes(',')) throw new Refusal('illegal-character', key);
  checkLength(key, unknowns.metadataLengthUnit, METADATA.key, 'key');
}

/** @throws Refusal 400110 */
export function checkMetadataValue(value: string, unknowns: Unknowns): void {
  checkEmpty(value, unknowns.emptyValue, 'value');
  checkLength(value, unknowns.metadataLengthUnit, METADATA.value, 'value');
}

/** @throws Refusal 400110 */
export function checkItem(key: string, values: readonly string[], unknowns: Unknowns): void {
  checkEmpty(key, unknowns.emptyKey, 'key');
  checkLength(key, 'bytes', METAARRAY.key, 'key');
  for (const value of values) {
    checkEmpty(value, unknowns.emptyValue, 'value');
    checkLength(value, 'bytes', METAARRAY.value, 'value');
  }
}

/** A cap of 0 is none. @throws Refusal 400203 */
export function checkCount(count: number, cap: number, subject: string): void {
  if (cap !== 0 && count > cap) throw new Refusal('too-many-items', subject);
}

/** Items per message and values per item, as far as they are capped. @throws Refusal 400203 */
export function checkMetaarray(metaarray: Metaarray, unknowns: Unknowns): void {
  checkCount(metaarray.size, unknowns.metaarrayItems, 'metaarray');
  for (const values of metaarray.values()) {
    checkCount(values.length, unknowns.metaarrayValues, 'value');
  }
}
