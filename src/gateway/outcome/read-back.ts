import type { Entry } from '../../core/metadata';
import { replyOfSet, type Operation, type Reply } from '../../core/operation';
import type { Adapter } from '../../core/provider';
import { readOf, wholeReadOf } from '../conditional-plan';
import { OperationPlan } from '../operation-plan';

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
        confirm: ({ entries = [] }) => {
          const reply = replyOfSet(call, new Set(entries.map(({ key }) => key)));
          return reply.entries.every((wanted) => contains(entries, wanted)) ? reply : undefined;
        },
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
    case 'message.change-values':
      return {
        keys: [...call.add, ...call.remove].map(({ key }) => key),
        confirm: ({ entries = [] }) => {
          const valuesOf = (key: string) => entries.find((one) => one.key === key)?.values ?? [];
          const isDone =
            call.add.every(({ key, values }) =>
              values.every((one) => valuesOf(key).includes(one)),
            ) &&
            !call.remove.some(({ key, values }) =>
              values.some((one) => valuesOf(key).includes(one)),
            );
          const found = [...call.add, ...call.remove].map(({ key }) => ({
            key,
            values: valuesOf(key),
          }));
          return isDone ? { entries: found } : undefined;
        },
      };
    case 'counters.change':
      if (!isRepeatable({ name, call })) return undefined;
      return {
        keys: call.changes.map(({ key }) => key),
        confirm: ({ counters = [] }) => {
          const values = new Map(counters.map(({ key, value }) => [key, value]));
          const isLeftOut = (key: string) => call.upsert === false && !values.has(key);
          const skipped = call.changes.map(({ key }) => key).filter(isLeftOut);
          const written = call.changes.filter(({ key }) => !isLeftOut(key));
          return written.every(({ key, amount }) => values.get(key) === amount)
            ? {
                counters: written.map(({ key, amount }) => ({ key, value: amount })),
                ...(skipped.length > 0 && { skipped }),
              }
            : undefined;
        },
      };
    default:
      return undefined;
  }
}

function contains(entries: readonly Entry[], { key, values }: Entry): boolean {
  const found = entries.find((entry) => entry.key === key)?.values ?? [];
  return found.length === values.length && found.every((value, index) => value === values[index]);
}
