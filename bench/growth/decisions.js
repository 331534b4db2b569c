const { createLimiter } = require('../../dist/limiter');
const { scaled } = require('../run-scale');
const { VirtualClock } = require('./virtual-clock');

/**
 * Measures the CPU of a decision in the memory of this process, garbage collection included. The clock is
 * virtual, so that nothing waits for real time: each millisecond, one token is free again, and the caller that
 * gets it waits for the next.
 */
const { accounts, waiters, limit } = JSON.parse(process.argv[2]);

const WARM_UP_MS = scaled(30_000, 2_000);
const MEASURED_MS = scaled(50_000, 2_000);
const WINDOW_MS = 1_000;
const RTT_MS = 20;
const WAIT = { weight: 1, maxWaitMs: 60_000 };
const CLIENTS = 10;

/** As many quotas as a Nexconn connection has. A call draws on the first two. */
const quotas = Array.from({ length: 10 }, (_, index) => ({
  name: `quota-${index}`,
  limit: index === 0 ? limit : Math.max(100, limit),
  windowMs: WINDOW_MS,
}));
const draws = quotas.slice(0, 2).map(({ name }) => ({ quota: name, tokens: 1 }));

const clock = new VirtualClock();
const limiters = Array.from({ length: accounts }, () =>
  createLimiter({ quotas, clientTimeoutMs: 1_000, maxWaiting: 10_000, coldStart: false, clock }),
);
let decisions = 0;

/** @param {number} caller a caller waits at one account, as one client, and can disconnect */
async function keepCalling(caller) {
  const limiter = limiters[caller % accounts];
  const { signal } = new AbortController();
  const wait = { ...WAIT, client: `client-${caller % CLIENTS}`, signal };
  for (;;) await callOnce(limiter, wait);
}

async function callOnce(limiter, wait) {
  const grant = await limiter.acquire(draws, wait);
  decisions += 1;
  clock.schedule(clock.now() + RTT_MS, () => grant.answered());
}

async function passTime(ms) {
  for (let passed = 0; passed < ms; passed += 1) {
    clock.advance();
    await new Promise(setImmediate);
  }
}

async function main() {
  for (let token = 0; token < accounts * limit; token += 1) {
    await callOnce(limiters[token % accounts], { ...WAIT, client: 'first' });
    await passTime(WINDOW_MS / (accounts * limit));
  }
  for (let caller = 0; caller < waiters; caller += 1) void keepCalling(caller);
  await passTime(WARM_UP_MS);
  decisions = 0;
  const cpuBefore = process.cpuUsage();
  await passTime(MEASURED_MS);
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send({ cpuMicros: (user + system) / decisions, decisions }, () => process.exit());
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
