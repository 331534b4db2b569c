import type { Operation, Reply } from '../../core/operation';

/**
 * The reply of a write that can succeed with this one only, so that no record repeats the values of its
 * request.
 * @returns undefined for a write whose reply the vendor decides
 */
export function determinedReply({ name, call }: Operation): Reply | undefined {
  if (name.endsWith('.delete')) return {};
  return 'entries' in call && call.upsert !== false ? { entries: call.entries } : undefined;
}
