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
import { GatewayError } from '../../core/gateway-error';
import type { GatewayRegistry } from '../../gateway';
import { checkAccess, clientOf } from '../auth/access';
import { ConnectionParam, exampleQuotas } from '../docs/connection-docs';
import { PriorityDocs } from '../docs/header-docs';
import { LeaseKeyDocs, LeaseProblemDocs, PreferWaitDocs } from '../docs/lease-docs';
import { ConnectionPath } from '../dto/paths';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';
import { LeaseService } from './lease.service';
import { LeaseBody, LeaseEndQuery, LeasePath, LeaseReply } from './lease-bodies';

/** Leases: tokens for vendor calls that clients make themselves. */
@ApiTags('Leases')
@ApiBearerAuth()
@Controller('v1/connections/:connection/leases')
export class LeaseController {
  constructor(
    private readonly service: LeaseService,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
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
  @PriorityDocs()
  @LeaseKeyDocs()
  @LeaseProblemDocs(
    'unauthenticated',
    'forbidden',
    'connection-not-found',
    'lease-not-found',
    'payload-too-large',
    'unsupported-media-type',
    'provider-limit',
    'quota-exhausted',
    'idempotency-in-progress',
    'idempotency-key-reused',
    'upstream-unavailable',
    'limiter-unavailable',
    'overloaded',
    'shutting-down',
  )
  async create(
    @Req() request: ApiRequest,
    @Param() { connection: name }: ConnectionPath,
    @Body() body: LeaseBody,
  ): Promise<LeaseReply> {
    checkAccess(request, name, 'lease');
    return this.service.create(request, name, body);
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
}
