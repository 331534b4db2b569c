import { Inject, Injectable } from '@nestjs/common';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import {
  isReadOperation,
  type Operation,
  type OperationName,
  type Operations as Calling,
} from '../../core/operation';
import type { Caller, GatewayRegistry } from '../../gateway';
import { responseOf, type ApiRequest } from '../http/api-request';
import { audited } from '../audit/audit';
import { clientOf } from '../auth/access';
import type { ChannelPath, MessagePath } from '../dto/paths';
import type { OperationQuery } from '../dto/queries';
import { endingOf, replay } from '../idempotency/stored-reply';
import { Idempotency } from '../idempotency/idempotency';
import { idempotencyKeyOf } from '../idempotency/idempotency-key';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { setEntityTag } from './entity-tags';
import { disconnectSignal } from '../http/client-disconnect';
import { OperationFactory } from './operation-factory';
import { parsePreferences } from '../http/prefer';
import type { Presenter } from './present-reply';
import { setQuotaHeaders } from '../http/quota-headers';

/** What a call says in its body or query, beside place, actor and preferences. */
type Said<N extends OperationName> = Omit<
  Calling[N],
  'target' | 'actorId' | 'options' | 'strict' | 'ifMatch'
> & { readonly options?: Readonly<Record<string, unknown>> | undefined };

/** From an HTTP request to an operation, and from its outcome to an HTTP answer. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly operations: OperationFactory,
    private readonly idempotency: Idempotency,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Carries an operation out, or explains it (`dryRun=true`).
   * @throws GatewayError as the gateway does; forbidden; invalid-request for unknown options
   */
  async perform<N extends OperationName>(
    request: ApiRequest,
    name: N,
    place: ChannelPath | MessagePath,
    { dryRun, subchannelId }: OperationQuery,
    said: Said<N>,
    present: Presenter,
  ): Promise<object | undefined> {
    const where = { place, subchannelId };
    const make = (): Operation => this.operations.create(request, name, where, said);
    if (dryRun === 'true') return this.explain(request, make());
    if (isReadOperation(name)) return this.carryOut(request, make(), present, false);
    const mutation = this.operations.describeMutation(request, name, where, said);
    return audited(request, mutation, () => this.change(request, make(), present));
  }

  private explain(request: ApiRequest, operation: Operation): object {
    responseOf(request).status(200).setHeader('X-Quota-Cost', '0');
    return this.gateways.get(operation.call.target.connection).gateway.explain(operation);
  }

  private async change(
    request: ApiRequest,
    operation: Operation,
    present: Presenter,
  ): Promise<object | undefined> {
    const carryOut = (again: boolean) => this.carryOut(request, operation, present, again);
    const key = idempotencyKeyOf(request);
    if (key === undefined) return carryOut(false);
    const { answer, isReplay } = await this.idempotency.once(request, key, (again) =>
      endingOf(request, operation, again, () => carryOut(again)),
    );
    return replay(responseOf(request), answer, isReplay);
  }

  private async carryOut(
    request: ApiRequest,
    operation: Operation,
    present: Presenter,
    again: boolean,
  ): Promise<object | undefined> {
    const { connection, gateway } = this.gateways.get(operation.call.target.connection);
    const response = responseOf(request);
    const caller = this.callerOf(request);
    const execution = again
      ? gateway.executeAgain(operation, caller)
      : gateway.execute(operation, caller);
    const outcome = await execution.catch((error: unknown) => {
      if (error instanceof GatewayError)
        setQuotaHeaders(response, error.details.usage ?? [], connection.limiter);
      throw error;
    });
    setQuotaHeaders(response, outcome.usage, connection.limiter);
    setEntityTag(response, operation, outcome.reply);
    return present(outcome.reply);
  }

  private callerOf(request: ApiRequest): Caller {
    const { name, weight } = clientOf(request);
    const { defaultWaitMs, maxWaitMs } = this.settings.current.limits;
    const { waitMs = defaultWaitMs } = parsePreferences(request.header('prefer'));
    return {
      client: name,
      weight,
      maxWaitMs: Math.min(waitMs, maxWaitMs),
      signal: disconnectSignal(request),
      span: request.span,
    };
  }
}
