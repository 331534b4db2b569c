import type { Target } from '../../core/metadata';
import type { OperationName } from '../../core/operation';

/** A hostile body may name a hundred thousand; a line of the log does not. */
const MOST_KEYS = 1_000;

/** Whose mutation it is, of what, as far as it was said; never with a value. */
export interface Mutation extends Target {
  readonly operation: OperationName;
  readonly client: string;
  readonly actor?: string | undefined;
  /** `all`, or those named: a thousand at most, `keyCount` says how many they were. */
  readonly keys: readonly string[] | 'all';
  readonly keyCount?: number;
}

interface Keyed {
  readonly key: string;
}

/** Every form in which a mutation names its keys. */
export interface Naming {
  readonly keys?: readonly string[] | 'all' | undefined;
  readonly key?: string | undefined;
  readonly entries?: readonly Keyed[] | undefined;
  readonly changes?: readonly Keyed[] | undefined;
}

export function keysOf(said: Naming): Pick<Mutation, 'keys' | 'keyCount'> {
  if (said.keys === 'all') return { keys: 'all' };
  const named = said.entries ?? said.changes ?? [];
  const own = said.key === undefined ? named.map(({ key }) => key) : [said.key];
  const keys = said.keys ?? own;
  return { keys: keys.slice(0, MOST_KEYS), keyCount: keys.length };
}
