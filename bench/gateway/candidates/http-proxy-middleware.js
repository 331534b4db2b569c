const { Agent } = require('node:http');
const express = require('express');
const { Redis } = require('ioredis');
const { RateLimiterRedis } = require('rate-limiter-flexible');
const { createProxyMiddleware } = require('http-proxy-middleware');

/** A call draws on two quotas, as in the gateway; their limits are never reached. */
const QUOTAS = ['message-metadata.set', 'group-message'];
const LIMIT = 1e7;
const redisUrl = process.env.REDIS ?? '';

/** @typedef {import('express').RequestHandler} RequestHandler */

/** @returns {RequestHandler} */
function limitFlexibly() {
  const storeClient = new Redis(redisUrl);
  const quotas = QUOTAS.map(
    (keyPrefix) => new RateLimiterRedis({ storeClient, keyPrefix, points: LIMIT, duration: 1 }),
  );
  return (_request, response, next) => {
    Promise.all(quotas.map((quota) => quota.consume('account'))).then(
      () => next(),
      () => response.status(429).end(),
    );
  };
}

/** The limiter of this gateway, told when the reply has ended. @returns {RequestHandler} */
function limitExactly() {
  // loaded here, so that the proxies without it are no larger
  const { createLimiter } = require('../../../dist/limiter');
  const { connectRedis } = require('../../../dist/redis');
  const limiter = createLimiter({
    quotas: QUOTAS.map((name) => ({ name, limit: LIMIT, windowMs: 1_000 })),
    clientTimeoutMs: 5_000,
    maxWaiting: 20_000,
    coldStart: false,
    fleet: {
      account: 'bench',
      redis: connectRedis(redisUrl),
      onLoss: 'refuse',
      replicaName: '',
      maxReplicas: 1,
      fallback: { forMs: 900_000, then: 'refuse' },
    },
  });
  const draws = QUOTAS.map((quota) => ({ quota, tokens: 1 }));
  return (_request, response, next) => {
    limiter.acquire(draws, { client: 'one', weight: 1, maxWaitMs: 60_000 }).then(
      (grant) => {
        response.on('close', () => grant.answered());
        next();
      },
      () => response.status(429).end(),
    );
  };
}

const LIMITERS = { flexible: limitFlexibly, exact: limitExactly };

const app = express();
const limiter = LIMITERS[process.env.LIMITER ?? ''];
if (limiter !== undefined) app.use(limiter());
app.use(
  createProxyMiddleware({ target: process.env.VENDOR, agent: new Agent({ keepAlive: true }) }),
);
app.listen(Number(process.env.PORT), '127.0.0.1');
