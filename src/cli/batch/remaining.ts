import type { BatchOperation } from '../../client';

/**
 * What is left of a batch: what has not succeeded, and on the same target all that came after it. Carried
 * out alone, an earlier write would undo a later one; setting and deleting again does no harm.
 */
export function remaining(
  operations: readonly BatchOperation[],
  done: ReadonlySet<string>,
): BatchOperation[] {
  const open = new Set<string>();
  return operations.filter((operation) => {
    const target = targetOf(operation);
    if (done.has(operation.id) && !open.has(target)) return false;
    open.add(target);
    return true;
  });
}

const targetOf = (operation: BatchOperation): string => {
  const { connection, channelType, channelId, messageId, subchannelId } = operation;
  return JSON.stringify([connection, channelType, channelId, messageId, subchannelId]);
};
