import type { Entry } from '../../core/metadata';

/** One write to the values of a message, and the keys that are as wanted once it is done. */
export interface Write {
  readonly mode: 'add' | 'remove';
  readonly items: readonly Entry[];
  readonly completes: readonly string[];
}

type Step = 'first' | 'remove' | 'last';

/** What one key takes: values to add first, values to remove, values to add last. */
interface Course extends Readonly<Record<Step, readonly string[]>> {
  readonly key: string;
  /** What is added first may as well be added last: some of the held values stay all along. */
  readonly mayWait: boolean;
}

/**
 * The fewest writes, at most three, after which each wanted key holds exactly its values in their
 * order. The vendor appends values that are not there and removes values that are ("Update extra data
 * in a message"). A key that has values never loses its last one on the way.
 */
export function difference(wanted: readonly Entry[], current: readonly Entry[]): Write[] {
  const held = new Map(current.map(({ key, values }) => [key, values]));
  const courses = wanted.flatMap((entry) => courseOf(entry, held.get(entry.key)) ?? []);
  const startsWithAdds = courses.some(({ first, mayWait }) => first.length > 0 && !mayWait);
  const endsWithAdds = courses.some(({ last }) => last.length > 0);
  const settled = endsWithAdds && !startsWithAdds ? courses.map(addLast) : courses;
  return (['first', 'remove', 'last'] as const)
    .map((step) => write(step, settled))
    .filter(({ items }) => items.length > 0);
}

/** Undefined where the key is as wanted already. */
function courseOf({ key, values }: Entry, held: readonly string[] | undefined): Course | undefined {
  if (held === undefined) return { key, first: values, remove: [], last: [], mayWait: true };
  const kept = keepable(values, held);
  const remove = [...new Set(held)].filter((value) => !kept.includes(value));
  const add = values.slice(kept.length);
  if (remove.length === 0 && add.length === 0) return undefined;
  const mayWait = remove.length === 0 || kept.length > 0;
  const moved = add.findIndex((value) => remove.includes(value));
  if (moved === -1) return { key, first: add, remove, last: [], mayWait };
  // a value that changes its place must go before it can come again
  const first = mayWait ? [] : add.slice(0, moved);
  return { key, first, remove, last: add.slice(first.length), mayWait };
}

/** The longest start of the wanted values that stands in this order, once each, in the held ones. */
function keepable(wanted: readonly string[], held: readonly string[]): string[] {
  const kept: string[] = [];
  let from = 0;
  for (const value of wanted) {
    const at = held.indexOf(value, from);
    if (at === -1 || held.indexOf(value) !== held.lastIndexOf(value)) break;
    kept.push(value);
    from = at + 1;
  }
  return kept;
}

const addLast = (course: Course): Course => ({
  ...course,
  first: [],
  last: [...course.first, ...course.last],
});

function write(step: Step, courses: readonly Course[]): Write {
  const taking = courses.filter((course) => course[step].length > 0);
  return {
    mode: step === 'remove' ? 'remove' : 'add',
    items: taking.map((course) => ({ key: course.key, values: course[step] })),
    completes: taking.filter((course) => isFinal(step, course)).map(({ key }) => key),
  };
}

function isFinal(step: Step, { remove, last }: Course): boolean {
  if (step === 'last') return true;
  return last.length === 0 && (step === 'remove' || remove.length === 0);
}
