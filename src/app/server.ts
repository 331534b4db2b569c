import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { serveConsole } from '../api/console/serve-console';
import { describeApi } from '../api/docs/document';
import { serveDocs } from '../api/docs/swagger-ui';
import { answerMalformedRequests } from '../api/pipeline/malformed-requests';
import { closeConnectionsOnShutdown } from '../api/pipeline/admission';
import { requestPipeline } from '../api/pipeline/request-pipeline';
import { limitRequestTime, limitSockets } from '../api/pipeline/socket-limits';
import { disconnectSlowReaders } from '../api/pipeline/slow-readers';
import { chain } from '../api/http/middleware-chain';
import { RouteTableAdapter } from '../api/http/route-table-adapter';
import { logRequests } from '../api/http/logging/request-log';
import { NestLogger } from '../api/http/logging/nest-logger';
import { matchRoute } from '../api/http/match-route';
import { traceRequests } from '../api/http/logging/request-tracing';
import { recordRequests } from '../api/metrics/record-requests';
import { serveMetrics } from '../api/metrics/serve-metrics';
import { ProblemFilter } from '../api/http/problems/problem.filter';
import { ValidationPipe } from '../api/http/validation.pipe';
import { drain, release, stopListening } from './shutdown';
import { AppModule, buildParts, type Parts } from './app.module';
import { type ConfigError, SANDBOX_KEY, type GatewaySettings } from '../config';
import type { Tracer } from '../core/trace';
import { reconfigure } from './reconfigure';

export interface RunningServer {
  readonly url: string;
  /** Goes on with these settings; or as before, where they cannot be used. Never throws for either. */
  reconfigure(loaded: GatewaySettings | ConfigError): void;
  /** As `drain` says; then nothing is listened to, and everything shared is given back. */
  close(): Promise<void>;
}

/** The application as it is served, without a socket yet. */
export async function createApp(logger: Logger, parts: Parts, tracer?: Tracer) {
  const adapter = new RouteTableAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const { settings } = parts;
  const { table } = adapter;
  app.set('case sensitive routing', true);
  app.set('etag', false);
  app.set('trust proxy', settings.current.server.trustProxy);
  app.set('query parser', false);
  app.disable('x-powered-by');
  adapter.usePipeline(
    chain([
      closeConnectionsOnShutdown(parts.lifecycle),
      traceRequests(tracer),
      logRequests(logger),
      matchRoute(table),
      recordRequests(parts.metrics),
      requestPipeline({ settings, lifecycle: parts.lifecycle, load: parts.load }),
    ]),
  );
  serveConsole(app);
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const describe = () => describeApi(app);
  serveDocs(app, describe, settings.current.sandbox ? SANDBOX_KEY : undefined);
  return { app, describe };
}

/** @throws what listening fails with, such as EADDRINUSE */
export async function startServer(
  settings: GatewaySettings,
  logger: Logger,
  tracer?: Tracer,
): Promise<RunningServer> {
  const parts = buildParts(settings);
  const { app } = await createApp(logger, parts, tracer);
  const { host, port, metricsPort } = settings.server;
  const http: Server = app.getHttpServer();
  answerMalformedRequests(http, parts.lifecycle);
  limitSockets(http);
  limitRequestTime(http, settings.server.requestTimeoutMs);
  disconnectSlowReaders(http);
  await app.listen(port, host);
  parts.activityRecorder.start(parts.connections.gateways);
  const metrics = await serveMetrics(parts.metrics, host, metricsPort);
  const listening = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    reconfigure: (loaded) => {
      reconfigure(parts, logger, loaded);
      const { trustProxy, requestTimeoutMs } = parts.settings.current.server;
      app.set('trust proxy', trustProxy);
      limitRequestTime(http, requestTimeoutMs);
    },
    async close() {
      await drain(parts, settings.sandbox ? 0 : parts.settings.current.server.drainDelayMs);
      await stopListening(app.getHttpServer());
      await app.close();
      await metrics?.close();
      release(parts);
      await tracer?.close().catch(() => undefined); // nobody is there to be told
    },
  };
}
