import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BatchController } from '../api/batch/batch.controller';
import { BatchRunner } from '../api/batch/batch-runner';
import { JobFactory } from '../api/batch/job-factory';
import { MetadataService } from '../api/metadata/metadata.service';
import { OperationFactory } from '../api/metadata/operation-factory';
import { ChannelMetadataController } from '../api/metadata/channel-metadata.controller';
import { ConsoleController } from '../api/console/console.controller';
import { CountersController } from '../api/metadata/counters.controller';
import { DiscoveryController } from '../api/discovery/discovery.controller';
import { Idempotency } from '../api/idempotency/idempotency';
import { EventsController } from '../api/events/events.controller';
import { ActivityRecorder } from '../api/events/activity-recorder';
import { compositeObserver } from '../api/events/composite-observer';
import { EventStreams } from '../api/events/event-streams';
import { MessageMetadataController } from '../api/metadata/message-metadata.controller';
import { Metrics } from '../api/metrics/metrics';
import { MetricsController } from '../api/metrics/metrics.controller';
import { HealthController } from '../api/probes/health.controller';
import { ConfigStatus } from '../api/probes/config-status';
import { Lifecycle } from '../api/probes/lifecycle';
import { LoadShedder } from '../api/probes/load-shedder';
import { VersionController } from '../api/probes/version.controller';
import {
  ACTIVITY_RECORDER,
  CONFIG_STATUS,
  GATEWAYS,
  LIFECYCLE,
  METRICS,
  SANDBOX_ACCESS,
  SETTINGS,
} from '../api/http/injection-tokens';
import { VendorAccounts } from './vendor-accounts';
import { MutableLiveValue, SANDBOX_KEY, type GatewaySettings } from '../config';
import { Connections } from './connections';
import { systemClock } from '../gateway';
import { connectRedis, type RedisConnection } from '../redis';
import { MemoryStore } from '../api/idempotency/store/memory-store';
import { RedisStore } from '../api/idempotency/store/redis-store';

/** What is built once and shared by every controller. */
export interface Parts {
  /** What holds now; it may change while calls are under way. */
  readonly settings: MutableLiveValue<GatewaySettings>;
  readonly configStatus: ConfigStatus;
  readonly accounts: VendorAccounts;
  readonly connections: Connections;
  readonly lifecycle: Lifecycle;
  readonly load: LoadShedder;
  readonly metrics: Metrics;
  readonly activityRecorder: ActivityRecorder;
  readonly idempotency: Idempotency;
  /** What idempotency keys are kept in; the connections have their own. */
  readonly redis: RedisConnection | undefined;
}

/** The one place where Nest, vendors and quotas meet. */
@Module({})
export class AppModule {
  static of({
    settings,
    configStatus,
    connections,
    lifecycle,
    metrics,
    activityRecorder,
    idempotency,
  }: Parts): DynamicModule {
    const { sandbox, server } = settings.current;
    const values: readonly (readonly [symbol, unknown])[] = [
      [GATEWAYS, connections.gateways],
      [CONFIG_STATUS, configStatus],
      [LIFECYCLE, lifecycle],
      [SETTINGS, settings],
      [ACTIVITY_RECORDER, activityRecorder],
      [METRICS, metrics],
      [SANDBOX_ACCESS, sandbox ? SANDBOX_KEY : undefined],
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
        EventsController,
        HealthController,
        VersionController,
        ConsoleController,
        ...(server.metricsPort === undefined ? [MetricsController] : []),
      ],
      providers: [
        OperationFactory,
        MetadataService,
        BatchRunner,
        JobFactory,
        EventStreams,
        { provide: Idempotency, useValue: idempotency },
        ...values.map(([provide, useValue]): Provider => ({ provide, useValue })),
      ],
    };
  }
}

export function buildParts(settings: GatewaySettings): Parts {
  const metrics = new Metrics();
  const activityRecorder = new ActivityRecorder();
  const redis = settings.redis && connectRedis(settings.redis.url.reveal());
  const store = redis ? new RedisStore(redis) : new MemoryStore(() => systemClock.now());
  const idempotency = new Idempotency(store);
  const accounts = new VendorAccounts((connection) =>
    compositeObserver(metrics.limiter(connection), activityRecorder.limiter(connection)),
  );
  const connections = new Connections(
    accounts,
    compositeObserver(metrics.gateway, activityRecorder.gateway),
  );
  const configStatus = new ConfigStatus();
  const liveSettings = new MutableLiveValue(settings);
  connections.apply(settings);
  metrics.registerGauges(connections.gateways, configStatus);
  return {
    ...{ accounts, connections, configStatus, metrics, activityRecorder, redis, idempotency },
    settings: liveSettings,
    lifecycle: new Lifecycle(),
    load: new LoadShedder(() => liveSettings.current.limits),
  };
}
