import type { Entry } from '../../core/metadata';

/** One write request to the values of a message. */
export interface ValueWrite {
  readonly mode: 'add' | 'remove';
  readonly items: readonly Entry[];
  /** Keys that hold exactly the wanted values once this write is carried out. */
  readonly completes: readonly string[];
}

/** The writes in their order: values are added, values are removed, values are added. */
const PHASES = ['addFirst', 'remove', 'addLast'] as const;
type Phase = (typeof PHASES)[number];

/** The values that each phase adds to one key or removes from it. */
interface KeyChange extends Readonly<Record<Phase, readonly string[]>> {
  readonly key: string;
  /** The values of `addFirst` may be added last instead: the key keeps a value throughout. */
  readonly mayAddLast: boolean;
}

/**
 * Computes the fewest writes, at most three, after which each wanted key holds exactly its values in
 * their order. The vendor appends values that a key does not have and removes values that it has
 * ("Update extra data in a message"). A key that has values has at least one value after every write.
 */
export function planValueWrites(wanted: readonly Entry[], current: readonly Entry[]): ValueWrite[] {
  const currentValues = new Map(current.map(({ key, values }) => [key, values]));
  const changes = wanted.flatMap((entry) => planKey(entry, currentValues.get(entry.key)) ?? []);
  const mustAddFirst = changes.some(
    ({ addFirst, mayAddLast }) => addFirst.length > 0 && !mayAddLast,
  );
  const mustAddLast = changes.some(({ addLast }) => addLast.length > 0);
  const merged = mustAddLast && !mustAddFirst ? changes.map(moveAddsToEnd) : changes;
  return PHASES.map((phase) => writeOf(phase, merged)).filter(({ items }) => items.length > 0);
}

/** @returns undefined if the key holds the wanted values already */
function planKey(
  { key, values }: Entry,
  current: readonly string[] | undefined,
): KeyChange | undefined {
  if (current === undefined)
    return { key, addFirst: values, remove: [], addLast: [], mayAddLast: true };
  const kept = findKeptValues(values, current);
  const remove = [...new Set(current)].filter((value) => !kept.includes(value));
  const add = values.slice(kept.length);
  if (remove.length === 0 && add.length === 0) return undefined;
  const mayAddLast = remove.length === 0 || kept.length > 0;
  const firstMoved = add.findIndex((value) => remove.includes(value));
  if (firstMoved === -1) return { key, addFirst: add, remove, addLast: [], mayAddLast };
  // a value that moves to another position has to be removed before it is added again
  const addFirst = mayAddLast ? [] : add.slice(0, firstMoved);
  return { key, addFirst, remove, addLast: add.slice(addFirst.length), mayAddLast };
}

/** The longest prefix of the wanted values that is in this order, each once, in the current values. */
function findKeptValues(wanted: readonly string[], current: readonly string[]): string[] {
  const kept: string[] = [];
  let from = 0;
  for (const value of wanted) {
    const at = current.indexOf(value, from);
    if (at === -1 || current.indexOf(value) !== current.lastIndexOf(value)) break;
    kept.push(value);
    from = at + 1;
  }
  return kept;
}

const moveAddsToEnd = (change: KeyChange): KeyChange => ({
  ...change,
  addFirst: [],
  addLast: [...change.addFirst, ...change.addLast],
});

function writeOf(phase: Phase, changes: readonly KeyChange[]): ValueWrite {
  const affected = changes.filter((change) => change[phase].length > 0);
  return {
    mode: phase === 'remove' ? 'remove' : 'add',
    items: affected.map((change) => ({ key: change.key, values: change[phase] })),
    completes: affected.filter((change) => isLastPhase(phase, change)).map(({ key }) => key),
  };
}

/** True if no later phase changes the key. */
function isLastPhase(phase: Phase, { remove, addLast }: KeyChange): boolean {
  if (phase === 'addLast') return true;
  return addLast.length === 0 && (phase === 'remove' || remove.length === 0);
}
