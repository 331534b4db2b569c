import { SITES, SUBJECTS, type Site } from '../../conformance/subjects';

/** The values of a key; undefined if the key does not exist. A counter has one: its number as a text. */
export type Values = readonly string[] | undefined;

/** The metadata of a message or a channel, or the counters of a channel. */
export interface Place extends Pick<Site, 'title' | 'subject' | 'target'> {
  readonly resource: Site['resource'] | 'counters';
}

/** One write, with the values of each of its keys before and after it. */
export interface Write {
  readonly place: Place;
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path and query below the place. */
  readonly under: string;
  readonly body?: object;
  readonly keys: readonly WrittenKey[];
}

export interface WrittenKey {
  readonly key: string;
  readonly before: Values;
  readonly after: Values;
}

/** Every place that can be written, in every dialect. */
export const PLACES: readonly Place[] = [
  ...SITES,
  ...SUBJECTS.flatMap((subject) =>
    subject.facts.provider.sandboxExamples.targets
      .filter(
        ({ channelType }) =>
          subject.facts.provider.capabilities['counters.change']?.[channelType] !== undefined,
      )
      .map((target) => ({
        title: `${subject.connection}, ${target.channelType} counters`,
        subject,
        target,
        resource: 'counters' as const,
      })),
  ),
];

/** Writes of all kinds. Each has its own keys, so the values in the end depend on that write alone. */
export function createWrites(place: Place, round: number, count: number): readonly Write[] {
  const factories = factoriesOf(place);
  return Array.from({ length: count }, (_, index) => {
    const create = factories[index % factories.length] ?? setOne;
    const name = `${place.subject.connection.slice(-3)}-${round}-${index}`;
    return { place, ...create(name) };
  });
}

/** Whether a key can have several values, so that a write may take several vendor calls for one key. */
export const isMultiValued = ({ subject, resource }: Place): boolean =>
  resource !== 'counters' && subject.facts.resources[resource].multiValued;

/** One for each kind of write. */
export function factoriesOf(place: Place): readonly WriteFactory[] {
  if (place.resource === 'counters') return COUNTER_WRITES;
  if (!isMultiValued(place)) return ENTRY_WRITES;
  // only messages have a route that changes single values
  const changes = place.resource === 'message' ? VALUE_CHANGES : [];
  return [...ENTRY_WRITES, ...VALUE_WRITES, ...changes];
}

/** The body that stores these entries at a place. */
export function bodyOfEntries(
  { resource }: Place,
  entries: readonly { readonly key: string; readonly values: readonly string[] }[],
): object {
  if (resource !== 'counters') return { entries };
  return {
    counters: entries.map(({ key, values: [value] }) => ({
      key,
      op: 'set',
      amount: Number(value),
    })),
  };
}

type WriteFactory = (name: string) => Omit<Write, 'place'>;

const threeKeys = (name: string) => [`${name}a`, `${name}b`, `${name}c`];

const setOne: WriteFactory = (name) => ({
  method: 'PUT',
  under: `/${name}`,
  body: { value: name },
  keys: [{ key: name, before: undefined, after: [name] }],
});

const setSeveral: WriteFactory = (name) => ({
  method: 'PATCH',
  under: '',
  body: { entries: threeKeys(name).map((key) => ({ key, value: name })) },
  keys: threeKeys(name).map((key) => ({ key, before: undefined, after: [name] })),
});

const overwrite: WriteFactory = (name) => ({
  method: 'PUT',
  under: `/${name}`,
  body: { value: 'new' },
  keys: [{ key: name, before: ['old'], after: ['new'] }],
});

const deleteSeveral: WriteFactory = (name) => ({
  method: 'DELETE',
  under: `?keys=${threeKeys(name).join(',')}`,
  keys: threeKeys(name).map((key) => ({ key, before: ['old'], after: undefined })),
});

const deleteOne: WriteFactory = (name) => ({
  method: 'DELETE',
  under: `/${name}`,
  keys: [{ key: name, before: ['old'], after: undefined }],
});

/** Each value moves, so it is removed before it is added again: a late removal takes it away. */
const reorder: WriteFactory = (name) => ({
  method: 'PUT',
  under: `/${name}`,
  body: { values: ['c', 'b'] },
  keys: [{ key: name, before: ['b', 'c'], after: ['c', 'b'] }],
});

/** Several keys, each with another order of writes. */
const replaceSeveral: WriteFactory = (name) => {
  const [moved = '', replaced = '', created = ''] = threeKeys(name);
  const keys = [
    { key: moved, before: ['a', 'b'], after: ['new', 'a'] },
    { key: replaced, before: ['old', 'older'], after: ['new', 'newer'] },
    { key: created, before: undefined, after: ['new'] },
  ];
  const entries = keys.map(({ key, after }) => ({ key, values: after }));
  return { method: 'PATCH', under: '', body: { entries }, keys };
};

const addValues: WriteFactory = (name) => ({
  method: 'POST',
  under: `/${name}/values`,
  body: { values: ['more'] },
  keys: [{ key: name, before: ['old'], after: ['old', 'more'] }],
});

const removeValues: WriteFactory = (name) => ({
  method: 'DELETE',
  under: `/${name}/values?values=old`,
  keys: [{ key: name, before: ['old', 'rest'], after: ['rest'] }],
});

const changeCounters =
  (
    ...ops: readonly (readonly ['set' | 'increase' | 'decrease', before: Values, after: string])[]
  ): WriteFactory =>
  (name) => {
    const keys = ops.map(([, before, after], index) => ({
      key: `${name}${String(index)}`,
      before,
      after: [after],
    }));
    const counters = ops.map(([op], index) => ({ key: keys[index]?.key, op, amount: AMOUNT }));
    return { method: 'PATCH', under: '', body: { counters }, keys };
  };
const AMOUNT = 7;

const deleteCounter: WriteFactory = (name) => ({
  method: 'DELETE',
  under: `/${name}`,
  keys: [{ key: name, before: ['5'], after: undefined }],
});

const ENTRY_WRITES = [setOne, setSeveral, overwrite, deleteSeveral, deleteOne];
const VALUE_WRITES = [reorder, replaceSeveral];
const VALUE_CHANGES = [addValues, removeValues];
const COUNTER_WRITES = [
  changeCounters(['set', ['5'], '7']),
  changeCounters(['increase', ['5'], '12']),
  changeCounters(['decrease', undefined, '-7']),
  changeCounters(['set', undefined, '7'], ['increase', ['5'], '12'], ['decrease', ['5'], '-2']),
  deleteCounter,
];
