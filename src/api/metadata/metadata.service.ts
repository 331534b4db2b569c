import { Inject, Injectable } from '@nestjs/common';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import { isReadOperation, type Operation, type OperationName } from '../../core/operation';
import type { Caller, GatewayRegistry } from '../../gateway';
import { auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import { clientOf, quotaClientOf } from '../auth/access';
import type { ChannelPath, MessagePath } from '../dto/paths';
import type { OperationQuery } from '../dto/queries';
import { headerOf, responseOf, type ApiRequest } from '../http/api-request';
import { disconnectSignal } from '../http/client-disconnect';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { parseCacheControl } from '../http/cache-control';
import { parseUrgency, SINGLE_CALL_URGENCY } from '../http/priority';
import { waitMsOf } from '../http/wait-ms';
import { toGatewayError } from '../http/problems/to-gateway-error';
import { setQuotaHeaders } from '../http/quota-headers';
import { failureOutcome, type Claim, type ClaimOutcome } from '../idempotency/claim';
import { determinedReply } from '../idempotency/determined-reply';
import { Idempotency } from '../idempotency/idempotency';
import { fingerprintRequest, readIdempotencyKey } from '../idempotency/idempotency-key';
import {
  markReplayed,
  presentStoredReply,
  replyFromBody,
  replyFromError,
} from '../idempotency/stored-reply';
import type { RouteCall } from './metadata-route';
import { OperationFactory, targetOf, type Payload } from './operation-factory';
import { setEntityTag, type Presenter } from './present-reply';

/** A response body; `undefined`: the response has none. */
type Body = object | undefined;

/** HTTP request → operation → gateway → HTTP response. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly operations: OperationFactory,
    private readonly idempotency: Idempotency,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Carries out the operation of a route, or explains it (`dryRun=true`). Sets the status and the headers
   * of the response.
   * @returns the body of the response
   * @throws GatewayError as the gateway and `OperationFactory.create` do
   */
  async perform(
    { request, operation: name }: RouteCall,
    path: ChannelPath | MessagePath,
    { dryRun, subchannelId }: OperationQuery,
    payload: Payload,
    present: Presenter,
  ): Promise<Body> {
    const target = targetOf(path, subchannelId);
    const { connection, channelType } = target;
    if (this.gateways.has(connection)) request.operation = { name, connection, channelType };
    const isDryRun = dryRun === 'true';
    if (!isDryRun && !isReadOperation(name))
      return await this.write({ request, operation: name }, target, payload, present);
    const operation = this.operations.create(request, name, target, payload);
    return isDryRun
      ? await this.explain(request, operation)
      : await this.execute(request, operation, present, false);
  }

  /** @throws GatewayError also for a header that concerns only a call that is carried out */
  private async explain(request: ApiRequest, operation: Operation): Promise<object> {
    if (isReadOperation(operation.name)) parseCacheControl(headerOf(request, 'cache-control'));
    else readIdempotencyKey(request);
    const { connection, gateway } = this.gateways.get(operation.call.target.connection);
    await connection.limiter.refresh();
    responseOf(request).status(200).setHeader('X-Quota-Cost', '0');
    return gateway.explain(operation, clientOf(request).name);
  }

  /** Writes one audit line, also for a write that is refused. */
  private async write(
    { request, operation: name }: RouteCall,
    target: Target,
    payload: Payload,
    present: Presenter,
  ): Promise<Body> {
    const mutation = this.operations.describeMutation(request, name, target, payload);
    try {
      const operation = this.createWrite(request, name, target, payload);
      const { body, isReplay } = await this.writeOnce(request, operation, present);
      if (isReplay) auditReplay(request, mutation);
      else auditSuccess(request, mutation);
      return body;
    } catch (error) {
      auditFailure(request, mutation, error);
      throw error;
    }
  }

  /** @throws GatewayError, also for an unexpected error: nothing is sent yet, so nothing is applied */
  private createWrite(
    request: ApiRequest,
    name: OperationName,
    target: Target,
    payload: Payload,
  ): Operation {
    try {
      return this.operations.create(request, name, target, payload);
    } catch (error) {
      throw toGatewayError(error);
    }
  }

  /** Carries a write out, or replays the reply that is stored under its idempotency key. */
  private async writeOnce(
    request: ApiRequest,
    operation: Operation,
    present: Presenter,
  ): Promise<{ readonly body: Body; readonly isReplay: boolean }> {
    const key = readIdempotencyKey(request);
    if (key === undefined)
      return { body: await this.execute(request, operation, present, false), isReplay: false };
    const response = responseOf(request);
    const found = await this.idempotency.claim(
      [clientOf(request).name, key],
      fingerprintRequest(request),
    );
    if ('reply' in found) {
      markReplayed(response);
      const determined = determinedReply(operation);
      const body = presentStoredReply(response, found.reply, determined && present(determined));
      return { body, isReplay: true };
    }
    const body = await this.writeClaimed(request, operation, present, found.claim);
    return { body, isReplay: false };
  }

  /**
   * Carries a write out and settles its claim.
   * @throws the failure; a final one is stored too
   */
  private async writeClaimed(
    request: ApiRequest,
    operation: Operation,
    present: Presenter,
    claim: Claim,
  ): Promise<Body> {
    let outcome: ClaimOutcome = 'unknown';
    try {
      const body = await this.execute(request, operation, present, claim.isOutcomeUnknown);
      outcome = { reply: replyFromBody(body, determinedReply(operation) !== undefined) };
      return body;
    } catch (error) {
      const left = failureOutcome(error, operation, claim.isOutcomeUnknown);
      outcome = left === 'final' ? { reply: replyFromError(request, toGatewayError(error)) } : left;
      throw error;
    } finally {
      await claim.settle(outcome);
    }
  }

  /** @param isOutcomeUnknown whether an earlier attempt has an unknown outcome */
  private async execute(
    request: ApiRequest,
    operation: Operation,
    present: Presenter,
    isOutcomeUnknown: boolean,
  ): Promise<Body> {
    const { connection, gateway } = this.gateways.get(operation.call.target.connection);
    const response = responseOf(request);
    const caller = this.callerOf(request, operation);
    const execution = isOutcomeUnknown
      ? gateway.executeAgain(operation, caller)
      : gateway.execute(operation, caller);
    const { reply, usage, ageMs } = await execution.catch((error: unknown) => {
      if (error instanceof GatewayError)
        setQuotaHeaders(response, error.details.usage ?? [], connection.limiter);
      throw error;
    });
    setQuotaHeaders(response, usage, connection.limiter);
    setEntityTag(response, operation, reply);
    if (ageMs !== undefined) response.setHeader('Age', Math.floor(ageMs / 1_000));
    return present(reply);
  }

  /** @throws GatewayError invalid-request for a read with a malformed `Cache-Control` */
  private callerOf(request: ApiRequest, { name: operation }: Operation): Caller {
    return {
      ...quotaClientOf(request),
      urgency: parseUrgency(headerOf(request, 'priority'), SINGLE_CALL_URGENCY),
      maxWaitMs: waitMsOf(request, this.settings.current.limits),
      signal: disconnectSignal(request),
      span: request.span,
      ...(isReadOperation(operation) && parseCacheControl(headerOf(request, 'cache-control'))),
      vendorRequestIds: (request.vendorRequestIds ??= []),
    };
  }
}
