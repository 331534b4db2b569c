import type { FieldError } from '../../core/gateway-error';
import type { BatchOperation } from './batch-requests';

/** What each verb says beside its place. */
const SAYS = {
  get: { needs: [], takes: ['keys'] },
  set: { needs: ['entries'], takes: ['entries', 'options'] },
  delete: { needs: ['keys'], takes: ['keys', 'options'] },
} as const;
const PARTS = ['entries', 'keys', 'options'] as const;

/** Segments that no URL carries are no ids here either. */
const UNSAFE: ReadonlySet<string> = new Set(['.', '..']);
const IDS = ['channelId', 'messageId'] as const;

/** What the shape of an operation does not say: which parts go with its verb, and which ids are none. */
export function faultsOf(operation: BatchOperation): FieldError[] {
  const needs: readonly string[] = SAYS[operation.verb].needs;
  const takes: readonly string[] = SAYS[operation.verb].takes;
  const parts = PARTS.flatMap((part) => {
    const pointer = `/${part}`;
    const isThere = operation[part] !== undefined;
    if (!isThere && needs.includes(part)) return [{ pointer, reason: 'is missing' }];
    if (isThere && !takes.includes(part))
      return [{ pointer, reason: `does not go with ${operation.verb}` }];
    return [];
  });
  const ids = IDS.filter((id) => UNSAFE.has(operation[id] ?? '')).map((id) => ({
    pointer: `/${id}`,
    reason: 'must not be "." or ".."',
  }));
  return [...parts, ...ids];
}
