import type { Entry } from '../../core/metadata';
import type { Operation, Reply } from '../../core/operation';
import type { Adapter } from '../../core/provider';
import { OperationPlan, readOf, wholeReadOf } from '../operation-plan';

/** A read that can prove that a write was applied. */
export interface ReadBack {
  readonly plan: OperationPlan;
  /** The reply of the write where the entries or counters read prove it; undefined where they do not. */
  readonly confirm: (found: Reply) => Reply | undefined;
}

/**
 * The read-back of a write. Undefined where no read can prove anything: for an increase, or for a delete of
 * all entries, to which others may have added since.
 */
export function readBackOf(adapter: Adapter, operation: Operation): ReadBack | undefined {
  const proof = proofOf(operation);
  const name = readOf(operation.name);
  if (proof === undefined || adapter.plans[name] === undefined) return undefined;
  const call = { ...wholeReadOf(operation.call), keys: proof.keys };
  return { plan: new OperationPlan(adapter, { name, call }), confirm: proof.confirm };
}

/** Whether carrying out the operation twice ends as carrying it out once. */
export const isRepeatable = ({ name, call }: Operation): boolean =>
  name !== 'counters.change' || call.changes.every(({ op }) => op === 'set');

interface Proof extends Pick<ReadBack, 'confirm'> {
  readonly keys: readonly string[];
}

function proofOf({ name, call }: Operation): Proof | undefined {
  switch (name) {
    case 'message.set':
    case 'channel.set':
      return {
        keys: call.entries.map(({ key }) => key),
        confirm: ({ entries = [] }) =>
          call.entries.every((wanted) => contains(entries, wanted))
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
        confirm: ({ entries: [found = { key: call.key, values: [] }] = [] }) => {
          const isExpected = (value: string) =>
            found.values.includes(value) === (name === 'message.add-values');
          return call.values.every(isExpected) ? { entries: [found] } : undefined;
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

function contains(entries: readonly Entry[], { key, values }: Entry): boolean {
  const found = entries.find((entry) => entry.key === key)?.values ?? [];
  return found.length === values.length && found.every((value, index) => value === values[index]);
}
