import { isRecord, malformedReply } from '../../core/json';
import type { Counter, Entry } from '../../core/metadata';

/** Channel metadata is a flat map of strings. @throws GatewayError upstream-malformed */
export function readMetadata(payload: unknown): Entry[] {
  return pairs(payload).map(([key, value]) => {
    if (typeof value !== 'string') throw malformedReply('Sendbird', 'a map of strings');
    return { key, values: [value] };
  });
}

/** Counters are a flat map of whole numbers. @throws GatewayError upstream-malformed */
export function readCounters(payload: unknown): Counter[] {
  return pairs(payload).map(([key, value]) => {
    if (typeof value !== 'number') throw malformedReply('Sendbird', 'a map of numbers');
    return { key, value };
  });
}

/**
 * The values of a message in either form: `sorted_metaarray`, a list of `{key, value: []}`, or
 * `metaarray`, a map of lists. A message without values may lack both.
 * @throws GatewayError upstream-malformed
 */
export function readMessage(payload: unknown): Entry[] {
  if (!isRecord(payload) || !('message_id' in payload))
    throw malformedReply('Sendbird', 'a message');
  const { sorted_metaarray: sorted, metaarray } = payload;
  if (Array.isArray(sorted)) return sorted.map(readItem);
  return metaarray === undefined || metaarray === null ? [] : readMetaarray(metaarray);
}

/** All items of a message, as a write is answered today. @throws GatewayError upstream-malformed */
export function readItems(payload: unknown): Entry[] {
  const sorted = isRecord(payload) ? payload.sorted_metaarray : undefined;
  if (!Array.isArray(sorted)) throw malformedReply('Sendbird', 'the items of a message');
  return sorted.map(readItem);
}

function readItem(row: unknown): Entry {
  if (!isRecord(row) || typeof row.key !== 'string')
    throw malformedReply('Sendbird', 'items with keys');
  return { key: row.key, values: texts(row.value) };
}

/**
 * The items that a write to an older endpoint changed: a bare map of lists, or the same in a wrapper.
 * @throws GatewayError upstream-malformed
 */
export function readAdded(payload: unknown): Entry[] {
  const isWrapped = isRecord(payload) && isRecord(payload.metaarray);
  return readMetaarray(isWrapped ? payload.metaarray : payload);
}

function readMetaarray(payload: unknown): Entry[] {
  return pairs(payload).map(([key, value]) => ({ key, values: texts(value) }));
}

/**
 * A reply to a write shows the write; one that does not may be anybody's.
 * @throws GatewayError upstream-malformed
 */
export function confirmStored(written: readonly Entry[], stored: readonly Entry[]): void {
  const held = new Map(stored.map(({ key, values }) => [key, values]));
  const isThere = ({ key, values }: Entry) =>
    values.every((value) => held.get(key)?.includes(value));
  if (!written.every(isThere)) throw malformedReply('Sendbird', 'what was written');
}

/**
 * What the last reply told of each key is what was wanted; keys that no reply told of needed no write.
 * @throws GatewayError upstream-malformed: somebody else writes too, or the read before was wrong
 */
export function confirmSet(wanted: readonly Entry[], stored: ReadonlyMap<string, Entry>): void {
  const isOther = ({ key, values }: Entry) => {
    const held = stored.get(key)?.values ?? values;
    return held.length !== values.length || held.some((value, index) => value !== values[index]);
  };
  if (wanted.some(isOther)) throw malformedReply('Sendbird', 'the values that were set');
}

/** As `confirmStored`, of what was taken away. @throws GatewayError upstream-malformed */
export function confirmRemoved(removed: readonly Entry[], stored: readonly Entry[]): void {
  const isThere = ({ key, values }: Entry) =>
    stored.some((one) => one.key === key && values.some((value) => one.values.includes(value)));
  if (removed.some(isThere)) throw malformedReply('Sendbird', 'what was left');
}

/** A delete is answered `{}`. @throws GatewayError upstream-malformed */
export function confirmDeleted(payload: unknown): void {
  if (pairs(payload).length > 0) throw malformedReply('Sendbird', 'an empty object');
}

function pairs(payload: unknown): [string, unknown][] {
  if (!isRecord(payload)) throw malformedReply('Sendbird', 'a map');
  return Object.entries(payload);
}

function texts(values: unknown): string[] {
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string'))
    throw malformedReply('Sendbird', 'a list of strings');
  return values;
}
