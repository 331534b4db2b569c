import { isRecord } from '../core/json';
import { childPointer } from '../validation';
import type { Faults } from './faults';

/** By reason, the marks that slip into a copied secret. */
const MARKS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  ['has a byte-order mark; save the file without it', /\uFEFF/],
  ['has a line break inside', /[^\r\n][\r\n]+[^\r\n]/],
  ['begins or ends with white space or a line break', /^\s|\s$/],
  ['is in quotation marks, which would be a part of it', /^(["'`“”„«‘]).*["'`“”»’]$/s],
  // credentials are parts of headers, signatures and URLs; vendors issue printable ASCII only
  ['has a character that is not printable ASCII', /[^\x20-\x7e]/],
];

/** @returns the reason why the text cannot be a credential; never the text */
export const findMark = (text: string): string | undefined =>
  MARKS.find(([, pattern]) => pattern.test(text))?.[0];

/** Adds a fault for each text in these settings of a vendor with a mark in it: keys, secrets, ids. */
export function checkTexts(value: unknown, at: string, faults: Faults): void {
  const reason = typeof value === 'string' ? findMark(value) : undefined;
  if (reason !== undefined) faults.add(at, reason);
  else if (Array.isArray(value))
    value.forEach((item, index) => {
      checkTexts(item, childPointer(at, index), faults);
    });
  else if (isRecord(value))
    for (const [name, item] of Object.entries(value))
      checkTexts(item, childPointer(at, name), faults);
}
