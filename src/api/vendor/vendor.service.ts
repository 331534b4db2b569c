import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import { countsBody, isSafe } from '../../core/vendor-route';
import type { Caller, RegisteredConnection, VendorRequest } from '../../gateway';
import { GatewayRegistry } from '../../gateway';
import { auditCallerGone, auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import { checkAccess, clientOf, quotaClientOf } from '../auth/access';
import { headerOf, responseOf, type ApiRequest } from '../http/api-request';
import { disconnectSignal } from '../http/client-disconnect';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { parsePreferences } from '../http/prefer';
import { parseUrgency, SINGLE_CALL_URGENCY } from '../http/priority';
import { setQuotaHeaders } from '../http/quota-headers';
import { setRetryAfter } from '../http/retry-after';
import { waitMsOf } from '../http/wait-ms';
import type { ClaimOutcome } from '../idempotency/claim';
import { Idempotency } from '../idempotency/idempotency';
import { fingerprintRequest, readIdempotencyKey } from '../idempotency/idempotency-key';
import { markReplayed } from '../idempotency/stored-reply';
import { readWhole, type VendorBody } from '../pipeline/read-vendor-body';
import {
  isFinal,
  isUndone,
  replyOf,
  retryAfterMsOf,
  sendReply,
  storedReplyOf,
  vendorReplyOf,
  type VendorReply,
} from './vendor-reply';
import { addressOf, bodyFault, type VendorCall } from './vendor-request';

/** HTTP request → listed route → the vendor's reply as it is. */
@Injectable()
export class VendorService {
  constructor(
    private readonly idempotency: Idempotency,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Sends a client's own request, and replies with the vendor's reply.
   * @throws GatewayError forbidden, connection-not-found, route-not-found, and those of `PassThrough.send`
   */
  async forward(request: ApiRequest, response: Response, connection: string): Promise<void> {
    checkAccess(request, connection, 'vendor');
    const registered = this.gateways.get(connection);
    const call = await this.read(request, connection, registered);
    if (call.isDryRun) {
      await registered.connection.limiter.refresh();
      response
        .status(200)
        .json(registered.passThrough.explain(call.request, clientOf(request).name));
      return;
    }
    const { method, path } = call.request.route;
    const action = {
      operation: 'vendor.call',
      client: clientOf(request).name,
      connection,
      route: `${method} ${path}`,
    } as const;
    try {
      const { reply, isReplay } = await this.sendOnce(request, call, registered);
      if (isReplay) auditReplay(request, action);
      else if (!isSafe(method)) auditVendorReply(request, action, reply.status);
      await sendReply(response, reply);
    } catch (error) {
      const signal = disconnectSignal(request);
      if (signal.aborted) auditCallerGone(request, action, error);
      else if (!isSafe(method)) auditFailure(request, action, error);
      signal.throwIfAborted();
      throw error;
    }
  }

  /** @throws GatewayError route-not-found, invalid-request, payload-too-large */
  private async read(
    request: ApiRequest,
    connection: string,
    registered: RegisteredConnection,
  ): Promise<VendorCall> {
    const addressed = addressOf(request, registered);
    const { route } = addressed;
    request.vendorCall = { connection, route: `${route.method} ${route.path}` };
    const isDryRun = parsePreferences(headerOf(request, 'prefer')).dryRun;
    const idempotencyKey = readIdempotencyKey(request);
    const key = isSafe(route.method) ? undefined : idempotencyKey;
    const begun = request.body as VendorBody;
    const isWhole = isDryRun || key !== undefined || isSafe(route.method) || countsBody(route);
    const { bodyLimit } = this.settings.current.server;
    const body = isWhole ? await readWhole(begun, bodyLimit) : begun;
    request.body = body; // of the fingerprint
    return {
      request: { ...addressed, ...(body !== undefined && { body }) },
      isDryRun,
      ...(key !== undefined && { key }),
    };
  }

  /** Sends a request, or replays the reply that is stored under its idempotency key. */
  private async sendOnce(
    request: ApiRequest,
    { request: vendorRequest, key }: VendorCall,
    registered: RegisteredConnection,
  ): Promise<{ readonly reply: VendorReply; readonly isReplay: boolean }> {
    if (key === undefined)
      return { reply: await this.send(request, vendorRequest, registered), isReplay: false };
    const found = await this.idempotency.claim(
      [clientOf(request).name, key],
      fingerprintRequest(request),
    );
    if ('reply' in found) {
      markReplayed(responseOf(request));
      return { reply: replyOf(found.reply), isReplay: true };
    }
    let outcome: ClaimOutcome = 'unknown';
    try {
      if (found.claim.isOutcomeUnknown) throw unknownOutcome();
      const reply = await this.sendWhole(request, vendorRequest, registered);
      if (isFinal(reply)) outcome = { reply: storedReplyOf(request, reply) };
      else outcome = isUndone(reply) ? 'nothing-done' : 'unknown';
      return { reply, isReplay: false };
    } catch (error) {
      const { applied = 'no' } = error instanceof GatewayError ? error.details : {};
      outcome = found.claim.isOutcomeUnknown || applied !== 'no' ? 'unknown' : 'nothing-done';
      throw error;
    } finally {
      await found.claim.settle(outcome);
    }
  }

  private async send(
    request: ApiRequest,
    vendorRequest: VendorRequest,
    registered: RegisteredConnection,
    how: 'whole' | 'streamed' = 'streamed',
  ): Promise<VendorReply> {
    const { connection, passThrough } = registered;
    const response = responseOf(request);
    try {
      const caller = this.callerOf(request);
      const outcome = await passThrough.send(vendorRequest, caller, how);
      setQuotaHeaders(response, outcome.usage, connection.limiter);
      const retryAfterMs = retryAfterMsOf(outcome, connection.limiter);
      if (retryAfterMs !== undefined) setRetryAfter(response, retryAfterMs);
      return vendorReplyOf(outcome);
    } catch (error) {
      if (error instanceof GatewayError)
        setQuotaHeaders(response, error.details.usage ?? [], connection.limiter);
      throw bodyFault(vendorRequest, error) ?? error;
    }
  }

  /** The reply to be stored is read whole, also when the caller has disconnected meanwhile. */
  private async sendWhole(
    ...call: readonly [ApiRequest, VendorRequest, RegisteredConnection]
  ): Promise<VendorReply<Buffer>> {
    const reply = await this.send(...call, 'whole');
    const body = await readWhole(
      Buffer.isBuffer(reply.body) ? reply.body : { stream: reply.body },
      Infinity,
    );
    return { ...reply, body: body ?? Buffer.alloc(0) };
  }

  private callerOf(request: ApiRequest): Caller {
    return {
      ...quotaClientOf(request),
      urgency: parseUrgency(headerOf(request, 'priority'), SINGLE_CALL_URGENCY),
      maxWaitMs: waitMsOf(request, this.settings.current.limits),
      signal: disconnectSignal(request),
      span: request.span,
      vendorRequestIds: (request.vendorRequestIds ??= []),
    };
  }
}

function auditVendorReply(
  request: ApiRequest,
  action: Parameters<typeof auditSuccess>[1],
  status: number,
): void {
  if (status < 400) auditSuccess(request, action);
  else
    auditFailure(
      request,
      action,
      new GatewayError(status === 429 ? 'upstream-throttled' : 'upstream-refused', '', {
        applied: status < 500 ? 'no' : 'unknown',
      }),
    );
}

const unknownOutcome = () =>
  new GatewayError(
    'upstream-timeout',
    'It is unknown whether the first request with this key was carried out. It is not sent again.',
    { applied: 'unknown' },
  );
