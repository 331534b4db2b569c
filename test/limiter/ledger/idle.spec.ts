/** Replicas at rest: they send almost nothing, and their shares are set aside until others lack tokens. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LockLeases } from '../../../src/locks';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica, type Replica, type ReplicaSettings } from './replica';
import { jitter, keepCalling, quick, Vendor } from './vendor';

const SET = { name: 'set', limit: 40, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];
/** Until a replica that does nothing is at rest and has said so. */
const REST_MS = 3000;

interface Fleet {
  readonly server: RedisServer;
  readonly start: (settings?: Partial<ReplicaSettings>) => Replica;
  readonly trips: () => number;
}

/**
 * Resolves when all replicas are at rest. A busy machine takes longer than `REST_MS`, and the last view of a replica
 * may be of a moment when another was taken for silent.
 */
async function untilAtRest(...replicas: readonly Replica[]): Promise<void> {
  await untilSilent(replicas);
  await Promise.all(replicas.map(({ limiter }) => limiter.refresh()));
  await untilSilent(replicas);
}

/** Resolves when none of the replicas has sent a message for a second. */
async function untilSilent(replicas: readonly Replica[]): Promise<void> {
  const tripsOf = () => replicas.map((replica) => replica.trips()).join();
  for (let before = ''; before !== tripsOf();) {
    before = tripsOf();
    await sleep(1000);
  }
}

/** A Redis for one test, because the tests rest side by side. */
const withFleet = (test: (fleet: Fleet) => Promise<void>) => async (): Promise<void> => {
  const server = await startRedisServer();
  const account = newAccount();
  const replicas: Replica[] = [];
  const start = (settings: Partial<ReplicaSettings> = {}): Replica => {
    const replica = startReplica({ redisUrl: server.url, account, quotas: [SET], ...settings });
    replicas.push(replica);
    return replica;
  };
  const trips = () => replicas.reduce((sum, replica) => sum + replica.trips(), 0);
  try {
    await test({ server, start, trips });
  } finally {
    for (const replica of replicas) replica.close();
    server.process.kill('SIGCONT');
    await server.stop();
  }
};

it.concurrent(
  'sends nothing at rest, and serves a first call with one message',
  withFleet(async ({ start, trips }) => {
    const replica = start();
    const other = start();
    await sleep(REST_MS);
    await untilAtRest(replica, other);
    const before = trips();
    await sleep(2000);
    expect(trips() - before).toBe(0);
    expect(replica.limiter.report()[0]).toMatchObject({ free: 40, inFlight: 0, worstWindow: 0 });
    expect(await new Vendor().call(replica, one, quick, 0)).toBe('answered');
    expect(trips() - before).toBeLessThanOrEqual(2);
    expect(replica.limiter.report()[0]).toMatchObject({ worstWindow: 1 });
  }),
);

it.concurrent(
  'knows what others have used as soon as it is asked, and is at rest again',
  withFleet(async ({ start }) => {
    const asked = start({ quotas: [{ ...SET, windowMs: 60_000 }] });
    const busy = start({ quotas: [{ ...SET, windowMs: 60_000 }] });
    await sleep(REST_MS);
    await untilAtRest(asked, busy);
    await new Vendor().call(busy, [{ quota: 'set', tokens: 3 }], quick, 0);
    await sleep(500);
    expect(asked.limiter.report()[0]).toMatchObject({ free: 40 });
    await Promise.all([asked.limiter.refresh(), asked.limiter.refresh()]);
    expect(asked.limiter.report()[0]).toMatchObject({ free: 37, resting: 3 });
    const before = asked.trips();
    await asked.limiter.refresh();
    await sleep(2000);
    expect(asked.trips() - before).toBeLessThanOrEqual(1);
  }),
);

it.concurrent(
  'does not wait for a ledger that is lost',
  withFleet(async ({ server, start }) => {
    const replica = start();
    await sleep(REST_MS);
    await server.stop();
    await replica.limiter.refresh();
    await sleep(1500);
    expect(replica.mode()).toBe('fallback');
    await replica.limiter.refresh();
  }),
);

/** How often the server has carried out commands whose names match, those inside scripts included. */
async function countOf(operator: Redis, name: RegExp): Promise<number> {
  const stats = await operator.info('commandstats');
  return [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)]
    .filter(([, command = '']) => name.test(command))
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}

it.concurrent(
  'needs few commands for a message at rest, however many quotas there are',
  withFleet(async ({ server, start }) => {
    const quotas = Array.from({ length: 10 }, (_, index) => ({ ...SET, name: `quota-${index}` }));
    const fallback = { forMs: 2_000, then: 'refuse' } as const; // half of it is between two messages
    start({ quotas, fallback });
    await sleep(REST_MS + 1_500);
    const operator = new Redis(server.url);
    const count = async () =>
      Promise.all([countOf(operator, /^eval/), countOf(operator, /^(?!eval|info)/)]);
    const [scriptsBefore, commandsBefore] = await count();
    await sleep(2_500);
    const [scripts, commands] = await count();
    operator.disconnect();
    expect(scripts - scriptsBefore).toBeGreaterThanOrEqual(2);
    // eight in each message, and those that look for shortages twice a second
    expect(commands - commandsBefore).toBeLessThanOrEqual(8 * (scripts - scriptsBefore) + 6);
  }),
);

it.concurrent(
  'reports what it has used when a busy replica finds that Redis has lost its data',
  withFleet(async ({ server, start }) => {
    const long = { name: 'long', limit: 40, windowMs: 60_000 };
    const atRest = start({ quotas: [SET, long] });
    const busy = start({ quotas: [SET, long] });
    const vendor = new Vendor();
    const ofLong = (tokens: number) => [{ quota: 'long', tokens }];
    await sleep(REST_MS); // the shares are set aside while the quotas are hardly used
    await untilAtRest(atRest, busy);
    expect(await vendor.call(atRest, ofLong(20), quick, 1000)).toBe('answered');
    await sleep(REST_MS);
    await untilAtRest(atRest, busy);
    const untilMs = performance.now() + 6000;
    const calls = keepCalling(1, untilMs, () => vendor.call(busy, one, jitter(400), 5000));
    const before = atRest.trips();
    await sleep(1000);
    expect(atRest.trips()).toBe(before);
    const operator = new Redis(server.url);
    await operator.flushall();
    operator.disconnect();
    await keepCalling(1, untilMs, () => vendor.call(busy, ofLong(1), quick, 0));
    await calls;
    assertNeverOver(vendor.arrivals, [long]);
    expect(atRest.trips()).toBeGreaterThan(before);
  }),
);

it.concurrent(
  'uses its share at once when Redis is lost while it is at rest',
  withFleet(async ({ server, start }) => {
    const replica = start();
    await sleep(REST_MS);
    server.process.kill('SIGSTOP');
    const vendor = new Vendor();
    const fromMs = performance.now();
    expect(await vendor.call(replica, [{ quota: 'set', tokens: 5 }], quick, 3000)).toBe('answered');
    expect(performance.now() - fromMs).toBeLessThan(1800);
    expect(replica.mode()).toBe('fallback');
  }),
);

it.concurrent(
  'gives a busy replica the shares of replicas at rest, and never exceeds the quota',
  withFleet(async ({ start }) => {
    const busy = start();
    for (let other = 0; other < 3; other += 1) start();
    await sleep(REST_MS);
    const vendor = new Vendor();
    const fromMs = performance.now() + 1500;
    const untilMs = fromMs + 3000;
    await keepCalling(80, untilMs, () => vendor.call(busy, one, jitter(20), 5000));
    assertNeverOver(vendor.arrivals, [SET]);
    const steady = vendor.arrivals.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs);
    expect(steady.length / ((SET.limit * 3000) / (SET.windowMs + 20))).toBeGreaterThan(0.9);
  }),
);

// alone: the accounts of a process join in turn, so its forty replicas would delay those of the other tests
it(
  'runs no script between two messages at rest, however many accounts there are',
  withFleet(async ({ server, start }) => {
    const leases = Array.from({ length: 20 }, newAccount).flatMap((name) =>
      [1, 2].map(() => {
        const replica = start({ account: name });
        return new LockLeases(replica.connection, name, { coldStart: false, longestCallMs: 500 });
      }),
    );
    await sleep(REST_MS);
    const operator = new Redis(server.url);
    const before = await countOf(operator, /^eval/);
    await sleep(1500);
    const ran = (await countOf(operator, /^eval/)) - before;
    operator.disconnect();
    for (const one of leases) one.close();
    expect(ran).toBe(0);
  }),
);
