import { Module, type DynamicModule } from '@nestjs/common';
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
import { OperatorController } from '../api/discovery/operator.controller';
import { Idempotency } from '../api/idempotency/idempotency';
import { EventsController } from '../api/events/events.controller';
import { EventStreams } from '../api/events/event-streams';
import { MessageMetadataController } from '../api/metadata/message-metadata.controller';
import { MessagesMetadataController } from '../api/metadata/messages-metadata.controller';
import { MetricsController } from '../api/metrics/metrics.controller';
import { LeaseController } from '../api/leases/lease.controller';
import { LeaseService } from '../api/leases/lease.service';
import { VendorController } from '../api/vendor/vendor.controller';
import { VendorService } from '../api/vendor/vendor.service';
import { HealthController } from '../api/probes/health.controller';
import { VersionController } from '../api/probes/version.controller';
import {
  ACTIVITY_RECORDER,
  CONFIG_STATUS,
  GATEWAYS,
  LIFECYCLE,
  METRICS,
  REDIS_STATUS,
  SANDBOX_API_KEY,
  SETTINGS,
} from '../api/http/injection-tokens';
import { SANDBOX_KEY } from '../config';
import type { Services } from './services';

/** The controllers of the API, and the services that Nest injects into them. */
@Module({})
export class AppModule {
  static of(services: Services): DynamicModule {
    const { sandbox, server } = services.settings.current;
    return {
      module: AppModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [
        DiscoveryController,
        OperatorController,
        LeaseController,
        VendorController,
        MessageMetadataController,
        MessagesMetadataController,
        ChannelMetadataController,
        CountersController,
        BatchController,
        EventsController,
        HealthController,
        VersionController,
        ConsoleController,
        // with a port of its own, /metrics is served by `serveMetrics`
        ...(server.metricsPort === undefined ? [MetricsController] : []),
      ],
      providers: [
        OperationFactory,
        MetadataService,
        VendorService,
        LeaseService,
        BatchRunner,
        JobFactory,
        EventStreams,
        { provide: Idempotency, useValue: services.idempotency },
        { provide: GATEWAYS, useValue: services.connections.gateways },
        { provide: CONFIG_STATUS, useValue: services.configStatus },
        { provide: REDIS_STATUS, useValue: services.redisStatus },
        { provide: LIFECYCLE, useValue: services.lifecycle },
        { provide: SETTINGS, useValue: services.settings },
        { provide: ACTIVITY_RECORDER, useValue: services.activityRecorder },
        { provide: METRICS, useValue: services.metrics },
        { provide: SANDBOX_API_KEY, useValue: sandbox ? SANDBOX_KEY : undefined },
      ],
    };
  }
}
