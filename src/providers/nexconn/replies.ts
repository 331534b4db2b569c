import { isRecord, malformedReply, type JsonObject } from '../../core/json';
import type { Entry } from '../../core/metadata';

/** Stands in an explanation for the entries that the vendor would answer, in either kind of list. */
export const SOME_ENTRY = { key: '<every key>', value: '' } as const;

/**
 * The entries of a v4 reply: a list of `{key, value, updatedAt}`, or the object
 * `{key: {value, updatedAt}}` of older pages.
 * @throws GatewayError upstream-malformed
 */
export function readEntries(payload: unknown): Entry[] {
  const result = isRecord(payload) ? payload.result : undefined;
  const metadata = isRecord(result) ? result.metadata : undefined;
  if (Array.isArray(metadata)) return metadata.map((row) => keyed(row, 'updatedAt'));
  if (!isRecord(metadata)) throw malformedReply('Nexconn', 'a list of metadata');
  return Object.entries(metadata).map(([key, row]) => entry(key, row, 'updatedAt'));
}

/**
 * The entries of `/chatroom/entry/query.json`, whose times are strings.
 * @throws GatewayError upstream-malformed
 */
export function readKeys(payload: unknown): Entry[] {
  const rows = isRecord(payload) ? payload.keys : undefined;
  if (!Array.isArray(rows)) throw malformedReply('Nexconn', 'a list of keys');
  return rows.map((row) => keyed(row, 'lastSetTime'));
}

type TimeField = 'updatedAt' | 'lastSetTime';

const keyed = (row: unknown, time: TimeField): Entry =>
  entry(isRecord(row) ? row.key : undefined, row, time);

function entry(key: unknown, row: unknown, time: TimeField): Entry {
  if (!isRecord(row) || typeof key !== 'string' || typeof row.value !== 'string')
    throw malformedReply('Nexconn', 'a key with its value');
  return { key, values: [row.value], updatedAt: timeIn(row, time) };
}

/** The last time that a date can be. */
const LAST_MS = 8.64e15;

function timeIn(row: JsonObject, time: TimeField): number | undefined {
  const milliseconds = Number(row[time]);
  const isTime = Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= LAST_MS;
  return isTime ? milliseconds : undefined;
}
