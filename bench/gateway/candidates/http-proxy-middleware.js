const { Agent } = require('node:http');
const express = require('express');
const { Redis } = require('ioredis');
const { RateLimiterRedis } = require('rate-limiter-flexible');
const { createProxyMiddleware } = require('http-proxy-middleware');

const app = express();
// two quotas a call, as the gateway; the limit is never reached
if (process.env.LIMITED) {
  const storeClient = new Redis(process.env.REDIS ?? '');
  const quotas = ['message-metadata.set', 'group-message'].map(
    (keyPrefix) => new RateLimiterRedis({ storeClient, keyPrefix, points: 1e7, duration: 1 }),
  );
  app.use((_request, response, next) => {
    Promise.all(quotas.map((quota) => quota.consume('account'))).then(
      () => next(),
      () => response.status(429).end(),
    );
  });
}
app.use(
  createProxyMiddleware({ target: process.env.VENDOR, agent: new Agent({ keepAlive: true }) }),
);
app.listen(Number(process.env.PORT), '127.0.0.1');
