import type { Entry } from '../../core/metadata';
import type { Operation, ReadCall, Reply } from '../../core/operation';
import type { Adapter } from '../../core/provider';
import type { Plan } from '../../core/upstream';
import type { ReadPlan } from '../conditional-plan';
import { readCallOf, readOf } from '../plan-of';

/** How to find out whether a write of unknown outcome was applied. */
export interface ReadBack {
  readonly plan: Plan<Reply>;
  /** The reply of the write, if what was read shows that it is done. */
  readonly confirm: (found: Reply) => Reply | undefined;
}

/**
 * A read that tells whether a write is done. None where a read cannot tell: an increase, or a delete of
 * everything that others may have added to since.
 */
export function readBackOf({ plans }: Adapter, operation: Operation): ReadBack | undefined {
  const check = checkOf(operation);
  if (check === undefined) return undefined;
  const { keys, confirm } = check;
  const call: ReadCall = { ...readCallOf(operation.call), keys };
  const name = operation.name.startsWith('counters.') ? 'counters.get' : readOf(operation.name);
  const read = plans[name] as ReadPlan | undefined;
  return read === undefined ? undefined : { plan: read(call), confirm };
}

/** Whether doing it twice ends as doing it once. */
export const isRepeatable = ({ name, call }: Operation): boolean =>
  name !== 'counters.change' || call.changes.every(({ op }) => op === 'set');

interface Check {
  readonly keys: readonly string[];
  readonly confirm: (found: Reply) => Reply | undefined;
}

function checkOf({ name, call }: Operation): Check | undefined {
  switch (name) {
    case 'message.set':
    case 'channel.set':
      return {
        keys: call.entries.map(({ key }) => key),
        confirm: ({ entries = [] }) =>
          call.entries.every((wanted) => holds(entries, wanted))
            ? { entries: call.entries }
            : undefined,
      };
    case 'message.delete':
    case 'channel.delete':
    case 'counters.delete':
      if (call.keys === 'all') return undefined;
      return {
        keys: call.keys,
        confirm: ({ entries = [], counters = [] }) =>
          entries.length + counters.length === 0 ? {} : undefined,
      };
    case 'message.add-values':
    case 'message.remove-values':
      return {
        keys: [call.key],
        confirm: ({ entries: [held = { key: call.key, values: [] }] = [] }) => {
          const isThere = (value: string) =>
            held.values.includes(value) === (name === 'message.add-values');
          return call.values.every(isThere) ? { entries: [held] } : undefined;
        },
      };
    case 'counters.change':
      if (!isRepeatable({ name, call })) return undefined;
      return {
        keys: call.changes.map(({ key }) => key),
        confirm: ({ counters = [] }) =>
          call.changes.every(({ key, amount }) =>
            counters.some((counter) => counter.key === key && counter.value === amount),
          )
            ? { counters: call.changes.map(({ key, amount }) => ({ key, value: amount })) }
            : undefined,
      };
    default:
      return undefined;
  }
}

function holds(entries: readonly Entry[], { key, values }: Entry): boolean {
  const held = entries.find((entry) => entry.key === key)?.values ?? [];
  return held.length === values.length && held.every((value, index) => value === values[index]);
}
