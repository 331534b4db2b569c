const { setTimeout: sleep } = require('node:timers/promises');
const { createLimiter } = require('../../dist/limiter');
const { connectRedis } = require('../../dist/redis');
const { callersFor } = require('./workloads');

/** One replica: a limiter, and callers whose calls arrive half a round trip after they are sent. */
const { workload, replicas, busy, isBusy, rttMs, redisUrl, account, quota, forMs } = JSON.parse(
  process.argv[2],
);

const redis = redisUrl && connectRedis(redisUrl);
const limiter = createLimiter({
  quotas: [quota],
  clientTimeoutMs: 1_000,
  maxWaiting: 10_000,
  coldStart: false,
  ...(redis && {
    fleet: {
      account,
      redis,
      onLoss: 'refuse',
      replicaName: '',
      maxReplicas: replicas,
      fallback: { forMs: 900_000, then: 'refuse' },
    },
  }),
});

/** A clock that all processes of the machine share. */
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
const MAX_RETRY_DELAY_MS = 1_000;

/** @type {{ atMs: number, tokens: number, heldMs: number, client: string }[]} */
const arrivals = [];
const endMs = nowMs() + forMs;

async function call({ tokens, maxWaitMs, client }) {
  const tokenCount = tokens();
  const wait = { client, weight: 1, maxWaitMs };
  const grant = await limiter.acquire([{ quota: quota.name, tokens: tokenCount }], wait);
  const sentMs = nowMs();
  if (rttMs > 0) await sleep(rttMs / 2);
  const arrival = { atMs: nowMs(), tokens: tokenCount, heldMs: 0, client };
  arrivals.push(arrival);
  if (rttMs > 0) await sleep(rttMs / 2);
  arrival.heldMs = nowMs() - sentMs;
  grant.answered();
}

async function keepCalling(caller) {
  while (nowMs() < endMs)
    await call(caller).catch(({ details }) =>
      sleep(Math.min(details?.retryAfterMs ?? MAX_RETRY_DELAY_MS, MAX_RETRY_DELAY_MS)),
    );
}

if (isBusy) for (const caller of callersFor(workload, busy)) void keepCalling(caller);
process.once('disconnect', () => process.exit()); // the benchmark has failed
setTimeout(() => process.send?.(arrivals, () => process.exit()), forMs);
