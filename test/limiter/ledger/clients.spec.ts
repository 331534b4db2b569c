/** Clients of several replicas that share one ledger: their shares of a quota, and the order of their calls. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createLimiter, type Limiter, type WaitOptions } from '../../../src/limiter';
import { connectRedis, type RedisConnection } from '../../../src/redis';
import { worstWindow, type Arrival } from '../vendor-count';
import { newAccount } from './replica';
import { keepCalling } from './vendor';

const QUOTA = { name: 'set', limit: 20, windowMs: 500 };
const ONE = [{ quota: 'set', tokens: 1 }];
const FLEET = {
  replicaName: '',
  onLoss: 'share',
  maxReplicas: 4,
  fallback: { forMs: 60_000, then: 'refuse' },
} as const;

let connections: RedisConnection[];
let replicas: Limiter[];
beforeEach(() => {
  const account = newAccount();
  connections = [1, 2].map(() => connectRedis(process.env.TEST_REDIS_URL ?? ''));
  replicas = connections.map((redis) =>
    createLimiter({
      quotas: [QUOTA],
      clientTimeoutMs: 400,
      maxWaiting: 10_000,
      coldStart: false,
      fleet: { ...FLEET, account, redis: redis.retain() },
    }),
  );
});
afterEach(() => {
  for (const replica of replicas) replica.close();
  for (const connection of connections) connection.release();
});

/** One call that the vendor answers at once. */
async function call(
  replica: Limiter | undefined,
  wait: Pick<WaitOptions, 'client' | 'share' | 'urgency'>,
  arrivals: Arrival[],
): Promise<number> {
  const sinceMs = performance.now();
  const grant = await replica?.acquire(ONE, { weight: 1, maxWaitMs: 60_000, ...wait });
  arrivals.push({ atMs: performance.now(), draws: ONE });
  grant?.answered();
  return performance.now() - sinceMs;
}

const repeat = (untilMs: number, make: () => Promise<unknown>) =>
  keepCalling(15, untilMs, () => make().then(() => 'answered'));

it('a client with a share has no more than it over all replicas', async () => {
  const capped: Arrival[] = [];
  const others: Arrival[] = [];
  const untilMs = performance.now() + 3_000;
  await Promise.all(
    replicas.flatMap((replica) => [
      repeat(untilMs, () => call(replica, { client: 'capped', share: 0.5 }, capped)),
      repeat(untilMs, () => call(replica, { client: 'other' }, others)),
    ]),
  );
  expect(worstWindow(capped, QUOTA)).toBe(10);
  expect(worstWindow([...capped, ...others], QUOTA)).toBe(20);
});

it('an urgent call passes the waiting calls of its client on the other replicas too', async () => {
  const [one, other] = replicas;
  const batch: Promise<number>[] = [];
  for (let count = 0; count < 160; count += 1)
    batch.push(call(count % 2 ? one : other, { client: 'same', urgency: 6 }, []));
  await sleep(700);
  const waits = [await call(one, { client: 'same', urgency: 3 }, [])];
  waits.push(await call(other, { client: 'same', urgency: 3 }, []));
  // 160 calls take eight windows; those of one urgency wait for all calls before them
  expect(Math.max(...waits)).toBeLessThan(3 * QUOTA.windowMs);
  await Promise.all(batch);
});
