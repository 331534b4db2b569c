import type { Operation, OperationName, ReadCall, Reply } from '../core/operation';
import type { Adapter } from '../core/provider';
import type { Plan } from '../core/upstream';
import { conditionalPlan, type ReadPlan } from './conditional-plan';

/** The read that belongs to a write on metadata. */
export const readOf = (name: OperationName): 'message.get' | 'channel.get' =>
  name.startsWith('message.') ? 'message.get' : 'channel.get';

/** The vendor's plan for an operation that it is known to have. */
export function planOf({ plans }: Adapter, { name, call }: Operation): Plan<Reply> {
  const plan = plans[name] as (call: object) => Plan<Reply>;
  const read = plans[readOf(name)] as ReadPlan | undefined;
  if (call.ifMatch === undefined || read === undefined) return plan(call);
  return conditionalPlan(read, readCallOf(call), call.ifMatch, () => plan(call));
}

/** A read of everything in the place of another call. */
export const readCallOf = ({ target, options, actorId }: Operation['call']): ReadCall => ({
  target,
  options,
  strict: false,
  actorId,
});
