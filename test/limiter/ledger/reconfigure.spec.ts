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

let account: string;
let replicas: Replica[];
let vendor: Vendor;

beforeEach(() => {
  account = newAccount();
  replicas = [];
  vendor = new Vendor();
});
afterEach(() => {
  for (const replica of replicas) replica.close();
});

function started(quota: LimitedQuota): Replica {
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  const replica = startReplica({ redisUrl, account, quotas: [quota], maxReplicas: 100 });
  replicas.push(replica);
  return replica;
}
const change = ({ limiter }: Replica, quota: LimitedQuota) => {
  const terms = { quotas: [quota], clientTimeoutMs: CLIENT_TIMEOUT_MS, maxWaiting: 10_000 };
  limiter.reconfigure({ ...terms, fleet: FLEET });
};
const limitSeenBy = ({ limiter }: Replica) => limiter.report()[0]?.limit;
/** Waits until every replica reports this limit. @returns the time */
async function settled(limit: number): Promise<number> {
  while (replicas.some((replica) => limitSeenBy(replica) !== limit)) await sleep(10);
  return performance.now();
}
const between = (fromMs: number, toMs: number): Arrival[] =>
  vendor.arrivals.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);

it('applies the lowest limit of all replicas while a change spreads', async () => {
  const [first, second] = [started(HIGH), started(HIGH)];
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
}, 60_000);

it('counts tokens that became free before the window was lengthened', async () => {
  const [first, second] = [started(LOW), started(LOW)];
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
}, 60_000);

it('drops a lower limit when the replica that had it leaves', async () => {
  const first = started(HIGH);
  const second = started(LOW);
  await settled(LOW.limit);
  second.close();
  replicas.pop();
  // a replica at rest learns of the limit with its next call
  expect(await vendor.call(first, draws, jitter(JITTER_MS), 2000)).toBe('answered');
  await settled(HIGH.limit);
  expect(limitSeenBy(first)).toBe(HIGH.limit);
});
