import { isRecord, type JsonObject } from '../../core/json';
import type { Entry } from '../../core/metadata';
import { malformedReply } from '../../core/vendor-reply';

/** In an explanation, stands for the entries that the vendor would return. Fits both kinds of list. */
export const PLACEHOLDER_ENTRY = { key: '<every key>', value: '' } as const;

/**
 * The entries of a v4 reply: a list of `{key, value, updatedAt}` ("Get message metadata"), or the object
 * `{key: {value, updatedAt}}` that older pages describe.
 * @throws GatewayError upstream-malformed
 */
export function readEntries(payload: unknown): Entry[] {
  const result = isRecord(payload) ? payload.result : undefined;
  const metadata = isRecord(result) ? result.metadata : undefined;
  if (Array.isArray(metadata)) return metadata.map((row) => readRow(row, 'updatedAt'));
  if (!isRecord(metadata)) throw malformedReply('Nexconn', 'a list of metadata');
  return Object.entries(metadata).map(([key, row]) => readValue(key, row, 'updatedAt'));
}

/**
 * The entries of `/chatroom/entry/query.json`. Their times are strings of Unix milliseconds.
 * @throws GatewayError upstream-malformed
 */
export function readChatroomEntries(payload: unknown): Entry[] {
  const rows = isRecord(payload) ? payload.keys : undefined;
  if (!Array.isArray(rows)) throw malformedReply('Nexconn', 'a list of keys');
  return rows.map((row) => readRow(row, 'lastSetTime'));
}

type TimeField = 'updatedAt' | 'lastSetTime';

const readRow = (row: unknown, timeField: TimeField): Entry =>
  readValue(isRecord(row) ? row.key : undefined, row, timeField);

function readValue(key: unknown, row: unknown, timeField: TimeField): Entry {
  if (!isRecord(row) || typeof key !== 'string' || typeof row.value !== 'string')
    throw malformedReply('Nexconn', 'a key with its value');
  return { key, values: [row.value], updatedAt: readTime(row, timeField) };
}

/** The latest time that a JavaScript `Date` can hold. */
const MAX_DATE_MS = 8.64e15;

/** A time that is no date is ignored: the entry itself is still of use. */
function readTime(row: JsonObject, timeField: TimeField): number | undefined {
  const milliseconds = Number(row[timeField]);
  const isDate = Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= MAX_DATE_MS;
  return isDate ? milliseconds : undefined;
}
