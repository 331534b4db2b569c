import type { Answer } from '../../support/gateway/call';
import type { Site } from '../../conformance/subjects';

/** Values under a key, or nothing. */
export type Holding = readonly string[] | undefined;

/** One write, and what each of its keys holds if it was not, and if it was, carried out. */
export interface Write {
  readonly site: Site;
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly under: string;
  readonly body?: object;
  readonly keys: readonly {
    readonly key: string;
    readonly before: Holding;
    readonly after: Holding;
  }[];
}

/** Keys that no other write touches, so that what is there in the end is its doing alone. */
export function writesAt(site: Site, round: number, count: number): readonly Write[] {
  const { multiValued } = site.subject.facts.resources[site.resource];
  const kinds = multiValued ? [...KINDS, ...OF_VALUES] : KINDS;
  return Array.from({ length: count }, (_, index) => {
    const make = kinds[index % kinds.length] ?? setOne;
    return make(site, `${site.subject.connection.slice(-3)}-${round}-${index}`);
  });
}

type Make = (site: Site, name: string) => Write;

const setOne: Make = (site, name) => ({
  ...{ site, method: 'PUT', under: `/${name}`, body: { value: name } },
  keys: [{ key: name, before: undefined, after: [name] }],
});

const several = (name: string) => [`${name}a`, `${name}b`, `${name}c`];

const setSeveral: Make = (site, name) => ({
  ...{ site, method: 'PATCH', under: '' },
  body: { entries: several(name).map((key) => ({ key, value: name })) },
  keys: several(name).map((key) => ({ key, before: undefined, after: [name] })),
});

const change: Make = (site, name) => ({
  ...{ site, method: 'PUT', under: `/${name}`, body: { value: 'new' } },
  keys: [{ key: name, before: ['old'], after: ['new'] }],
});

const remove: Make = (site, name) => ({
  ...{ site, method: 'DELETE', under: `?keys=${several(name).join(',')}` },
  keys: several(name).map((key) => ({ key, before: ['old'], after: undefined })),
});

const addValues: Make = (site, name) => ({
  ...{ site, method: 'POST', under: `/${name}/values`, body: { values: ['more'] } },
  keys: [{ key: name, before: ['old'], after: ['old', 'more'] }],
});

const removeValues: Make = (site, name) => ({
  ...{ site, method: 'DELETE', under: `/${name}/values?values=old` },
  keys: [{ key: name, before: ['old', 'rest'], after: ['rest'] }],
});

const KINDS = [setOne, setSeveral, change, remove];
const OF_VALUES = [addValues, removeValues];

/** What a caller takes an answer to mean, for one key. */
type Meaning = 'done' | 'not done' | 'anything';

function meaningOf(answer: Answer, key: string, multiValued: boolean): Meaning | 'nothing said' {
  if (answer.status < 300) return 'done';
  const { applied } = answer.body as { readonly applied?: string | { readonly keys: string[] } };
  // several values may be half-way there
  const elsewhere = multiValued ? 'anything' : 'not done';
  if (typeof applied === 'object') return applied.keys.includes(key) ? 'done' : elsewhere;
  if (applied === 'yes') return 'done';
  if (applied === 'no') return 'not done';
  return applied === 'unknown' ? 'anything' : 'nothing said';
}

/** In words, what is not as the answer says. */
export function liesOf(write: Write, answer: Answer, held: (key: string) => Holding): string[] {
  const { multiValued } = write.site.subject.facts.resources[write.site.resource];
  return write.keys.flatMap(({ key, before, after }) => {
    const meaning = meaningOf(answer, key, multiValued);
    const found = held(key);
    const isTrue =
      (meaning === 'done' && same(found, after)) ||
      (meaning === 'not done' && same(found, before)) ||
      meaning === 'anything';
    return isTrue
      ? []
      : [
          `${write.site.title}: ${write.method} ${write.under} was answered ${answer.status} ${answer.text}, and ${key} holds ${String(found)}`,
        ];
  });
}

const same = (one: Holding, other: Holding): boolean => one?.join() === other?.join();
