import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { OnKeyFailure } from '../api/auth/issuer-keys';
import { serveConsole } from '../api/console/serve-console';
import { describeApi } from '../api/docs/document';
import { serveDocs } from '../api/docs/swagger-ui';
import { refuseMalformedRequests } from '../api/pipeline/malformed-requests';
import { closeConnectionsOnShutdown } from '../api/pipeline/admission';
import { removeBasePath } from '../api/pipeline/base-path';
import { requestPipeline } from '../api/pipeline/request-pipeline';
import { limitSockets, limitTimes } from '../api/pipeline/socket-limits';
import { disconnectSlowReaders } from '../api/pipeline/slow-readers';
import { chain } from '../api/http/middleware-chain';
import { matchRoute } from '../api/http/route-table';
import { RouteTableAdapter } from '../api/http/route-table-adapter';
import { logRequests } from '../api/http/logging/request-log';
import { logKeyFailures } from '../api/http/logging/key-failures';
import { logHandshakeFailures } from '../api/http/logging/handshake-failures';
import { NestLogger } from '../api/http/logging/nest-logger';
import { traceRequests } from '../api/http/logging/request-tracing';
import { recordRequests } from '../api/metrics/record-requests';
import { serveMetrics } from '../api/metrics/serve-metrics';
import { ProblemFilter } from '../api/http/problems/problem.filter';
import { ValidationPipe } from '../api/http/validation.pipe';
import { type ConfigError, SANDBOX_KEY, type GatewaySettings } from '../config';
import { livenessUrl, urlOf } from './addresses';
import { AppModule } from './app.module';
import { reconfigure } from './reconfigure';
import { requireRedis } from './require-redis';
import { createServices, type Services } from './services';
import { MAX_SHUTDOWN_MS, release, shutDown } from './shutdown';
import type { Telemetry } from '../telemetry/telemetry';

export interface RunningServer {
  readonly url: string;
  /** Where a process on the same machine asks whether the gateway is alive. */
  readonly livenessUrl: string;
  /** Applies these settings; if they are faulty or cannot be applied, the current ones stay in use. Never throws. */
  reconfigure(loaded: GatewaySettings | ConfigError): void;
  /** The longest time that `close` takes now, in milliseconds. */
  readonly maxShutdownMs: number;
  /** Drains and closes everything, in the order that `shutDown` documents. */
  close(): Promise<void>;
}

/**
 * Starts a replica: services, application, limits on sockets, listening, metrics.
 * @throws the error of `listen`, such as EADDRINUSE; RedisFailure if Redis is required and cannot be used
 */
export async function startServer(
  settings: GatewaySettings,
  logger: Logger,
  telemetry?: Telemetry,
): Promise<RunningServer> {
  const services = createServices(settings, logger);
  if (settings.redis?.required === true && services.redis)
    await requireRedis(services.redis).catch((error: unknown) => {
      release(services);
      throw error;
    });
  const { app, adapter } = await createApp(logger, services, telemetry?.tracer);

  const http: Server = app.getHttpServer();
  refuseMalformedRequests(http, services.lifecycle);
  limitSockets(http);
  limitTimes(http, settings.server);
  disconnectSlowReaders(http);
  logHandshakeFailures(http, logger);

  const { host, port, metricsPort } = settings.server;
  await app.listen(port, host);
  services.activityRecorder.start(services.connections.gateways);
  services.metrics.telemetry = telemetry;
  telemetry?.exportMetrics(services.metrics.registry);
  const metricsServer = await serveMetrics(services.metrics, { host, port: metricsPort }, adapter);

  const address = http.address() as AddressInfo;
  const drainDelayMs = () => (settings.sandbox ? 0 : services.settings.current.server.drainDelayMs);
  return {
    url: urlOf(settings.server, address),
    livenessUrl: livenessUrl(settings.server, address),
    reconfigure(loaded) {
      reconfigure({ services, app, logger }, loaded);
    },
    get maxShutdownMs() {
      return drainDelayMs() + MAX_SHUTDOWN_MS;
    },
    close: () =>
      shutDown({ services, app, metricsServer, telemetry, drainDelayMs: drainDelayMs() }),
  };
}

/** Builds the application with all its middleware, without listening. */
export async function createApp(logger: Logger, services: Services, tracer?: Telemetry['tracer']) {
  const adapter = new RouteTableAdapter(services.settings.current.server.tls);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(services), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const { settings, lifecycle, load, metrics } = services;
  const logKeyFailure = logKeyFailures(logger);
  const onKeyFailure: OnKeyFailure = (issuer, cause) => {
    metrics.recordKeyFailure(issuer, cause);
    logKeyFailure(issuer, cause);
  };

  app.set('case sensitive routing', true);
  app.set('etag', false);
  app.set('trust proxy', settings.current.server.trustProxy);
  app.set('query parser', false);
  app.disable('x-powered-by');

  adapter.usePipeline(
    chain([
      removeBasePath(settings.current.server.basePath),
      closeConnectionsOnShutdown(lifecycle),
      traceRequests(tracer),
      logRequests(logger),
      matchRoute(adapter.table),
      recordRequests(metrics),
      requestPipeline({ settings, lifecycle, load, onKeyFailure }),
    ]),
  );
  serveConsole(app);
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const describe = () => describeApi(app, settings.current.server.basePath);
  serveDocs(app, describe, settings.current.sandbox ? SANDBOX_KEY : undefined);
  return { app, adapter, describe };
}
