/** Operations that channel metadata and channel counters have in common. */
import { Refusal } from '../model/errors';
import type { Call } from '../http/endpoint';
import { keysParameter } from '../http/query';

/** Values by key. Metadata has strings, counters have numbers. */
export type Entries<V> = ReadonlyMap<string, V>;

/** The entries whose keys are in `keys`, a set or another map. */
export const selectKeys = <V>(
  entries: Entries<V>,
  keys: { has(key: string): boolean },
): Entries<V> => new Map([...entries].filter(([key]) => keys.has(key)));

/** Both sets of entries; `changes` take precedence. */
export const mergeEntries = <V>(entries: Entries<V>, changes: Entries<V>): Entries<V> =>
  new Map([...entries, ...changes]);

/** The entries that the query parameter `keys` names, or all without it. Unknown keys are left out. */
export function requestedEntries<V>(call: Call, entries: Entries<V>): Entries<V> {
  const keys = keysParameter(call.request);
  return keys.length === 0 ? entries : selectKeys(entries, new Set(keys));
}

/** The key of the path. */
export const keyOf = ({ request }: Call): string => request.params.key ?? '';

/** The entry of the path. @throws Refusal 400201 if it is missing, unless `viewMissingKey` is `empty` */
export function entryOfPath<V>(call: Call, entries: Entries<V>): Entries<V> {
  const found = selectKeys(entries, new Set([keyOf(call)]));
  if (found.size === 0 && call.unknowns.viewMissingKey === 'not-found') {
    throw new Refusal('not-found', 'Key');
  }
  return found;
}

/**
 * Adds new entries. The vendor does not document a key that exists already; `existing` decides.
 * @param store receives all entries after the change
 * @throws Refusal 400202 if a key exists and must not be overwritten
 */
export function createEntries<V>(
  entries: Entries<V>,
  added: Entries<V>,
  existing: Call['unknowns']['createExistingKey'],
  store: (all: Entries<V>) => void,
): void {
  const newEntries = new Map([...added].filter(([key]) => !entries.has(key)));
  if (existing === 'overwrite' || newEntries.size === added.size) {
    store(mergeEntries(entries, added));
    return;
  }
  if (existing === 'refuse-after-the-rest') store(mergeEntries(entries, newEntries));
  throw new Refusal('already-exists', 'Key');
}

/**
 * Whether a `PUT …/{key}` writes: with `upsert` always, else only a key that exists.
 * @throws Refusal 400201 if the key is missing, unless `updateMissingKey` is `ignore`
 */
export function canUpdateKey(call: Call, entries: Entries<unknown>, upsert: boolean): boolean {
  if (upsert || entries.has(keyOf(call))) return true;
  if (call.unknowns.updateMissingKey === 'not-found') throw new Refusal('not-found', 'Key');
  return false;
}

/** The entries without the key of the path. @throws Refusal 400201 if it is missing and `deleteMissingKey` is `not-found` */
export function withoutKeyOfPath<V>(call: Call, entries: Entries<V>): Entries<V> {
  const deleted = keyOf(call);
  if (!entries.has(deleted) && call.unknowns.deleteMissingKey === 'not-found') {
    throw new Refusal('not-found', 'Key');
  }
  return new Map([...entries].filter(([key]) => key !== deleted));
}
