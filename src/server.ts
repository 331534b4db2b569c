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
import { SANDBOX_KEY, type GatewaySettings } from './config';

/** What calls under way get to end in, of the 30 s that Kubernetes gives. */
const GRACE_MS = 20_000;

export interface RunningServer {
  readonly url: string;
  /** Takes no more calls, ends those in line, lets those under way end, then stops listening. */
  close(): Promise<void>;
}

/** The application as it is served, without a socket yet. */
export async function createApp(settings: GatewaySettings, logger: Logger, parts: Parts) {
  const adapter = new TableAdapter();
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(settings, parts),
    adapter,
    { logger: new NestLogger(logger), bodyParser: false, abortOnError: false },
  );
  const { server } = settings;
  const { table } = adapter;
  app.set('case sensitive routing', true);
  app.set('etag', false);
  app.set('trust proxy', server.trustProxy);
  app.set('query parser', false);
  app.disable('x-powered-by');
  adapter.enter(
    inOrder([
      logRequests(logger),
      nameRoute(table),
      measure(parts.metrics),
      hardenedHeaders({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }),
      ...frontDoor({ table, auth: settings.auth, lifecycle: parts.lifecycle, server }),
    ]),
  );
  app.useStaticAssets(join(__dirname, 'api', 'console', 'page'), { prefix: '/console' });
  app.useGlobalPipes(new ShapePipe());
  app.useGlobalFilters(new ProblemFilter());
  const describe = () => describeApi(app);
  serveDocs(app, describe, settings.sandbox ? SANDBOX_KEY : undefined);
  return { app, describe };
}

/** @throws what listening fails with, such as EADDRINUSE */
export async function startServer(
  settings: GatewaySettings,
  logger: Logger,
): Promise<RunningServer> {
  const parts = buildParts(settings);
  const { app } = await createApp(settings, logger, parts);
  const { host, port, metricsPort } = settings.server;
  answerBadRequests(app.getHttpServer());
  await app.listen(port, host);
  const metrics = await serveMetrics(parts.metrics, host, metricsPort);
  const listening = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    async close() {
      parts.lifecycle.drain();
      for (const { limiter } of parts.gateways.all) limiter.close();
      await parts.lifecycle.idle(GRACE_MS); // still listening: probes and late callers are answered
      await app.close();
      await metrics?.close();
      for (const { transport } of parts.gateways.all) transport.close();
      parts.redis?.release();
    },
  };
}
