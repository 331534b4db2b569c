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

const MAX_WAIT_MS = 30_000;

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

async function keepCalling(limiter, account) {
  await sleep(Math.random() * pauseMs);
  for (;;) {
    try {
      const grant = await limiter.acquire(draws, {
        client: 'one',
        weight: 1,
        maxWaitMs: MAX_WAIT_MS,
      });
      await sleep(rttMs / 2);
      arrivals.push({ account, atMs: nowMs() });
      await sleep(rttMs / 2);
      grant.answered();
      if (pauseMs > 0) await sleep(pauseMs);
    } catch ({ details }) {
      await sleep(details?.retryAfterMs ?? 100);
    }
  }
}

function figures() {
  const { user, system } = process.cpuUsage();
  const { loopCount } = performance.nodeTiming.uvMetricsInfo;
  return { cpuMicros: user + system, wakeUps: loopCount };
}

const COMMANDS = {
  start: () => {
    for (const [account, limiter] of limiters.entries())
      for (let caller = 0; caller < callers; caller += 1) void keepCalling(limiter, account);
  },
  reset: () => {
    arrivals = [];
    return figures();
  },
  report: () => ({ arrivals, ...figures() }),
  unshared: () => ({ unshared: unshared.size }),
};

process.on('message', (name) => process.send({ name, ...COMMANDS[name]() }));
process.send({ name: 'ready' });
