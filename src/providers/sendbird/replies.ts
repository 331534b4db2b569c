import { isRecord } from '../../core/json';
import type { Counter, Entry } from '../../core/metadata';
import { malformedReply } from '../../core/vendor-reply';

/** Channel metadata: a flat map of strings. @throws GatewayError upstream-malformed */
export function readMetadata(payload: unknown): Entry[] {
  return readPairs(payload).map(([key, value]) => {
    if (typeof value !== 'string') throw malformedReply('Sendbird', 'a map of strings');
    return { key, values: [value] };
  });
}

/**
 * Counters: a flat map of whole numbers. A number beyond ±(2^53 − 1) has lost digits when it is parsed.
 * @throws GatewayError upstream-malformed
 */
export function readCounters(payload: unknown): Counter[] {
  return readPairs(payload).map(([key, value]) => {
    if (!Number.isSafeInteger(value)) throw malformedReply('Sendbird', 'a map of whole numbers');
    return { key, value: Number(value) };
  });
}

/**
 * The values of a message: `sorted_metaarray`, a list of `{key, value: []}`, or else `metaarray`, a map
 * of lists. A message without values may have neither.
 * @throws GatewayError upstream-malformed
 */
export function readMessage(payload: unknown): Entry[] {
  if (!isRecord(payload) || !('message_id' in payload))
    throw malformedReply('Sendbird', 'a message');
  const { sorted_metaarray: sorted, metaarray } = payload;
  if (!isMissing(sorted)) return readItems(sorted);
  return isMissing(metaarray) ? [] : readMapOfLists(metaarray);
}

/**
 * The reply to a write to `…/sorted_metaarray`: all items of the message. Without the list a reply confirms
 * nothing: a removal is confirmed by what the list lacks.
 * @throws GatewayError upstream-malformed
 */
export function readSortedMetaarray(payload: unknown): Entry[] {
  return readItems(isRecord(payload) ? payload.sorted_metaarray : undefined);
}

/**
 * The reply to a write to `…/metaarray`: the written items, as a map of lists, with or without a wrapper
 * object `{metaarray}`.
 * @throws GatewayError upstream-malformed
 */
export function readLegacyMetaarray(payload: unknown): Entry[] {
  const isWrapped = isRecord(payload) && isRecord(payload.metaarray);
  return readMapOfLists(isWrapped ? payload.metaarray : payload);
}

/** @throws GatewayError upstream-malformed if a written value is missing from the reply to its write */
export function confirmStored(written: readonly Entry[], stored: readonly Entry[]): void {
  const storedValues = new Map(stored.map(({ key, values }) => [key, values]));
  const isStored = ({ key, values }: Entry) =>
    values.every((value) => storedValues.get(key)?.includes(value));
  if (!written.every(isStored)) throw malformedReply('Sendbird', 'the written values');
}

/** @throws GatewayError upstream-malformed if a removed value is in the reply to its removal */
export function confirmRemoved(removed: readonly Entry[], stored: readonly Entry[]): void {
  const isStored = ({ key, values }: Entry) =>
    stored.some((one) => one.key === key && values.some((value) => one.values.includes(value)));
  if (removed.some(isStored)) throw malformedReply('Sendbird', 'no removed values');
}

/**
 * Compares the wanted entries with the last reply about each key. A key without a reply needed no write.
 * @throws GatewayError upstream-malformed if they differ: another client writes to the same message, or
 *   the read before the writes was wrong
 */
export function confirmSet(wanted: readonly Entry[], replies: ReadonlyMap<string, Entry>): void {
  const differs = ({ key, values }: Entry) => {
    const stored = replies.get(key)?.values ?? values;
    return (
      stored.length !== values.length || stored.some((value, index) => value !== values[index])
    );
  };
  if (wanted.some(differs)) throw malformedReply('Sendbird', 'the values that were set');
}

/** The reply to a delete is `{}`. @throws GatewayError upstream-malformed */
export function confirmDeleted(payload: unknown): void {
  if (readPairs(payload).length > 0) throw malformedReply('Sendbird', 'an empty object');
}

/** An optional part that is not there. */
const isMissing = (part: unknown): boolean => part === undefined || part === null;

function readItems(rows: unknown): Entry[] {
  if (!Array.isArray(rows)) throw malformedReply('Sendbird', 'a list of items');
  return rows.map(readItem);
}

function readItem(row: unknown): Entry {
  if (!isRecord(row) || typeof row.key !== 'string')
    throw malformedReply('Sendbird', 'items with keys');
  return { key: row.key, values: readTexts(row.value) };
}

function readMapOfLists(payload: unknown): Entry[] {
  return readPairs(payload).map(([key, value]) => ({ key, values: readTexts(value) }));
}

function readPairs(payload: unknown): [string, unknown][] {
  if (!isRecord(payload)) throw malformedReply('Sendbird', 'a map');
  return Object.entries(payload);
}

function readTexts(values: unknown): string[] {
  if (isMissing(values)) return [];
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string'))
    throw malformedReply('Sendbird', 'a list of strings');
  return values;
}
