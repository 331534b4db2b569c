import { applyDecorators, Controller, Delete, HttpCode, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GatewayError } from '../../core/gateway-error';
import type { GatewayRegistry } from '../../gateway';
import type { Limiter } from '../../limiter';
import { auditFailure, auditSuccess, type OperatorAction } from '../audit/audit';
import { checkAccess, clientOf } from '../auth/access';
import { ConnectionParam, QuotaParam, ReplicaParam } from '../docs/connection-docs';
import { OperateProblemDocs } from '../docs/problem-docs';
import { QuotaPath, SuspendedSharePath } from '../dto/paths';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';

/** Documents a route that ends a state of a quota. */
const OperatorDocs = () =>
  applyDecorators(
    ConnectionParam(),
    QuotaParam(),
    OperateProblemDocs(
      'unauthenticated',
      'upstream-unavailable',
      'forbidden',
      'connection-not-found',
      'route-not-found',
      'limiter-unavailable',
    ),
  );

/** States of quotas that operators end: cooldowns and suspended shares. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1/connections/:connection/quotas/:quota')
export class OperatorController {
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
  @OperatorDocs()
  async endCooldown(@Req() request: ApiRequest, @Param() path: QuotaPath): Promise<void> {
    await this.audited(request, 'quota.end-cooldown', path, async (limiter) => {
      if (!(await limiter.endCooldown(path.quota))) throw notFound(path, UNKNOWN_QUOTA);
    });
  }

  @Delete('suspended-shares/:replica')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End the suspended share of a replica that has ended',
    description:
      'For operators, when a replica has crashed and does not come back under its name. It needs `operate` access. Its tokens are free one lease and one window later, because its last calls may still reach the vendor. Make sure that the process has ended: a replica that only lost Redis may go on using its share, and the quota may be exceeded. Connections with the same vendor account share the quota.',
    operationId: 'endSuspension',
  })
  @ApiNoContentResponse({ description: 'The share of the replica is not suspended any more' })
  @ReplicaParam()
  @OperatorDocs()
  async endSuspension(
    @Req() request: ApiRequest,
    @Param() path: SuspendedSharePath,
  ): Promise<void> {
    await this.audited(request, 'quota.end-suspension', path, async (limiter) => {
      const end = await limiter.endSuspension(path.quota, path.replica);
      if (end === 'unknown quota') throw notFound(path, UNKNOWN_QUOTA);
      if (end === 'no such share') throw notFound(path, UNKNOWN_SHARE);
    });
  }

  /** @throws GatewayError forbidden, connection-not-found, and what `work` throws */
  private async audited(
    request: ApiRequest,
    operation: OperatorAction['operation'],
    path: QuotaPath,
    work: (limiter: Limiter) => Promise<void>,
  ): Promise<void> {
    const action = { operation, client: clientOf(request).name, ...namesIn(path) };
    try {
      checkAccess(request, path.connection, 'operate');
      await work(this.gateways.get(path.connection).connection.limiter);
      auditSuccess(request, action);
    } catch (error) {
      auditFailure(request, action, error);
      throw error;
    }
  }
}

/** The names in a path, for the audit line. */
const namesIn = ({ connection, quota, replica }: QuotaPath & Partial<SuspendedSharePath>) => ({
  connection,
  quota,
  ...(replica !== undefined && { replica }),
});

/** The fault, and the list of the reply that would name it. */
const UNKNOWN_QUOTA = ['The connection has no quota of this name.', 'its quotas'] as const;
const UNKNOWN_SHARE = [
  'This quota has no suspended share of this replica.',
  'the suspended shares',
] as const;

const notFound = (
  { connection }: QuotaPath,
  [detail, listed]: readonly [string, string],
): GatewayError =>
  new GatewayError(
    'route-not-found',
    `${detail} GET /v1/connections/${encodeURIComponent(connection)}/quotas lists ${listed}.`,
  );
