import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Limiter } from '../../../src/limiter';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import type { Replica, ReplicaSettings } from './replica';
import { jitter, keepCalling, quick, Vendor } from './vendor';

const SET = { name: 'set', limit: 100, windowMs: 500 };
const GROUP = { name: 'group', limit: 10, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];

let url: string;
let operator: Redis;
let account: string;
let replicas: Replica[];

beforeEach(() => {
  url = process.env.TEST_REDIS_URL ?? '';
  operator = new Redis(url);
  account = newAccount();
  replicas = [];
});
afterEach(() => {
  for (const replica of replicas) replica.close();
  operator.disconnect();
});

function started(more: Partial<ReplicaSettings> = {}): Replica {
  const replica = startReplica({ redisUrl: url, account, quotas: [SET, GROUP], ...more });
  replicas.push(replica);
  return replica;
}
const acquire = ({ limiter }: Replica, tokens = 1, maxWaitMs = 3000, signal?: AbortSignal) =>
  limiter.acquire([{ quota: 'set', tokens }], {
    ...{ client: 'one', weight: 1, maxWaitMs },
    ...(signal && { signal }),
  });
const report = (limiter: Limiter) => limiter.report().find(({ name }) => name === 'set');
const keys = () => operator.keys(`{cmg:${account}}*`);

it('counts for all replicas together, and tells each what the fleet uses', async () => {
  const [left, right] = [started(), started()];
  await acquire(left, 60);
  await expect(acquire(right, 60, 0)).rejects.toMatchObject({ code: 'quota-exhausted' });
  await acquire(right, 40);
  await sleep(400);
  expect(report(left.limiter)).toMatchObject({ inFlight: 100, free: 0, worstWindow: 100 });
});

it('gives the tokens of a crashed replica back at their lease, less the share of one cut off', async () => {
  const [first, other] = [started({ maxReplicas: 100 }), started({ maxReplicas: 100 })];
  await acquire(first, 100);
  first.crash();
  const fromMs = performance.now();
  await acquire(other, 99, 10_000);
  const tookMs = performance.now() - fromMs;
  expect(tookMs).toBeGreaterThan(400 + 500);
  expect(tookMs).toBeLessThan(4000);
});

it('keeps on where the scripts are gone, and lets every key expire', async () => {
  const replica = started();
  (await acquire(replica)).answered();
  await operator.script('FLUSH');
  (await acquire(replica, 2)).answered();
  await acquire(replica, 3);
  await sleep(300);
  expect(replica.mode()).toBe('shared');
  const found = await keys();
  expect(found.length).toBeGreaterThan(4);
  for (const key of found) expect(await operator.pttl(key)).toBeGreaterThan(0);
});

it('puts back at once what was never sent, and what nobody waits for any more', async () => {
  const replica = started();
  (await acquire(replica, 100)).unsent();
  const grant = await acquire(replica, 100, 1000);
  const hangUp = new AbortController();
  const waiting = acquire(replica, 50, 3000, hangUp.signal);
  grant.answered();
  await sleep(100);
  hangUp.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  const fromMs = performance.now();
  await acquire(replica, 100);
  expect(performance.now() - fromMs).toBeLessThan(600);
});

it('pauses the whole fleet after a vendor 429', async () => {
  const [left, right] = [started(), started()];
  (await acquire(left)).answered();
  (await acquire(right)).answered();
  left.limiter.coolDown(['set'], 800);
  await sleep(50);
  const fromMs = performance.now();
  await acquire(right);
  expect(performance.now() - fromMs).toBeGreaterThan(700);
});

it('takes no more than two round trips a call, uses the quota, and never more', async () => {
  const fleet = [started(), started(), started(), started()];
  const vendor = new Vendor();
  for (const replica of fleet) (await acquire(replica)).unsent();
  const before = fleet.reduce((sum, { trips }) => sum + trips(), 0);
  const untilMs = performance.now() + 4000;
  const groups = [...one, { quota: 'group', tokens: 1 }];
  await Promise.all(
    fleet.flatMap((replica) => [
      keepCalling(60, untilMs, () => vendor.call(replica, one, jitter(20), 5000)),
      keepCalling(10, untilMs, () => vendor.call(replica, groups, jitter(20), 5000)),
    ]),
  );
  const trips = fleet.reduce((sum, replica) => sum + replica.trips(), 0) - before;
  assertNeverOver(vendor.arrivals, [SET, GROUP]);
  expect(trips / vendor.arrivals.length).toBeLessThan(2);
  const steady = vendor.arrivals.filter(({ atMs }) => atMs > untilMs - 3000 && atMs <= untilMs);
  const possible = (SET.limit * 3000) / (SET.windowMs + 20);
  expect(steady.length / possible).toBeGreaterThan(0.9);
});

it('asks nothing while a quota is known to be empty', async () => {
  const slow = { name: 'set', limit: 10, windowMs: 3000 };
  const replica = started({ quotas: [slow] });
  (await acquire(replica, 10)).answered();
  const vendor = new Vendor();
  const waiting = Array.from({ length: 10 }, () => vendor.call(replica, one, quick, 10_000));
  await sleep(500);
  const before = replica.trips();
  await sleep(1500);
  expect(replica.trips() - before).toBeLessThanOrEqual(12); // it is heard of four times a second
  expect(await Promise.all(waiting)).toEqual(Array(10).fill('answered'));
});

it('tells every replica how many there are, and forgets who is dead', async () => {
  const fleet = [started(), started(), started()];
  const told = async (counts: readonly number[]) => {
    while (fleet.some((one, index) => one.replicas() !== counts[index])) await sleep(50);
  };
  await told([3, 3, 3]);
  fleet[2]?.crash();
  await told([2, 2, 3]);
  expect(fleet.map((one) => one.replicas())).toEqual([2, 2, 3]);
});
