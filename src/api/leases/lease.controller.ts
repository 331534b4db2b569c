import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Quota } from '../../core/quota';
import { checkMode, type GatewayRegistry } from '../../gateway';
import type { GrantedLease } from '../../limiter';
import { checkAccess, clientOf, quotaClientOf } from '../auth/access';
import { ConnectionParam, exampleQuotas } from '../docs/connection-docs';
import { LeaseProblemDocs, PreferWaitDocs } from '../docs/lease-docs';
import { ConnectionPath } from '../dto/paths';
import { responseOf, type ApiRequest } from '../http/api-request';
import { disconnectSignal } from '../http/client-disconnect';
import { GATEWAYS, SETTINGS } from '../http/injection-tokens';
import { refuseFaults } from '../http/problems/invalid-request';
import { setQuotaHeaders } from '../http/quota-headers';
import { parseUrgency, SINGLE_CALL_URGENCY } from '../http/priority';
import { waitMsOf } from '../http/wait-ms';
import { LeaseBody, LeaseEndQuery, LeasePath, LeaseReply } from './lease-bodies';

/** Leases: tokens for vendor calls that clients make themselves. */
@ApiTags('Leases')
@ApiBearerAuth()
@Controller('v1/connections/:connection/leases')
export class LeaseController {
  constructor(
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Take tokens for a vendor call of your own',
    description:
      'Waits for the tokens like any call, in the same queue. They are in flight until you end the lease, or until it is taken for lost. Needs `lease` access.',
    operationId: 'createLease',
  })
  @ApiBody({
    type: LeaseBody,
    examples: exampleQuotas((quota) => ({ draws: [{ quota, tokens: 1 }] })),
  })
  @ApiCreatedResponse({
    type: LeaseReply,
    description: 'The tokens are yours until the lease ends',
    headers: { Location: { schema: { type: 'string' }, description: 'The address of the lease' } },
  })
  @ConnectionParam()
  @PreferWaitDocs()
  @LeaseProblemDocs(
    'invalid-request',
    'unauthenticated',
    'forbidden',
    'connection-not-found',
    'payload-too-large',
    'unsupported-media-type',
    'provider-limit',
    'quota-exhausted',
    'upstream-unavailable',
    'limiter-unavailable',
    'overloaded',
    'shutting-down',
  )
  async create(
    @Req() request: ApiRequest,
    @Param() { connection: name }: ConnectionPath,
    @Body() { draws, holdMs }: LeaseBody,
  ): Promise<LeaseReply> {
    checkAccess(request, name, 'lease');
    const { adapter, limiter, longestCallMs, mode } = this.gateways.get(name).connection;
    checkMode(mode, true); // a lease says nothing of what its client does with it
    refuseQuotas(draws, adapter.quotas);
    const lease = await this.take(request, name, draws, holdMs ?? longestCallMs);
    const response = responseOf(request);
    setQuotaHeaders(response, draws, limiter);
    const { basePath = '' } = this.settings.current.server;
    response.setHeader(
      'Location',
      `${basePath}/v1/connections/${encodeURIComponent(name)}/leases/${lease.id}`,
    );
    return {
      lease: lease.id,
      draws,
      expiresAt: new Date(Date.now() + lease.endsInMs).toISOString(),
    };
  }

  @Delete(':lease')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End a lease',
    description:
      'Any replica ends it. End it when the vendor has answered, and no earlier; or say that you made no vendor call. Needs `lease` access; a client ends its own leases only.',
    operationId: 'endLease',
  })
  @ApiNoContentResponse({ description: 'The lease has ended' })
  @ConnectionParam()
  @LeaseProblemDocs(
    'invalid-request',
    'unauthenticated',
    'forbidden',
    'connection-not-found',
    'lease-not-found',
    'limiter-unavailable',
  )
  async end(
    @Req() request: ApiRequest,
    @Param() { connection, lease }: LeasePath,
    @Query() { outcome = 'answered' }: LeaseEndQuery,
  ): Promise<void> {
    checkAccess(request, connection, 'lease');
    const { limiter } = this.gateways.get(connection).connection;
    if (!(await limiter.endLease(lease, clientOf(request).name, outcome)))
      throw new GatewayError(
        'lease-not-found',
        'This client has no such lease: it has ended, or was taken for lost, or never existed.',
      );
  }

  /** A lease whose client has disconnected meanwhile ends at once: its id reached no one. */
  private async take(
    request: ApiRequest,
    connection: string,
    draws: LeaseBody['draws'],
    holdMs: number,
  ): Promise<GrantedLease> {
    const { limiter } = this.gateways.get(connection).connection;
    const signal = disconnectSignal(request);
    const lease = await limiter.lease(draws, holdMs, {
      ...quotaClientOf(request),
      urgency: parseUrgency(request.header('priority'), SINGLE_CALL_URGENCY),
      maxWaitMs: waitMsOf(request, this.settings.current.limits),
      connection,
      signal,
    });
    if (signal.aborted) {
      await limiter.endLease(lease.id, clientOf(request).name, 'unsent');
      signal.throwIfAborted();
    }
    return lease;
  }
}

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
