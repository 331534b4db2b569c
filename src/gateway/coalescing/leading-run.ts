import type { Operation } from '../../core/operation';
import type { Adapter } from '../../core/provider';
import { mergeable, together } from './mergeable-call';
import { commonOf } from './merged-writes';

/** Reads that are asked for at the same time; equal ones share a vendor call. */
const READS = 100;

/**
 * How many of these operations on one target, from the first on, may go together: writes that have
 * everything in common but their keys, as many as one vendor call takes, or reads with no write between.
 */
export function leadingRun(
  merges: Adapter['mergeLimits'],
  operations: Iterable<Operation>,
): number {
  let count = 0;
  let joins: (operation: Operation) => boolean = () => true;
  for (const operation of operations) {
    if (!joins(operation)) break;
    if (count === 0) joins = isRead(operation) ? companyOfRead() : companyOf(merges, operation);
    count += 1;
  }
  return count;
}

export const isRead = ({ name }: Operation): boolean => name.endsWith('.get');

function companyOfRead(): (operation: Operation) => boolean {
  let count = 1;
  return (operation) => isRead(operation) && (count += 1) <= READS;
}

/** Says of one operation after the other whether it goes along. */
function companyOf(
  merges: Adapter['mergeLimits'],
  first: Operation,
): (operation: Operation) => boolean {
  let whole = mergeable(first);
  if (whole === undefined) return () => false;
  const limit = merges[first.name] ?? 0;
  const common = commonOf(first.name, whole);
  return (operation) => {
    const call = mergeable(operation);
    if (whole === undefined || call === undefined) return false;
    if (commonOf(operation.name, call) !== common) return false;
    whole = together(whole, call, limit);
    return whole !== undefined;
  };
}
