import type { BatchOperation } from '../../../client';

/**
 * The operations that a next run carries out: those that have not succeeded, and all later ones on the same
 * targets. Without the later ones, a repeated write would undo them; repeating a `set` or `delete` is safe.
 */
export function remainingOperations(
  operations: readonly BatchOperation[],
  done: ReadonlySet<string>,
): BatchOperation[] {
  const unfinishedTargets = new Set<string>();
  return operations.filter((operation) => {
    const target = targetOf(operation);
    if (done.has(operation.id) && !unfinishedTargets.has(target)) return false;
    unfinishedTargets.add(target);
    return true;
  });
}

const targetOf = (operation: BatchOperation): string => {
  const { connection, channelType, channelId, messageId, subchannelId } = operation;
  return JSON.stringify([connection, channelType, channelId, messageId, subchannelId]);
};
