const { Agent, request } = require('node:http');
const { Redis } = require('ioredis');
const { scaled } = require('../run-scale');

const QUOTA = { limit: 100, windowMs: 1_000 };
const CONCURRENCY = 250;
const MEASURED_MS = scaled(8_000, 1_500);

/**
 * Calls the vendor as fast as the limiter allows.
 * @param {import('./candidates').Open} open
 * @param {string} redisUrl
 * @param {string} vendorUrl
 */
async function saturate(open, redisUrl, vendorUrl) {
  const redis = new Redis(redisUrl);
  await redis.flushall();
  redis.disconnect();
  const candidate = await open(QUOTA, redisUrl);
  const agent = new Agent({ keepAlive: true });
  const call = () =>
    new Promise((resolve, reject) => {
      request(vendorUrl, { agent, method: 'POST' }, (answer) => answer.resume().on('end', resolve))
        .on('error', reject)
        .end('{}');
    });
  const callOnce = async () => {
    const answered = await candidate.acquire();
    await call();
    answered();
  };
  await callOnce();
  const endMs = performance.now() + MEASURED_MS;
  const keepCalling = async () => {
    while (performance.now() < endMs) await callOnce();
  };
  const callers = Array.from({ length: CONCURRENCY }, keepCalling);
  await Promise.race([Promise.all(callers), new Promise((end) => setTimeout(end, MEASURED_MS))]);
}

module.exports = { saturate, QUOTA };
