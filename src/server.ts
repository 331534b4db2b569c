import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { describeApi } from './api/docs/document';
import { serveDocs } from './api/docs/swagger-ui';
import { answerBadRequests } from './api/front-door/bad-requests';
import { frontDoor } from './api/front-door/front-door';
import { hardenedHeaders } from './api/http/hardened-headers';
import { inOrder } from './api/http/in-order';
import { TableAdapter } from './api/http/table-adapter';
import { logRequests } from './api/logs/log-requests';
import { NestLogger } from './api/logs/nest-logger';
import { nameRoute } from './api/logs/name-route';
import { measure } from './api/metrics/measure';
import { serveMetrics } from './api/metrics/serve-metrics';
import { ProblemFilter } from './api/problem/problem.filter';
import { ShapePipe } from './api/shape.pipe';
import { AppModule, buildParts, type Parts } from './app.module';
import { type ConfigError, SANDBOX_KEY, type GatewaySettings } from './config';
import { reconfigure } from './reconfigure';

/** What calls under way get to end in, of the 30 s that Kubernetes gives. */
const GRACE_MS = 20_000;

export interface RunningServer {
  readonly url: string;
  /** Goes on with these settings; or as before, where they cannot be used. Never throws for either. */
  reconfigure(loaded: GatewaySettings | ConfigError): void;
  /** Takes no more calls, ends those in line, lets those under way end, then stops listening. */
  close(): Promise<void>;
}

/** The application as it is served, without a socket yet. */
export async function createApp(logger: Logger, parts: Parts) {
  const adapter = new TableAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const { settings } = parts;
  const { table } = adapter;
  app.set('case sensitive routing', true);
  app.set('etag', false);
  app.set('trust proxy', settings.now.server.trustProxy);
  app.set('query parser', false);
  app.disable('x-powered-by');
  adapter.enter(
    inOrder([
      logRequests(logger),
      nameRoute(table),
      measure(parts.metrics),
      hardenedHeaders({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }),
      ...frontDoor({ table, settings, lifecycle: parts.lifecycle }),
    ]),
  );
  app.useStaticAssets(join(__dirname, 'api', 'console', 'page'), { prefix: '/console' });
  app.useGlobalPipes(new ShapePipe());
  app.useGlobalFilters(new ProblemFilter());
  const describe = () => describeApi(app);
  serveDocs(app, describe, settings.now.sandbox ? SANDBOX_KEY : undefined);
  return { app, describe };
}

/** @throws what listening fails with, such as EADDRINUSE */
export async function startServer(
  settings: GatewaySettings,
  logger: Logger,
): Promise<RunningServer> {
  const parts = buildParts(settings);
  const { app } = await createApp(logger, parts);
  const { host, port, metricsPort } = settings.server;
  answerBadRequests(app.getHttpServer());
  await app.listen(port, host);
  parts.monitor.start(parts.connections.gateways);
  const metrics = await serveMetrics(parts.metrics, host, metricsPort);
  const listening = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    reconfigure: (loaded) => {
      reconfigure(parts, logger, loaded);
      app.set('trust proxy', parts.settings.now.server.trustProxy);
    },
    async close() {
      parts.lifecycle.drain();
      parts.monitor.close();
      parts.accounts.close();
      await parts.lifecycle.idle(GRACE_MS); // still listening: probes and late callers are answered
      await app.close();
      await metrics?.close();
      parts.connections.close();
      parts.redis?.release();
    },
  };
}
