import { GatewayError } from '../core/gateway-error';
import type { Entry } from '../core/metadata';
import type { ReadCall, Reply } from '../core/operation';
import type { Plan } from '../core/upstream';
import { entityTag } from './entity-tag';

export type ReadPlan = (call: ReadCall) => Plan<Reply>;

/** All entries of a target, whatever number of pages that takes. */
export function* everyEntry(read: ReadPlan, call: ReadCall): Plan<readonly Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page: Reply = yield* read({ ...call, ...(cursor !== undefined && { cursor }) });
    entries.push(...(page.entries ?? []));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return entries;
}

/**
 * Reads, compares, and writes only if nothing has changed. Holds only under the target's lock.
 * @throws GatewayError precondition-failed
 */
export function* conditionalPlan(
  read: ReadPlan,
  call: ReadCall,
  ifMatch: readonly string[],
  write: () => Plan<Reply>,
): Plan<Reply> {
  const first = write();
  first.next(); // what is wrong with the write is told before anything is spent
  const tag = entityTag(yield* everyEntry(read, call));
  if (!ifMatch.includes('*') && !ifMatch.includes(tag))
    throw new GatewayError(
      'precondition-failed',
      'The metadata has another entity tag by now.',
      {},
    );
  return yield* write();
}
