import { Inject, Injectable } from '@nestjs/common';
import type { GatewaySettings, LiveValue } from '../../config';
import { drawsByQuota } from '../../core/channel-quotas';
import { GatewayError } from '../../core/gateway-error';
import type { Quota } from '../../core/quota';
import { checkMode, type GatewayRegistry } from '../../gateway';
import { clientOf, quotaClientOf } from '../auth/access';
import { headerOf, responseOf, type ApiRequest } from '../http/api-request';
import { disconnectSignal } from '../http/client-disconnect';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { parseUrgency, SINGLE_CALL_URGENCY } from '../http/priority';
import { refuseFaults } from '../http/problems/invalid-request';
import { setQuotaHeaders } from '../http/quota-headers';
import { waitMsOf } from '../http/wait-ms';
import type { ClaimOutcome } from '../idempotency/claim';
import { Idempotency } from '../idempotency/idempotency';
import { fingerprintRequest, readIdempotencyKey } from '../idempotency/idempotency-key';
import { markReplayed } from '../idempotency/stored-reply';
import type { LeaseBody, LeaseReply } from './lease-bodies';

/** Takes leases for the clients of the API. */
@Injectable()
export class LeaseService {
  constructor(
    private readonly idempotency: Idempotency,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Takes a lease, or finds the one that an earlier request with the same idempotency key has taken.
   * @throws GatewayError invalid-request, quota-exhausted and those of the limiter; lease-not-found if that one
   *   has ended
   */
  async create(request: ApiRequest, connection: string, body: LeaseBody): Promise<LeaseReply> {
    const { adapter, mode } = this.gateways.get(connection).connection;
    checkMode(mode, true); // a lease says nothing of what its client does with it
    refuseQuotas(body.draws, adapter.quotas);
    const reply = await this.takeOnce(request, connection, body);
    const { basePath = '' } = this.settings.current.server;
    responseOf(request).setHeader(
      'Location',
      `${basePath}/v1/connections/${encodeURIComponent(connection)}/leases/${reply.lease}`,
    );
    return reply;
  }

  private async takeOnce(
    request: ApiRequest,
    connection: string,
    body: LeaseBody,
  ): Promise<LeaseReply> {
    const key = readIdempotencyKey(request);
    if (key === undefined) return this.take(request, connection, body);
    const path = [clientOf(request).name, key];
    const found = await this.idempotency.claim(path, fingerprintRequest(request));
    if ('reply' in found) {
      const reply = JSON.parse(found.reply.body ?? '') as LeaseReply;
      const { limiter } = this.gateways.get(connection).connection;
      if (!(await limiter.holdsLease(reply.lease, clientOf(request).name))) throw leaseEnded();
      markReplayed(responseOf(request));
      return reply;
    }
    // a lease of unknown outcome is taken for lost at its end: its tokens are not forgotten
    let outcome: ClaimOutcome = 'nothing-done';
    try {
      const reply = await this.take(request, connection, body);
      outcome = {
        reply: { status: 201, type: 'application/json', body: JSON.stringify(reply) },
      };
      return reply;
    } finally {
      await found.claim.settle(outcome);
    }
  }

  /** A lease whose client has disconnected meanwhile ends at once: its id reached no one. */
  private async take(request: ApiRequest, name: string, body: LeaseBody): Promise<LeaseReply> {
    const draws = drawsByQuota(body.draws);
    const { limiter, longestCallMs } = this.gateways.get(name).connection;
    const signal = disconnectSignal(request);
    const { id, endsInMs } = await limiter.lease(draws, body.holdMs ?? longestCallMs, {
      ...quotaClientOf(request),
      urgency: parseUrgency(headerOf(request, 'priority'), SINGLE_CALL_URGENCY),
      maxWaitMs: waitMsOf(request, this.settings.current.limits),
      connection: name,
      signal,
    });
    if (signal.aborted) {
      await limiter.endLease(id, clientOf(request).name, 'unsent');
      signal.throwIfAborted();
    }
    setQuotaHeaders(responseOf(request), draws, limiter);
    return {
      lease: id,
      draws: [...draws],
      expiresAt: new Date(Date.now() + endsInMs).toISOString(),
    };
  }
}

/** A repeated request must not take its tokens for tokens in flight. */
const leaseEnded = () =>
  new GatewayError(
    'lease-not-found',
    'The lease that this key has taken has ended, or was taken for lost. Take another one with another key.',
  );

/** @throws GatewayError invalid-request */
function refuseQuotas(draws: LeaseBody['draws'], quotas: readonly Quota[]): void {
  const names = quotas.filter(({ per }) => per === undefined).map(({ name }) => name);
  refuseFaults(
    draws.flatMap(({ quota }, index) => {
      if (names.includes(quota)) return [];
      const isPerChannel = quotas.some(({ name }) => name === quota);
      const cause = isPerChannel ? 'is a quota per channel, and a lease names no channel; ' : '';
      const reason = `${cause}must be one of ${names.join(', ')}`;
      return [{ pointer: `/draws/${index}/quota`, reason }];
    }),
  );
}
