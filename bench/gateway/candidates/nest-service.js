require('reflect-metadata');
const { randomUUID } = require('node:crypto');
const { Agent } = require('node:http');
const { devNull } = require('node:os');
const { Body, Controller, HttpCode, Module, Post, ValidationPipe } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const axios = require('axios');
const { IsInt, IsObject, IsString, Length } = require('class-validator');
const pino = require('pino');
const { Histogram } = require('prom-client');
const { Pool } = require('undici');
const { signatureHeaders } = require('./signature-headers');

/**
 * A plain NestJS service with the gateway's libraries in their usual way: a validated body, a signed call, a line
 * of the log and two histograms. Without authentication, quotas, audit log or errors of its own. With UNDICI it
 * calls the vendor without axios.
 */
const ROUTE = '/v4/message/metadata/set';
const VENDOR = process.env.VENDOR ?? '';

const httpAgent = new Agent({ keepAlive: true });
const pool = new Pool(VENDOR, { connections: 256 });

async function callWithAxios(call) {
  const headers = signatureHeaders();
  const { data } = await axios.post(`${VENDOR}${ROUTE}`, call, {
    headers,
    httpAgent,
    timeout: 5_000,
  });
  return data;
}

async function callWithUndici(call) {
  const { body } = await pool.request({
    method: 'POST',
    path: ROUTE,
    headers: { 'Content-Type': 'application/json', ...signatureHeaders() },
    body: JSON.stringify(call),
  });
  return body.json();
}
const callVendor = process.env.UNDICI ? callWithUndici : callWithAxios;

class MessageMetadata {}
/** @type {Record<string, PropertyDecorator[]>} */
const RULES = {
  messageUID: [IsString(), Length(1, 64)],
  userId: [IsString(), Length(1, 64)],
  channelType: [IsInt()],
  channelId: [IsString(), Length(1, 64)],
  metadata: [IsObject()],
};
for (const [name, rules] of Object.entries(RULES))
  for (const rule of rules) rule(MessageMetadata.prototype, name);

// decorators are applied by hand, because this is no TypeScript
class MessageController {
  set(body) {
    return callVendor(body);
  }
}
const handler = Object.getOwnPropertyDescriptor(MessageController.prototype, 'set') ?? {};
Reflect.defineMetadata('design:paramtypes', [MessageMetadata], MessageController.prototype, 'set');
Body()(MessageController.prototype, 'set', 0);
Post(ROUTE)(MessageController.prototype, 'set', handler);
HttpCode(200)(MessageController.prototype, 'set', handler);
Controller()(MessageController);

class AppModule {}
Module({ controllers: [MessageController] })(AppModule);

const log = pino(pino.destination({ dest: devNull, sync: false, minLength: 4_096 }));
const requestSeconds = new Histogram({
  name: 'http_request_seconds',
  help: 'Duration of a request.',
  labelNames: ['method', 'route', 'status'],
});
const operationSeconds = new Histogram({
  name: 'operation_seconds',
  help: 'Duration of an operation.',
  labelNames: ['operation', 'outcome'],
});

/** @type {import('express').RequestHandler} */
function observe(request, response, next) {
  const startMs = performance.now();
  const requestId = randomUUID();
  response.setHeader('X-Request-Id', requestId);
  response.on('finish', () => {
    const tookMs = performance.now() - startMs;
    const { method, url } = request;
    const status = response.statusCode;
    requestSeconds.observe({ method, route: ROUTE, status }, tookMs / 1_000);
    operationSeconds.observe({ operation: 'set', outcome: 'done' }, tookMs / 1_000);
    log.info({ method, url, status, requestId, tookMs }, 'request');
  });
  next();
}

NestFactory.create(AppModule, { logger: false }).then((app) => {
  app.use(observe);
  app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
  return app.listen(Number(process.env.PORT), '127.0.0.1');
});
