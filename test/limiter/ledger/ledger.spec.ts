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

interface Setup {
  /** Starts a replica of the account. */
  readonly started: (more?: Partial<ReplicaSettings>) => Replica;
  /** A client of Redis beside the replicas. */
  readonly operator: Redis;
  /** The keys of the account. */
  readonly keys: () => Promise<string[]>;
}

/** A test with an account of its own, so that the tests wait side by side. */
const withAccount = (test: (setup: Setup) => Promise<void>) => async (): Promise<void> => {
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  const account = newAccount();
  const operator = new Redis(redisUrl);
  const replicas: Replica[] = [];
  const started: Setup['started'] = (more = {}) => {
    const replica = startReplica({ redisUrl, account, quotas: [SET, GROUP], ...more });
    replicas.push(replica);
    return replica;
  };
  try {
    await test({ started, operator, keys: () => operator.keys(`{cmg:${account}}*`) });
  } finally {
    for (const replica of replicas) replica.close();
    operator.disconnect();
  }
};

const acquire = ({ limiter }: Replica, tokens = 1, maxWaitMs = 3000, signal?: AbortSignal) =>
  limiter.acquire([{ quota: 'set', tokens }], {
    ...{ client: 'one', weight: 1, maxWaitMs },
    ...(signal && { signal }),
  });
const report = (limiter: Limiter) => limiter.report().find(({ name }) => name === 'set');

it.concurrent(
  'shares one limit between replicas, and reports the use of the fleet to each',
  withAccount(async ({ started }) => {
    const [left, right] = [started(), started()];
    await acquire(left, 60);
    await expect(acquire(right, 60, 0)).rejects.toMatchObject({ code: 'quota-exhausted' });
    await acquire(right, 40);
    await sleep(400);
    expect(report(left.limiter)).toMatchObject({ inFlight: 100, free: 0, worstWindow: 100 });
  }),
);

it.concurrent(
  'reports each change of the use to a replica without calls of its own',
  withAccount(async ({ started }) => {
    const [left, right] = [started(), started()];
    const grant = await acquire(left, 60);
    await sleep(450);
    expect(report(right.limiter)).toMatchObject({ inFlight: 60, resting: 0, free: 40 });
    grant.answered();
    await sleep(450);
    expect(report(right.limiter)).toMatchObject({ inFlight: 0, resting: 60, free: 40 });
    await sleep(450);
    expect(report(right.limiter)).toMatchObject({ inFlight: 0, resting: 0, free: 100 });
    left.limiter.coolDown([{ quota: 'set' }], 5000);
    await sleep(450);
    expect(right.limiter.canGrantNow(one)).toBe(false);
    await expect(acquire(right, 1, 0)).rejects.toMatchObject({
      code: 'quota-exhausted',
      message: expect.stringMatching(/^The vendor has throttled the quota set,/) as string,
    });
  }),
);

it.concurrent(
  'frees the tokens of a crashed replica after their lease, except its suspended share',
  withAccount(async ({ started }) => {
    const [first, other] = [started({ maxReplicas: 100 }), started({ maxReplicas: 100 })];
    await acquire(first, 100);
    first.crash();
    const fromMs = performance.now();
    await acquire(other, 99, 10_000);
    const tookMs = performance.now() - fromMs;
    expect(tookMs).toBeGreaterThan(400 + 500);
    expect(tookMs).toBeLessThan(4000);
  }),
);

it.concurrent(
  'sends its scripts again after they were flushed, and lets every key expire',
  withAccount(async ({ started, operator, keys }) => {
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
  }),
);

it.concurrent(
  'lets the keys expire that a join adds to a ledger',
  withAccount(async ({ started, operator, keys }) => {
    const grant = await acquire(started());
    const other = started({ replicaName: 'other' });
    (await acquire(other)).answered();
    const names = (await keys()).filter((key) => key.endsWith(':names'));
    expect(names).toHaveLength(1);
    for (const key of await keys()) expect(await operator.pttl(key)).toBeGreaterThan(0);
    grant.answered();
  }),
);

it.concurrent(
  'frees the tokens of unsent calls, and of waiters that have disconnected, at once',
  withAccount(async ({ started }) => {
    const replica = started();
    (await acquire(replica, 100)).unsent();
    const grant = await acquire(replica, 100, 1000);
    const disconnect = new AbortController();
    const waiting = acquire(replica, 50, 3000, disconnect.signal);
    grant.answered();
    await sleep(100);
    disconnect.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const fromMs = performance.now();
    await acquire(replica, 100);
    expect(performance.now() - fromMs).toBeLessThan(600);
  }),
);

it.concurrent(
  'applies a cooldown to all replicas',
  withAccount(async ({ started }) => {
    const [left, right] = [started(), started()];
    (await acquire(left)).answered();
    (await acquire(right)).answered();
    left.limiter.coolDown([{ quota: 'set' }], 800);
    await sleep(50);
    const fromMs = performance.now();
    await acquire(right);
    expect(performance.now() - fromMs).toBeGreaterThan(700);
  }),
);

it.concurrent(
  'ends a cooldown on all replicas, also on the one that was throttled',
  withAccount(async ({ started }) => {
    const [throttled, operated, other] = [started(), started(), started()];
    for (const replica of [throttled, operated, other]) (await acquire(replica)).answered();
    throttled.limiter.coolDown([{ quota: 'set' }], 60_000);
    await sleep(400);
    expect(report(other.limiter)?.coolingDownMs).toBeGreaterThan(50_000);
    const waiting = Promise.all([throttled, other].map((one) => acquire(one, 1, 90_000)));
    await sleep(100);
    expect(await operated.limiter.endCooldown('set')).toBe(true);
    expect(report(operated.limiter)).toMatchObject({ coolingDownMs: 0 });
    (await acquire(operated, 1, 0)).answered();
    for (const grant of await waiting) grant.answered();
    for (const { limiter } of [throttled, other])
      expect(report(limiter)).toMatchObject({ coolingDownMs: 0 });
    expect(await operated.limiter.endCooldown('set')).toBe(true);
    expect(await operated.limiter.endCooldown('none')).toBe(false);
  }),
);

it.concurrent(
  'ends a cooldown within a second on replicas at rest, which then cool down as before',
  withAccount(async ({ started }) => {
    // no share can be set aside of so few tokens, and returned
    const few = { quotas: [{ name: 'set', limit: 3, windowMs: 500 }] };
    const [throttled, operated] = [started(few), started(few)];
    throttled.limiter.coolDown([{ quota: 'set' }], 60_000);
    await sleep(3000);
    await operated.limiter.endCooldown('set');
    await sleep(1000);
    (await acquire(throttled, 1, 0)).answered();
    throttled.limiter.coolDown([{ quota: 'set' }], 60_000);
    await sleep(400);
    for (const { limiter } of [throttled, operated])
      expect(report(limiter)?.coolingDownMs).toBeGreaterThan(50_000);
  }),
);

it.concurrent(
  'says that a cooldown has ended on this replica alone without a reply of the ledger',
  withAccount(async ({ started }) => {
    const replica = started();
    (await acquire(replica)).answered();
    replica.limiter.coolDown([{ quota: 'set' }], 60_000);
    await sleep(100);
    replica.connection.client.disconnect();
    await expect(replica.limiter.endCooldown('set')).rejects.toMatchObject({
      code: 'limiter-unavailable',
      message: expect.stringContaining('on this replica alone') as string,
      details: { applied: 'unknown' },
    });
  }),
);

// its load would delay the others
it(
  'fills the quota without exceeding it, with less than two round trips for each call',
  withAccount(async ({ started }) => {
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
    const possible = (SET.limit * 3000) / (SET.windowMs + vendor.meanRoundTripMs());
    expect(steady.length / possible).toBeGreaterThan(0.9);
  }),
);

it.concurrent(
  'sends only heartbeats while a quota is known to be empty',
  withAccount(async ({ started }) => {
    const slow = { name: 'set', limit: 10, windowMs: 3000 };
    const replica = started({ quotas: [slow] });
    (await acquire(replica, 10)).answered();
    const vendor = new Vendor();
    const waiting = Array.from({ length: 10 }, () => vendor.call(replica, one, quick, 10_000));
    await sleep(500);
    const before = replica.trips();
    await sleep(1500);
    expect(replica.trips() - before).toBeLessThanOrEqual(12); // four heartbeats a second, and some more
    expect(await Promise.all(waiting)).toEqual(Array(10).fill('answered'));
  }),
);

it.concurrent(
  'reports the number of replicas to each, without ones that crashed while they were in use',
  withAccount(async ({ started }) => {
    const settings = { clientTimeoutMs: 20_000 };
    const fleet = [started(settings), started(settings), started(settings)];
    for (const replica of fleet) await acquire(replica);
    const waitForCounts = async (counts: readonly number[]) => {
      while (fleet.some((one, index) => one.replicas() !== counts[index])) await sleep(50);
    };
    await waitForCounts([3, 3, 3]);
    fleet[2]?.crash();
    await waitForCounts([2, 2, 3]);
    expect(fleet.map((one) => one.replicas())).toEqual([2, 2, 3]);
  }),
);

it.concurrent(
  'waits for the reply of the ledger, even for a call that may not wait',
  withAccount(async ({ started }) => {
    const replica = started();
    const isGrantedWithoutWait = async (): Promise<boolean> => {
      (await acquire(replica)).answered();
      await sleep(50);
      expect(replica.limiter.canGrantNow(one)).toBe(false);
      return acquire(replica, 1, 0).then(
        () => true,
        () => false,
      );
    };
    // a busy machine may take longer for a reply than the limiter waits
    for (let attempt = 1; !(await isGrantedWithoutWait()); attempt += 1)
      expect(attempt).toBeLessThan(5);
  }),
);
