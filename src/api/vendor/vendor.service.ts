import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import { findVendorRoute } from '../../core/vendor-route';
import type {
  Caller,
  PassThrough,
  PassThroughOutcome,
  RegisteredConnection,
  VendorRequest,
} from '../../gateway';
import { GatewayRegistry } from '../../gateway';
import { auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import { checkAccess, clientOf } from '../auth/access';
import { responseOf, type ApiRequest } from '../http/api-request';
import { disconnectSignal } from '../http/client-disconnect';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { parsePreferences } from '../http/prefer';
import { refuseFaults } from '../http/problems/invalid-request';
import { setQuotaHeaders } from '../http/quota-headers';
import { waitMsOf } from '../http/wait-ms';
import type { ClaimOutcome } from '../idempotency/claim';
import { Idempotency } from '../idempotency/idempotency';
import { fingerprintRequest, readIdempotencyKey } from '../idempotency/idempotency-key';
import { markReplayed } from '../idempotency/stored-reply';
import { isFinal, replyOf, sendReply, storedReplyOf, type VendorReply } from './vendor-reply';

/** The path of a vendor request begins after this. */
const PREFIX = /^\/v1\/connections\/[^/]+\/vendor(?=\/)/;

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
    const vendorRequest = readVendorRequest(request, registered);
    if (parsePreferences(request.header('prefer')).dryRun) {
      response.status(200).json(registered.passThrough.explain(vendorRequest));
      return;
    }
    const { method, path } = vendorRequest.route;
    const action = {
      operation: 'vendor.call',
      client: clientOf(request).name,
      connection,
      route: `${method} ${path}`,
    } as const;
    try {
      const { reply, isReplay } = await this.sendOnce(request, vendorRequest, registered);
      if (isReplay) auditReplay(request, action);
      else if (method !== 'GET') auditVendorReply(request, action, reply.status);
      sendReply(response, reply);
    } catch (error) {
      if (method !== 'GET') auditFailure(request, action, error);
      throw error;
    }
  }

  /** Sends a request, or replays the reply that is stored under its idempotency key. A GET has none. */
  private async sendOnce(
    request: ApiRequest,
    vendorRequest: VendorRequest,
    registered: RegisteredConnection,
  ): Promise<{ readonly reply: VendorReply; readonly isReplay: boolean }> {
    const key = readIdempotencyKey(request);
    if (key === undefined || vendorRequest.route.method === 'GET')
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
      const reply = await this.send(request, vendorRequest, registered);
      outcome = isFinal(reply)
        ? { reply: storedReplyOf(reply) }
        : reply.status === 429
          ? 'nothing-done'
          : 'unknown';
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
    { connection, passThrough }: RegisteredConnection,
  ): Promise<VendorReply> {
    const response = responseOf(request);
    const { reply, usage } = await this.sendAs(request, vendorRequest, passThrough).catch(
      (error: unknown) => {
        if (error instanceof GatewayError)
          setQuotaHeaders(response, error.details.usage ?? [], connection.limiter);
        throw error;
      },
    );
    setQuotaHeaders(response, usage, connection.limiter);
    const type = reply.headers['content-type'];
    return { status: reply.status, body: reply.body, ...(type !== undefined && { type }) };
  }

  private sendAs(
    request: ApiRequest,
    vendorRequest: VendorRequest,
    passThrough: PassThrough,
  ): Promise<PassThroughOutcome> {
    const { name: client, weight } = clientOf(request);
    const caller: Caller = {
      client,
      weight,
      maxWaitMs: waitMsOf(request, this.settings.current.limits),
      signal: disconnectSignal(request),
      span: request.span,
      vendorRequestIds: (request.vendorRequestIds ??= []),
    };
    return passThrough.send(vendorRequest, caller);
  }
}

/** @throws GatewayError route-not-found, invalid-request */
function readVendorRequest(
  request: ApiRequest,
  { connection: { vendorRoutes, provider } }: RegisteredConnection,
): VendorRequest {
  const path = request.url.replace(PREFIX, '');
  const [pathname = '', ...query] = path.split('?');
  const route = findVendorRoute(vendorRoutes, request.method, pathname);
  if (route === undefined)
    throw new GatewayError(
      'route-not-found',
      'The configuration of this connection lists no such call of the vendor.',
    );
  const names = [...new URLSearchParams(query.join('?')).keys()].map((name) => name.toLowerCase());
  refuseFaults(
    (provider.secretParameters ?? [])
      .filter((name) => names.includes(name.toLowerCase()))
      .map((name) => ({ pointer: `query/${name}`, reason: 'is set by the gateway' })),
  );
  if (path.includes('#')) refuseFaults([{ pointer: 'path', reason: 'must not contain "#"' }]);
  const { accept, 'content-type': contentType } = request.headers;
  const body: unknown = request.body;
  return {
    route,
    path,
    ...(accept !== undefined && { accept }),
    ...(contentType !== undefined && { contentType }),
    ...(Buffer.isBuffer(body) && body.length > 0 && { body }),
  };
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
