const { setTimeout: sleep } = require('node:timers/promises');
const { createLimiter } = require('../../dist/limiter');
const { connectRedis } = require('../../dist/redis');

/**
 * One replica: a limiter for each account, all on one connection. The callers of an account call again after
 * a pause; without one, they always want more tokens than the quota has.
 */
const { redisUrl, accounts, replicas, quotas, drawn, callers, pauseMs, rttMs } = JSON.parse(
  process.argv[2],
);

const WAIT = { client: 'one', weight: 1, maxWaitMs: 30_000 };

const redis = connectRedis(redisUrl);
const draws = drawn.map((quota) => ({ quota, tokens: 1 }));
/** The accounts whose ledger is not shared at present: lost, or in quarantine. */
const unshared = new Set();
const ignore = () => undefined;
const observerOf = (account) => ({
  granted: ignore,
  refused: ignore,
  cooledDown: ignore,
  roundTrip: ignore,
  suspended: ignore,
  clockStepped: ignore,
  replicas: ignore,
  ledger: (state) => (state === 'shared' ? unshared.delete(account) : unshared.add(account)),
});

const limiters = accounts.map((account) =>
  createLimiter({
    quotas,
    clientTimeoutMs: 1_000,
    maxWaiting: 10_000,
    coldStart: false,
    observer: observerOf(account),
    fleet: {
      account,
      redis,
      onLoss: 'refuse',
      replicaName: '',
      maxReplicas: replicas,
      fallback: { forMs: 900_000, then: 'refuse' },
    },
  }),
);

/** @type {{ account: number, atMs: number }[]} */
let arrivals = [];
/** A clock that all processes of the machine share. */
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** Waits for a grant, after a refusal once more. */
async function acquire(limiter) {
  for (;;)
    try {
      return await limiter.acquire(draws, WAIT);
    } catch ({ details }) {
      await sleep(details?.retryAfterMs ?? 100);
    }
}

/** Each way of a call takes up to twice its mean. */
const travel = () => sleep(Math.random() * rttMs);

async function callOnce(limiter, account) {
  const grant = await acquire(limiter);
  await travel();
  arrivals.push({ account, atMs: nowMs() });
  await travel();
  grant.answered();
}

async function keepCalling(limiter, account) {
  await sleep(Math.random() * pauseMs);
  for (;;) {
    await callOnce(limiter, account);
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

/** Uses this replica's part of the tokens over one window, so that they do not return all at once. */
async function spreadTokens(limiter, account) {
  const [{ limit, windowMs }] = quotas;
  const calls = Array.from({ length: limit / replicas }, async () => {
    await sleep(Math.random() * windowMs);
    await callOnce(limiter, account);
  });
  await Promise.all(calls);
}

async function start(limiter, account) {
  if (pauseMs === 0) await spreadTokens(limiter, account);
  for (let caller = 0; caller < callers; caller += 1) void keepCalling(limiter, account);
}

function figures() {
  const { user, system } = process.cpuUsage();
  const { loopCount } = performance.nodeTiming.uvMetricsInfo;
  return { cpuMicros: user + system, wakeUps: loopCount };
}

const COMMANDS = {
  start: () => {
    for (const [account, limiter] of limiters.entries()) void start(limiter, account);
  },
  reset: () => {
    arrivals = [];
    return figures();
  },
  report: () => ({ arrivals, ...figures() }),
  unshared: () => ({ unshared: unshared.size }),
};

process.on('message', (name) => process.send({ name, ...COMMANDS[name]() }));
process.once('disconnect', () => process.exit()); // the benchmark has failed
process.send({ name: 'ready' });
