import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BatchController } from './api/batch/batch.controller';
import { Batches } from './api/batch/batches';
import { Jobs } from './api/batch/jobs';
import { Calls } from './api/calls/calls';
import { Operations } from './api/calls/operations';
import { ChannelMetadataController } from './api/channel-metadata.controller';
import { ConsoleController } from './api/console/console.controller';
import { CountersController } from './api/counters.controller';
import { DiscoveryController } from './api/discovery/discovery.controller';
import { Idempotency } from './api/idempotency/idempotency';
import { MessageMetadataController } from './api/message-metadata.controller';
import { Metrics } from './api/metrics/metrics';
import { MetricsController } from './api/metrics/metrics.controller';
import { HealthController } from './api/operations/health.controller';
import { Lifecycle } from './api/operations/lifecycle';
import { VersionController } from './api/operations/version.controller';
import {
  BATCH_BODY_LIMIT,
  GATEWAYS,
  LIFECYCLE,
  LIMITS,
  METRICS,
  SANDBOX_ACCESS,
} from './api/tokens';
import { SANDBOX_KEY, type GatewaySettings } from './config';
import { openConnection } from './connections';
import { Gateway, Gateways, systemClock } from './gateway';
import { connectRedis, type RedisConnection } from './limiter';
import { MemoryStore } from './store/memory-store';
import { RedisStore } from './store/redis-store';

/** What is built once and shared by every controller. */
export interface Parts {
  readonly gateways: Gateways;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly idempotency: Idempotency;
  /** What idempotency keys are kept in; the connections have their own. */
  readonly redis: RedisConnection | undefined;
}

/** The one place where Nest, vendors and quotas meet. */
@Module({})
export class AppModule {
  static of(
    settings: GatewaySettings,
    { gateways, lifecycle, metrics, idempotency }: Parts,
  ): DynamicModule {
    const values: readonly (readonly [symbol, unknown])[] = [
      [BATCH_BODY_LIMIT, settings.server.batchBodyLimit],
      [GATEWAYS, gateways],
      [LIFECYCLE, lifecycle],
      [LIMITS, settings.limits],
      [METRICS, metrics],
      [SANDBOX_ACCESS, settings.sandbox ? SANDBOX_KEY : undefined],
    ];
    return {
      module: AppModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [
        DiscoveryController,
        MessageMetadataController,
        ChannelMetadataController,
        CountersController,
        BatchController,
        HealthController,
        VersionController,
        ConsoleController,
        ...(settings.server.metricsPort === undefined ? [MetricsController] : []),
      ],
      providers: [
        Operations,
        Calls,
        Batches,
        Jobs,
        { provide: Idempotency, useValue: idempotency },
        ...values.map(([provide, useValue]): Provider => ({ provide, useValue })),
      ],
    };
  }
}

export function buildParts(settings: GatewaySettings): Parts {
  const metrics = new Metrics();
  const redis = settings.redis && connectRedis(settings.redis.url.reveal());
  const store = redis ? new RedisStore(redis) : new MemoryStore(() => systemClock.now());
  const idempotency = new Idempotency(store);
  const gateways = new Gateways(
    [...settings.connections.values()].map((one) => {
      const connection = openConnection(one, settings, metrics.limiter(one.name));
      return { connection, gateway: new Gateway(connection, systemClock, metrics.gateway) };
    }),
  );
  metrics.watch(gateways);
  return { gateways, metrics, redis, idempotency, lifecycle: new Lifecycle() };
}
