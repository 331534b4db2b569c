import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { GatewayError } from '../../core/gateway-error';
import { CONFIG_STATUS, LIFECYCLE } from '../http/injection-tokens';
import type { ConfigStatus } from './config-status';
import type { Lifecycle } from './lifecycle';

const RETRY_MS = 1_000;

/** Probes for Kubernetes. Vendors are not asked: a sick vendor is no reason to restart or unlist us. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(LIFECYCLE) private readonly lifecycle: Lifecycle,
    @Inject(CONFIG_STATUS) private readonly configuration: ConfigStatus,
  ) {}

  /** The process answers. */
  @Get('live')
  @ApiOperation({ summary: 'Liveness probe', operationId: 'live', security: [] })
  @HealthCheck()
  live() {
    return this.checks.check([]);
  }

  /** The process takes calls; it stops to while it shuts down. A bad file is told of and changes nothing. */
  @Get('ready')
  @ApiOperation({ summary: 'Readiness probe', operationId: 'ready', security: [] })
  @HealthCheck()
  ready() {
    // another error than this library's, so that the answer is a problem like any other
    if (this.lifecycle.isShuttingDown)
      throw new GatewayError('shutting-down', 'This replica is about to end.', {
        retryAfterMs: RETRY_MS,
      });
    return this.checks.check([
      () => this.indicators.check('lifecycle').up(),
      () => this.indicators.check('configuration').up(this.configurationDetail()),
    ]);
  }

  private configurationDetail() {
    const { faults, needRestart, loadedAtMs } = this.configuration;
    return {
      loadedAt: new Date(loadedAtMs).toISOString(),
      ...(faults.length > 0 && { faults }),
      ...(needRestart.length > 0 && { needRestart }),
    };
  }
}
