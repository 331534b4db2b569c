import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitedQuota } from '../../../src/limiter';
import { worstWindow, type Arrival } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import type { Replica } from './replica';
import { jitter, keepCalling, Vendor } from './vendor';

const CLIENT_TIMEOUT_MS = 400;
const HIGH = { name: 'set', limit: 60, windowMs: 500 };
const LOW = { ...HIGH, limit: 20 };
/** The rate of `LOW` in a longer window. */
const LONG = { ...HIGH, limit: 60, windowMs: 1500 };
const JITTER_MS = 20;
const FLEET = {
  onLoss: 'share',
  maxReplicas: 100,
  fallback: { forMs: 60_000, then: 'refuse' },
} as const;
const draws = [{ quota: 'set', tokens: 1 }];

interface Fleet {
  readonly vendor: Vendor;
  readonly replicas: Replica[];
  readonly start: (quota: LimitedQuota) => Replica;
  /** Waits until every replica reports this limit. @returns the time */
  readonly settled: (limit: number) => Promise<number>;
  readonly between: (fromMs: number, toMs: number) => Arrival[];
}

/** Replicas of an account of one test, because the tests wait side by side. */
const withFleet = (test: (fleet: Fleet) => Promise<void>) => async (): Promise<void> => {
  const account = newAccount();
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  const vendor = new Vendor();
  const replicas: Replica[] = [];
  const fleet: Fleet = {
    vendor,
    replicas,
    start: (quota) => {
      const replica = startReplica({ redisUrl, account, quotas: [quota], maxReplicas: 100 });
      replicas.push(replica);
      return replica;
    },
    settled: async (limit) => {
      while (replicas.some((replica) => limitSeenBy(replica) !== limit)) await sleep(10);
      return performance.now();
    },
    between: (fromMs, toMs) => vendor.arrivals.filter(({ atMs }) => atMs > fromMs && atMs <= toMs),
  };
  try {
    await test(fleet);
  } finally {
    for (const replica of replicas) replica.close();
  }
};

const change = ({ limiter }: Replica, quota: LimitedQuota) => {
  const terms = { quotas: [quota], clientTimeoutMs: CLIENT_TIMEOUT_MS, maxWaiting: 10_000 };
  limiter.reconfigure({ ...terms, fleet: FLEET });
};
const limitSeenBy = ({ limiter }: Replica) => limiter.report()[0]?.limit;

it.concurrent(
  'applies the lowest limit of all replicas while a change spreads',
  withFleet(async ({ vendor, replicas, start, settled, between }) => {
    const [first, second] = [start(HIGH), start(HIGH)];
    const untilMs = performance.now() + 8000;
    const busy = replicas.map((replica) =>
      keepCalling(40, untilMs, () => vendor.call(replica, draws, jitter(JITTER_MS), 5000)),
    );
    await sleep(1500);
    change(first, LOW);
    const lowMs = await settled(LOW.limit);
    await sleep(1500);
    change(second, LOW);
    await sleep(500);
    change(second, HIGH); // the first replica still has the lower limit
    await sleep(1500);
    const raisedMs = performance.now();
    change(first, HIGH);
    const highMs = await settled(HIGH.limit);
    const ends = await Promise.all(busy);
    expect(worstWindow(vendor.arrivals, HIGH)).toBeLessThanOrEqual(HIGH.limit);
    // windows that began before the change may contain what was allowed then
    const low = between(lowMs + HIGH.windowMs, raisedMs);
    expect(worstWindow(low, LOW)).toBeLessThanOrEqual(LOW.limit);
    expect(low.length).toBeGreaterThan(LOW.limit);
    expect(worstWindow(between(highMs, untilMs), HIGH)).toBeGreaterThan(LOW.limit);
    for (const end of ends) expect([...end.keys()]).toEqual(['answered']);
  }),
  60_000,
);

it.concurrent(
  'counts tokens that became free before the window was lengthened',
  withFleet(async ({ vendor, replicas, start, settled, between }) => {
    const [first, second] = [start(LOW), start(LOW)];
    const untilMs = performance.now() + 6000;
    const busy = replicas.map((replica) =>
      keepCalling(30, untilMs, () => vendor.call(replica, draws, jitter(JITTER_MS), 5000)),
    );
    await sleep(2500);
    change(first, LONG);
    await sleep(400);
    change(second, LONG);
    const fromMs = (await settled(LONG.limit)) + 2 * JITTER_MS; // until calls that were granted before have arrived
    await Promise.all(busy);
    for (const { atMs } of between(fromMs, untilMs))
      expect(between(atMs - LONG.windowMs, atMs).length).toBeLessThanOrEqual(LONG.limit);
    expect(between(untilMs - 2000, untilMs).length).toBeGreaterThan(LOW.limit);
  }),
  60_000,
);

it.concurrent(
  'drops a lower limit when the replica that had it leaves',
  withFleet(async ({ vendor, replicas, start, settled }) => {
    const first = start(HIGH);
    const second = start(LOW);
    await settled(LOW.limit);
    second.close();
    replicas.pop();
    // a replica at rest learns of the limit with its next call
    expect(await vendor.call(first, draws, jitter(JITTER_MS), 2000)).toBe('answered');
    await settled(HIGH.limit);
    expect(limitSeenBy(first)).toBe(HIGH.limit);
  }),
);

it.concurrent('gives back what is set aside beyond a lowered limit', async () => {
  const terms = {
    maxReplicas: 2,
    account: newAccount(),
    redisUrl: process.env.TEST_REDIS_URL ?? '',
  };
  const replica = startReplica({ ...terms, quotas: [HIGH] });
  const { limiter } = replica;
  try {
    const wait = { client: 'a', weight: 1, maxWaitMs: 1000 };
    (await limiter.acquire(draws, wait)).answered();
    await sleep(3000); // at rest, half of the limit is set aside
    change(replica, { ...LOW, limit: 4 });
    while (limitSeenBy(replica) !== 4) await sleep(10);
    await sleep(500);
    expect(limiter.report()[0]).toMatchObject({ free: 4, inFlight: 0, resting: 0 });
    const all = Array.from({ length: 4 }, () =>
      limiter.acquire(draws, { ...wait, maxWaitMs: 200 }),
    );
    for (const grant of await Promise.all(all)) grant.answered();
    expect(limiter.report()[0]).toMatchObject({ free: 0 });
    expect(limiter.forecast(draws)).toBeGreaterThan(LOW.windowMs / 2);
  } finally {
    replica.close();
  }
});
