import { GatewayError } from '../core/gateway-error';
import type { Entry } from '../core/metadata';
import type { Operation, OperationName, ReadCall, Reply } from '../core/operation';
import type { Adapter, Provider } from '../core/provider';
import type { Plan, UpstreamRequest } from '../core/upstream';
import { entityTag } from './entity-tag';

/** A plan that is being carried out. Its next request may change until it is sealed. */
export interface RunningPlan {
  readonly operation: Operation;
  /** The request to send next; undefined once the plan has its reply. */
  readonly request: UpstreamRequest | undefined;
  /** @throws RangeError before the plan has ended */
  readonly reply: Reply;
  /** The next request is about to be sent and stays as it is. */
  seal(): void;
  /**
   * Continues with the success payload of the request.
   * @throws GatewayError upstream-malformed where the plan cannot read it, with `applied: unknown` after a write
   */
  answer(payload: unknown): void;
  /**
   * Continues after a failed request.
   * @throws the same error where the plan does not handle it
   */
  fail(error: unknown): void;
}

/** The vendor's plan for one operation, at its current step. */
export class OperationPlan implements RunningPlan {
  private readonly plan: Plan<Reply>;
  private step: IteratorResult<UpstreamRequest, Reply>;

  /** @throws GatewayError provider-limit, unsupported-by-provider or invalid-request, before any vendor call */
  constructor(
    adapter: Adapter,
    readonly operation: Operation,
  ) {
    this.plan = planFor(adapter, operation);
    this.step = this.plan.next();
  }

  get request(): UpstreamRequest | undefined {
    return this.step.done === true ? undefined : this.step.value;
  }

  get reply(): Reply {
    if (this.step.done !== true) throw new RangeError('The plan has not ended.');
    return this.step.value;
  }

  seal(): void {
    // The request of one operation never changes.
  }

  answer(payload: unknown): void {
    const effect = this.request?.effect;
    try {
      this.step = this.plan.next(payload);
    } catch (error) {
      // The vendor may not be the one that answered, so the payload proves nothing about a write.
      const isMalformed = error instanceof GatewayError && error.code === 'upstream-malformed';
      throw isMalformed && effect !== 'read' ? error.withDetails({ applied: 'unknown' }) : error;
    }
  }

  fail(error: unknown): void {
    this.step = this.plan.throw(error);
  }
}

type ReadPlan = (call: ReadCall) => Plan<Reply>;

function planFor({ plans }: Adapter, { name, call }: Operation): Plan<Reply> {
  const plan = plans[name] as (call: object) => Plan<Reply>;
  const read = plans[readOf(name)] as ReadPlan | undefined;
  if (call.ifMatch === undefined || read === undefined) return plan(call);
  return conditionalPlan(read, wholeReadOf(call), call.ifMatch, () => plan(call));
}

/**
 * Reads, compares the entity tag, and writes only where it matches. Needs the lock on the target.
 * @throws GatewayError precondition-failed
 */
function* conditionalPlan(
  read: ReadPlan,
  call: ReadCall,
  ifMatch: readonly string[],
  write: () => Plan<Reply>,
): Plan<Reply> {
  write().next(); // an invalid write is refused before the read draws tokens
  const tag = entityTag(yield* readAllPages(read, call));
  if (!ifMatch.includes('*') && !ifMatch.includes(tag))
    throw new GatewayError('precondition-failed', 'The entity tag of the metadata has changed.');
  return yield* write();
}

function* readAllPages(read: ReadPlan, call: ReadCall): Plan<readonly Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page: Reply = yield* read({ ...call, ...(cursor !== undefined && { cursor }) });
    entries.push(...(page.entries ?? []));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return entries;
}

/** The read that shows what a write of this name has changed. */
export function readOf(name: OperationName): 'message.get' | 'channel.get' | 'counters.get' {
  if (name.startsWith('counters.')) return 'counters.get';
  return name.startsWith('message.') ? 'message.get' : 'channel.get';
}

/** A read of all entries of the target of a call. */
export const wholeReadOf = ({ target, options, actorId }: Operation['call']): ReadCall => ({
  target,
  options,
  strict: false,
  actorId,
});

/**
 * @throws GatewayError unsupported-by-provider where the vendor lacks the operation; invalid-request for
 *   a subchannel outside a community channel
 */
export function checkCapability(provider: Provider, { name, call }: Operation): void {
  const { channelType, subchannelId } = call.target;
  if (subchannelId !== undefined && channelType !== 'community')
    throw new GatewayError('invalid-request', 'Only community channels have subchannels.', {
      errors: [{ pointer: 'query/subchannelId', reason: 'is allowed for community channels only' }],
    });
  if (provider.capabilities[name]?.[channelType] !== undefined) return;
  throw new GatewayError(
    'unsupported-by-provider',
    `${provider.title} does not support ${name} in ${channelType} channels.`,
    { upstream: { provider: provider.name } },
  );
}
