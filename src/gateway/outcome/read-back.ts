import type { Entry } from '../../core/metadata';
import { replyOfSet, type Operation, type Reply } from '../../core/operation';
import { readOf, wholeReadOf } from '../conditional-plan';
import type { ConnectedVendor } from '../connection';
import { OperationPlan } from '../operation-plan';

/** A read that can prove that a write was applied. */
export interface ReadBack {
  readonly plan: OperationPlan;
  /** The reply of the write where the values read are those that it asks for; otherwise undefined. */
  readonly confirm: (found: Reply) => Reply | undefined;
}

/**
 * The read-back of a write. Undefined where no read can prove anything, as for an increase.
 */
export function readBackOf(vendor: ConnectedVendor, operation: Operation): ReadBack | undefined {
  const proof = proofOf(operation);
  const plan = proof && presentReadOf(vendor, operation, proof.keys);
  return plan && { plan, confirm: proof.confirm };
}

/** A read of the target of an operation: of these keys, or of all. Undefined where the vendor has none. */
export function presentReadOf(
  vendor: ConnectedVendor,
  { name, call }: Operation,
  keys: readonly string[] | undefined,
): OperationPlan | undefined {
  const read = readOf(name);
  if (vendor.adapter.plans[read] === undefined) return undefined;
  const readCall = { ...wholeReadOf(call), ...(keys !== undefined && { keys }) };
  return new OperationPlan(vendor, { name: read, call: readCall });
}

/** Whether carrying out the operation twice ends as carrying it out once. */
export const isRepeatable = ({ name, call }: Operation): boolean =>
  name !== 'counters.change' || call.changes.every(({ op }) => op === 'set');

interface Proof extends Pick<ReadBack, 'confirm'> {
  /** The keys to read; absent: all. */
  readonly keys?: readonly string[];
}

function proofOf({ name, call }: Operation): Proof | undefined {
  switch (name) {
    case 'message.set':
    case 'channel.set':
      return {
        keys: [...call.entries.map(({ key }) => key), ...(call.deletes ?? [])],
        confirm: ({ entries = [] }) => {
          const reply = replyOfSet(call, new Set(entries.map(({ key }) => key)));
          const isDone =
            reply.entries.every((wanted) => contains(entries, wanted)) &&
            !entries.some(({ key }) => call.deletes?.includes(key));
          return isDone ? reply : undefined;
        },
      };
    case 'message.delete':
    case 'channel.delete':
    case 'counters.delete':
      return {
        ...(call.keys !== 'all' && { keys: call.keys }),
        confirm: ({ entries = [], counters = [], nextCursor }) =>
          entries.length + counters.length === 0 && nextCursor === undefined ? {} : undefined,
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
