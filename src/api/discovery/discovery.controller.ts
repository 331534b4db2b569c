import { applyDecorators, Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Connection, GatewayRegistry } from '../../gateway';
import { PROVIDERS } from '../../providers/registry';
import { checkAccess, clientOf, hasAccess, mayUse } from '../auth/access';
import { ConnectionParam } from '../docs/connection-docs';
import { ProblemDocs } from '../docs/problem-docs';
import { ConnectionPath } from '../dto/paths';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';
import { describeCapabilities, describeName, describeProvider, describeQuota } from './describe';
import {
  ConnectionReply,
  ConnectionsReply,
  ProvidersReply,
  QuotasReply,
} from './discovery-replies';

/** Documents a route whose path names a connection. */
const ConnectionDocs = () =>
  applyDecorators(
    ConnectionParam(),
    ProblemDocs('unauthenticated', 'upstream-unavailable', 'forbidden', 'connection-not-found'),
  );

/** The vendors, the connections and their quotas. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1')
export class DiscoveryController {
  constructor(@Inject(GATEWAYS) private readonly gateways: GatewayRegistry) {}

  @Get('providers')
  @ApiOperation({
    summary: 'List the supported vendors and their capabilities',
    operationId: 'providers',
  })
  @ApiOkResponse({ type: ProvidersReply })
  @ProblemDocs('unauthenticated', 'upstream-unavailable')
  providers() {
    return { providers: PROVIDERS.map(describeProvider) };
  }

  @Get('connections')
  @ApiOperation({ summary: 'List the connections that you may use', operationId: 'connections' })
  @ApiOkResponse({ type: ConnectionsReply })
  @ProblemDocs('unauthenticated', 'upstream-unavailable')
  connections(@Req() request: ApiRequest) {
    const usable = this.gateways.all.filter(({ name }) => mayUse(clientOf(request), name));
    return { connections: usable.map(describeName) };
  }

  @Get('connections/:connection')
  @ApiOperation({
    summary: 'Get one connection with its capabilities and quotas',
    operationId: 'connection',
  })
  @ApiOkResponse({ type: ConnectionReply })
  @ConnectionDocs()
  async connection(@Req() request: ApiRequest, @Param() place: ConnectionPath) {
    const connection = this.find(request, place);
    const { provider, adapter } = connection;
    return {
      ...describeName(connection),
      capabilities: describeCapabilities(adapter.capabilities ?? provider.capabilities),
      quotas: await this.describeQuotas(request, connection),
    };
  }

  @Get('connections/:connection/quotas')
  @ApiOperation({
    summary: 'Get the current state of the quotas of a connection',
    operationId: 'quotas',
  })
  @ApiOkResponse({ type: QuotasReply })
  @ConnectionDocs()
  async quotas(@Req() request: ApiRequest, @Param() place: ConnectionPath) {
    return { quotas: await this.describeQuotas(request, this.find(request, place)) };
  }

  /** Clients do not learn the names of other clients; operators do. */
  private async describeQuotas(request: ApiRequest, { name, limiter }: Connection) {
    await limiter.refresh();
    const client = clientOf(request);
    const isOperator = hasAccess(client, name, 'operate');
    return limiter
      .report()
      .map((report) => describeQuota(report, (other) => isOperator || other === client.name));
  }

  /** @throws GatewayError forbidden, connection-not-found */
  private find(request: ApiRequest, { connection }: ConnectionPath) {
    checkAccess(request, connection, 'read');
    return this.gateways.get(connection).connection;
  }
}
