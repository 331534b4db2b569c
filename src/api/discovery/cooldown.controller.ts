import { Controller, Delete, HttpCode, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GatewayError } from '../../core/gateway-error';
import type { GatewayRegistry } from '../../gateway';
import { auditFailure, auditSuccess } from '../audit/audit';
import { checkAccess, clientOf } from '../auth/access';
import { ConnectionParam, QuotaParam } from '../docs/connection-docs';
import { OperateProblemDocs } from '../docs/problem-docs';
import { QuotaPath } from '../dto/paths';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';

/** The cooldowns of quotas, for operators. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1/connections/:connection/quotas/:quota')
export class CooldownController {
  constructor(@Inject(GATEWAYS) private readonly gateways: GatewayRegistry) {}

  @Delete('cooldown')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End the cooldown of a quota on all replicas',
    description:
      'For operators, when the cause of the 429 is removed. It needs `operate` access. Calls then wait for free tokens only; a further 429 of the vendor begins another cooldown. Connections with the same vendor account share the quota.',
    operationId: 'endCooldown',
  })
  @ApiNoContentResponse({ description: 'The quota has no cooldown, whether it had one or not' })
  @ConnectionParam()
  @QuotaParam()
  @OperateProblemDocs(
    'invalid-request',
    'unauthenticated',
    'upstream-unavailable',
    'forbidden',
    'connection-not-found',
    'route-not-found',
    'limiter-unavailable',
  )
  async endCooldown(@Req() request: ApiRequest, @Param() path: QuotaPath): Promise<void> {
    const { connection, quota } = path;
    const action = {
      operation: 'quota.end-cooldown',
      client: clientOf(request).name,
      connection,
      quota,
    } as const;
    try {
      await this.end(request, path);
      auditSuccess(request, action);
    } catch (error) {
      auditFailure(request, action, error);
      throw error;
    }
  }

  /** @throws GatewayError forbidden, connection-not-found, route-not-found, limiter-unavailable */
  private async end(request: ApiRequest, { connection, quota }: QuotaPath): Promise<void> {
    checkAccess(request, connection, 'operate');
    const { limiter } = this.gateways.get(connection).connection;
    if (!(await limiter.endCooldown(quota)))
      throw new GatewayError(
        'route-not-found',
        `The connection has no quota of this name. GET /v1/connections/${encodeURIComponent(connection)}/quotas lists its quotas.`,
      );
  }
}
