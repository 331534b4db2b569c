import type { Reply } from '../../core/operation';

/** Estimates of what the engine takes for an object or a text besides its characters. */
const BYTES_PER_OBJECT = 100;
const BYTES_PER_TEXT = 24;
const BYTES_PER_CHARACTER = 2;

const ofText = (text: string): number => BYTES_PER_TEXT + BYTES_PER_CHARACTER * text.length;

/** The bytes that a kept reply takes with its key, estimated and rather too high. */
export function sizeOf(key: string, { entries = [], counters = [] }: Reply): number {
  let bytes = 2 * BYTES_PER_OBJECT + ofText(key);
  for (const entry of entries) {
    bytes += 2 * BYTES_PER_OBJECT + ofText(entry.key);
    for (const value of entry.values) bytes += ofText(value);
  }
  for (const counter of counters) bytes += BYTES_PER_OBJECT + ofText(counter.key);
  return bytes;
}
