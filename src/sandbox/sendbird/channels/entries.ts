import type { Call } from '../http/endpoint';
import { keysParameter } from '../http/query';
import { Refusal } from '../refusal';

/** Metadata and counters are the same endpoints over values of two kinds. */
export type Keyed<V> = ReadonlyMap<string, V>;

/** A flat JSON object; own properties only, so that `__proto__` is a key like any other. */
export const flat = <V>(entries: Iterable<readonly [string, V]>): Readonly<Record<string, V>> =>
  Object.fromEntries(entries);

/** @param keys a set of keys, or a map by them */
export const only = <V>(held: Keyed<V>, keys: { has(key: string): boolean }): Keyed<V> =>
  new Map([...held].filter(([key]) => keys.has(key)));

export const joined = <V>(held: Keyed<V>, more: Keyed<V>): Keyed<V> => new Map([...held, ...more]);

const lacking = <V>(held: Keyed<V>, key: string): Keyed<V> =>
  new Map([...held].filter(([one]) => one !== key));

/** All, or those of `keys`; keys that are not there are left out. */
export function selected<V>(call: Call, held: Keyed<V>): Keyed<V> {
  const keys = keysParameter(call.request, held);
  return keys.length === 0 ? held : only(held, new Set(keys));
}

export const keyOf = ({ request }: Call): string => request.params.key ?? '';

/** The one of the path. @throws Refusal 400201, unless the settings say otherwise */
export function one<V>(call: Call, held: Keyed<V>): Keyed<V> {
  const found = only(held, new Set([keyOf(call)]));
  if (found.size === 0 && call.unknowns.viewMissingKey === 'not-found') {
    throw new Refusal('not-found', 'Key');
  }
  return found;
}

/**
 * Stores new entries. What becomes of keys that exist is not documented.
 * @param store puts the result in its place
 * @throws Refusal 400202
 */
export function create<V>(
  held: Keyed<V>,
  given: Keyed<V>,
  existing: Call['unknowns']['createExistingKey'],
  store: (all: Keyed<V>) => void,
): void {
  const fresh = new Map([...given].filter(([key]) => !held.has(key)));
  if (existing === 'overwrite' || fresh.size === given.size) {
    store(joined(held, given));
    return;
  }
  if (existing === 'refuse-after-the-rest') store(joined(held, fresh));
  throw new Refusal('already-exists', 'Key');
}

/** Whether a `PUT …/{key}` writes. @throws Refusal 400201 for a key that is not there, without upsert */
export function mayUpdateOne(call: Call, held: Keyed<unknown>, upsert: boolean): boolean {
  if (upsert || held.has(keyOf(call))) return true;
  if (call.unknowns.updateMissingKey === 'not-found') throw new Refusal('not-found', 'Key');
  return false;
}

/** Without the key of the path. @throws Refusal 400201, where the settings say so */
export function withoutOne<V>(call: Call, held: Keyed<V>): Keyed<V> {
  if (!held.has(keyOf(call)) && call.unknowns.deleteMissingKey === 'not-found') {
    throw new Refusal('not-found', 'Key');
  }
  return lacking(held, keyOf(call));
}
