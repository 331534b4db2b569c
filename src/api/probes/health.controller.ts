import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { GatewayError } from '../../core/gateway-error';
import { CONFIG_STATUS, LIFECYCLE, REDIS_STATUS } from '../http/injection-tokens';
import type { ConfigStatus } from './config-status';
import type { Lifecycle } from './lifecycle';
import type { RedisStatus } from './redis-status';

const RETRY_AFTER_MS = 1_000;

/**
 * Probes for Kubernetes. They do not check vendors: an outage of a vendor is no reason to restart a replica
 * or to take it out of service.
 */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(LIFECYCLE) private readonly lifecycle: Lifecycle,
    @Inject(CONFIG_STATUS) private readonly configuration: ConfigStatus,
    @Inject(REDIS_STATUS) private readonly redis: RedisStatus | undefined,
  ) {}

  /** Replies while the process runs. */
  @Get('live')
  @ApiOperation({ summary: 'Liveness probe', operationId: 'live', security: [] })
  @HealthCheck()
  live() {
    return this.checks.check([]);
  }

  /**
   * Fails once a shutdown has begun, and while the replica can serve no call: Redis is required, or no quota
   * is left without it. Faults of a changed configuration file, and the loss of a Redis that is not
   * required, are in the reply, but do not fail the probe: the replica continues with the previous
   * configuration, or with its fallback share.
   */
  @Get('ready')
  @ApiOperation({ summary: 'Readiness probe', operationId: 'ready', security: [] })
  @HealthCheck()
  ready() {
    // not an error of Terminus, so that the reply is a problem document
    if (this.lifecycle.isShuttingDown)
      throw new GatewayError('shutting-down', 'This replica is about to exit.', {
        retryAfterMs: RETRY_AFTER_MS,
      });
    const unfitness = this.redis?.unfitness;
    if (unfitness !== undefined)
      throw new GatewayError('limiter-unavailable', unfitness, { retryAfterMs: RETRY_AFTER_MS });
    const redis = this.redis?.report();
    return this.checks.check([
      () => this.indicators.check('lifecycle').up(),
      ...(redis ? [() => this.indicators.check('redis').up({ ...redis })] : []),
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
