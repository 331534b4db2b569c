import { isObject, malformed } from '../../core/json';
import type { Counter, Entry } from '../../core/metadata';

/** Channel metadata is a flat map of strings. @throws GatewayError upstream-malformed */
export function readMetadata(payload: unknown): Entry[] {
  return pairs(payload).map(([key, value]) => {
    if (typeof value !== 'string') throw malformed('Sendbird', 'a map of strings');
    return { key, values: [value] };
  });
}

/** Counters are a flat map of whole numbers. @throws GatewayError upstream-malformed */
export function readCounters(payload: unknown): Counter[] {
  return pairs(payload).map(([key, value]) => {
    if (typeof value !== 'number') throw malformed('Sendbird', 'a map of numbers');
    return { key, value };
  });
}

/**
 * The values of a message in either form: `sorted_metaarray`, a list of `{key, value: []}`, or
 * `metaarray`, a map of lists. A message without values may lack both.
 * @throws GatewayError upstream-malformed
 */
export function readMessage(payload: unknown): Entry[] {
  if (!isObject(payload)) throw malformed('Sendbird', 'a message');
  const { sorted_metaarray: sorted, metaarray } = payload;
  if (Array.isArray(sorted))
    return sorted.map((row) => {
      if (!isObject(row) || typeof row.key !== 'string')
        throw malformed('Sendbird', 'items with keys');
      return { key: row.key, values: texts(row.value) };
    });
  return metaarray === undefined || metaarray === null ? [] : readMetaarray(metaarray);
}

/** A bare map of lists, as the older endpoints answer a write. @throws GatewayError upstream-malformed */
export function readMetaarray(payload: unknown): Entry[] {
  return pairs(payload).map(([key, value]) => ({ key, values: texts(value) }));
}

function pairs(payload: unknown): [string, unknown][] {
  if (!isObject(payload)) throw malformed('Sendbird', 'a map');
  return Object.entries(payload);
}

function texts(values: unknown): string[] {
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string'))
    throw malformed('Sendbird', 'a list of strings');
  return values;
}
