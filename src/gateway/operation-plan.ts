import { withChannel } from '../core/channel-quotas';
import { GatewayError } from '../core/gateway-error';
import type { Operation, Reply } from '../core/operation';
import type { Provider } from '../core/provider';
import type { Plan, UpstreamRequest } from '../core/upstream';
import { planFor, type Conditions } from './conditional-plan';
import type { ConnectedVendor } from './connection';

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

  /**
   * @param conditions whether they are checked, or presumed to be met, as in an explanation
   * @throws GatewayError provider-limit, unsupported-by-provider or invalid-request, before any vendor call
   */
  constructor(
    private readonly vendor: ConnectedVendor,
    readonly operation: Operation,
    conditions: Conditions = 'checked',
  ) {
    this.plan = planFor(vendor, operation, conditions);
    this.step = this.prepared(this.plan.next());
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
      this.step = this.prepared(this.plan.next(payload));
    } catch (error) {
      // The vendor may not be the one that answered, so the payload proves nothing about a write.
      const isMalformed = error instanceof GatewayError && error.code === 'upstream-malformed';
      throw isMalformed && effect !== 'read' ? error.withDetails({ applied: 'unknown' }) : error;
    }
  }

  fail(error: unknown): void {
    this.step = this.prepared(this.plan.throw(error));
  }

  /** The step with the channel of the operation in the draws on quotas per channel. */
  private prepared(
    step: IteratorResult<UpstreamRequest, Reply>,
  ): IteratorResult<UpstreamRequest, Reply> {
    if (step.done === true) return step;
    const { channelId } = this.operation.call.target;
    return { value: withChannel(step.value, this.vendor.adapter.quotas, channelId) };
  }
}

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
