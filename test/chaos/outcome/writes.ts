import type { Site } from '../../conformance/subjects';
import type { Answer } from '../../support/gateway/call';

/** The values of a key; undefined if the key does not exist. */
export type Values = readonly string[] | undefined;

/** One write, with the values of each of its keys before and after it. */
export interface Write {
  readonly site: Site;
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path and query below the target's metadata. */
  readonly under: string;
  readonly body?: object;
  readonly keys: readonly WrittenKey[];
}

interface WrittenKey {
  readonly key: string;
  readonly before: Values;
  readonly after: Values;
}

/** Writes of all kinds. Each has its own keys, so the values in the end depend on that write alone. */
export function createWrites(site: Site, round: number, count: number): readonly Write[] {
  const factories = isMultiValued(site) ? [...ENTRY_WRITES, ...VALUE_WRITES] : ENTRY_WRITES;
  return Array.from({ length: count }, (_, index) => {
    const create = factories[index % factories.length] ?? setOne;
    return create(site, `${site.subject.connection.slice(-3)}-${round}-${index}`);
  });
}

type WriteFactory = (site: Site, name: string) => Write;

const setOne: WriteFactory = (site, name) => ({
  site,
  method: 'PUT',
  under: `/${name}`,
  body: { value: name },
  keys: [{ key: name, before: undefined, after: [name] }],
});

const threeKeys = (name: string) => [`${name}a`, `${name}b`, `${name}c`];

const setSeveral: WriteFactory = (site, name) => ({
  site,
  method: 'PATCH',
  under: '',
  body: { entries: threeKeys(name).map((key) => ({ key, value: name })) },
  keys: threeKeys(name).map((key) => ({ key, before: undefined, after: [name] })),
});

const overwrite: WriteFactory = (site, name) => ({
  site,
  method: 'PUT',
  under: `/${name}`,
  body: { value: 'new' },
  keys: [{ key: name, before: ['old'], after: ['new'] }],
});

const deleteSeveral: WriteFactory = (site, name) => ({
  site,
  method: 'DELETE',
  under: `?keys=${threeKeys(name).join(',')}`,
  keys: threeKeys(name).map((key) => ({ key, before: ['old'], after: undefined })),
});

const addValues: WriteFactory = (site, name) => ({
  site,
  method: 'POST',
  under: `/${name}/values`,
  body: { values: ['more'] },
  keys: [{ key: name, before: ['old'], after: ['old', 'more'] }],
});

const removeValues: WriteFactory = (site, name) => ({
  site,
  method: 'DELETE',
  under: `/${name}/values?values=old`,
  keys: [{ key: name, before: ['old', 'rest'], after: ['rest'] }],
});

const ENTRY_WRITES = [setOne, setSeveral, overwrite, deleteSeveral];
const VALUE_WRITES = [addValues, removeValues];

const isMultiValued = ({ subject, resource }: Site): boolean =>
  subject.facts.resources[resource].multiValued;

/** The statement of an answer about one key. `unstated` answers break the API's promise to set `applied`. */
export type Statement = 'applied' | 'not applied' | 'partly applied' | 'unknown' | 'unstated';

/** Reads from an answer whether the write was applied to this key. */
export function readStatement(answer: Answer, key: string, multiValued: boolean): Statement {
  if (answer.status < 300) return 'applied';
  const { applied } = answer.body as { readonly applied?: string | { readonly keys: string[] } };
  if (typeof applied === 'object') {
    if (applied.keys.includes(key)) return 'applied';
    // a key with several values may be between two vendor calls
    return multiValued ? 'partly applied' : 'not applied';
  }
  if (applied === 'yes') return 'applied';
  if (applied === 'no') return 'not applied';
  return applied === 'unknown' ? 'unknown' : 'unstated';
}

/** Whether the values in the end agree with the statement of the answer. */
export function agrees(
  statement: Statement,
  { before, after }: Pick<WrittenKey, 'before' | 'after'>,
  found: Values,
  multiValued: boolean,
): boolean {
  const isBefore = isEqual(found, before);
  const isAfter = isEqual(found, after);
  switch (statement) {
    case 'applied':
      return isAfter;
    case 'not applied':
      return isBefore;
    case 'partly applied':
    case 'unknown': {
      const known = [...(before ?? []), ...(after ?? [])];
      const isBetween =
        multiValued &&
        found !== undefined &&
        found.length > 0 &&
        found.every((value) => known.includes(value));
      return isBefore || isAfter || isBetween;
    }
    case 'unstated':
      return false;
  }
}

/** The keys of a write whose values in the end contradict the answer, one sentence each. */
export function findContradictions(
  write: Write,
  answer: Answer,
  valuesOf: (key: string) => Values,
): string[] {
  const multiValued = isMultiValued(write.site);
  return write.keys.flatMap((written) => {
    const found = valuesOf(written.key);
    const statement = readStatement(answer, written.key, multiValued);
    if (agrees(statement, written, found, multiValued)) return [];
    return [
      `${write.site.title}: ${write.method} ${write.under} was answered ${answer.status} ${answer.text}, ` +
        `and ${written.key} has the values ${String(found)}`,
    ];
  });
}

const isEqual = (one: Values, other: Values): boolean => one?.join() === other?.join();
