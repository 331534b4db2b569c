import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { GatewayRegistry } from '../../gateway';
import { PROVIDERS } from '../../providers/registry';
import type { ApiRequest } from '../http/api-request';
import { checkAccess, clientOf, mayUse } from '../auth/access';
import {
  ConnectionReply,
  ConnectionsReply,
  ProvidersReply,
  QuotasReply,
} from './discovery-replies';
import { ConnectionPath } from '../dto/paths';
import { GATEWAYS } from '../http/injection-tokens';
import { describeCapabilities, describeProvider } from './describe';
import { describeQuota } from './describe-quota';
import { NamedConnection, Problems } from '../docs/discovery-docs';

/** What can be called, before it is called. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1')
export class DiscoveryController {
  constructor(@Inject(GATEWAYS) private readonly gateways: GatewayRegistry) {}

  @Get('providers')
  @ApiOperation({ summary: 'What each vendor can do', operationId: 'providers' })
  @ApiOkResponse({ type: ProvidersReply })
  @Problems('unauthenticated')
  providers() {
    return { providers: PROVIDERS.map(describeProvider) };
  }

  @Get('connections')
  @ApiOperation({ summary: 'The connections you may use', operationId: 'connections' })
  @ApiOkResponse({ type: ConnectionsReply })
  @Problems('unauthenticated')
  connections(@Req() request: ApiRequest) {
    const mine = this.gateways.all.filter(({ name }) => mayUse(clientOf(request), name));
    return { connections: mine.map(({ name, provider }) => ({ name, provider: provider.name })) };
  }

  @Get('connections/:connection')
  @ApiOperation({ summary: 'One connection', operationId: 'connection' })
  @ApiOkResponse({ type: ConnectionReply })
  @NamedConnection()
  connection(@Req() request: ApiRequest, @Param() place: ConnectionPath) {
    const { name, provider, limiter } = this.find(request, place);
    return {
      name,
      provider: provider.name,
      capabilities: describeCapabilities(provider.capabilities),
      quotas: limiter.report().map(describeQuota),
    };
  }

  @Get('connections/:connection/quotas')
  @ApiOperation({ summary: 'The quotas of a connection as they stand', operationId: 'quotas' })
  @ApiOkResponse({ type: QuotasReply })
  @NamedConnection()
  quotas(@Req() request: ApiRequest, @Param() place: ConnectionPath) {
    return { quotas: this.find(request, place).limiter.report().map(describeQuota) };
  }

  private find(request: ApiRequest, { connection }: ConnectionPath) {
    checkAccess(request, connection, 'read');
    return this.gateways.get(connection).connection;
  }
}
