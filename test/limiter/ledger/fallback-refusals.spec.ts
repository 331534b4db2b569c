import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisServer } from '../../support/redis/redis-server';
import type { RedisServer } from '../../support/redis/redis-server';
import { until } from '../../support/until';
import { JoinSlots } from '../../../src/limiter/ledger/join-slots';
import { newAccount, startReplica } from './replica';
import type { Replica, ReplicaSettings } from './replica';
import { quick, Vendor } from './vendor';

const SET = { name: 'set', limit: 40, windowMs: 500 };
const one = [{ quota: 'set', tokens: 1 }];

interface Setup {
  readonly server: RedisServer;
  /** Starts replicas of one account, which are closed after the test. */
  readonly started: (count: number, more?: Partial<ReplicaSettings>) => readonly Replica[];
}

/** A test that has a Redis of its own, so that the tests wait side by side. */
const withServer = (test: (setup: Setup) => Promise<void>) => async (): Promise<void> => {
  const server = await startRedisServer();
  const replicas: Replica[] = [];
  const started: Setup['started'] = (count, more = {}) => {
    const settings = { redisUrl: server.url, account: newAccount(), quotas: [SET], ...more };
    for (let index = 0; index < count; index += 1) replicas.push(startReplica(settings));
    return replicas;
  };
  try {
    await test({ server, started });
  } finally {
    for (const replica of replicas) replica.close();
    await server.stop();
  }
};

it.concurrent(
  'refuses waiters and new calls while Redis is lost with onLoss: refuse',
  withServer(async ({ server, started }) => {
    const [replica] = started(1, { onLoss: 'refuse' });
    if (!replica) throw new Error('one replica was started');
    const vendor = new Vendor();
    expect(await vendor.call(replica, one, quick, 1000)).toBe('answered');
    server.process.kill('SIGSTOP');
    expect(await vendor.call(replica, one, quick, 3000)).toBe('limiter-unavailable');
    expect(await vendor.call(replica, one, quick, 0)).toBe('limiter-unavailable');
    server.process.kill('SIGCONT');
    await sleep(1500);
    expect(await vendor.call(replica, one, quick, 2000)).toBe('answered');
  }),
);

it.concurrent(
  'refuses a draw of more than the fallback share at once',
  withServer(async ({ server, started }) => {
    const [replica] = started(1, { quotas: [SET, { name: 'few', limit: 3, windowMs: 500 }] });
    if (!replica) throw new Error('one replica was started');
    const vendor = new Vendor();
    expect(await vendor.call(replica, one, quick, 1000)).toBe('answered');
    await server.stop();
    await sleep(2000);
    expect(await vendor.call(replica, [{ quota: 'set', tokens: 11 }], quick, 3000)).toBe(
      'limiter-unavailable',
    );
    expect(await vendor.call(replica, [{ quota: 'few', tokens: 1 }], quick, 3000)).toBe(
      'limiter-unavailable',
    );
    expect(await vendor.call(replica, [{ quota: 'set', tokens: 10 }], quick, 5000)).toBe(
      'answered',
    );
  }),
);

it.concurrent(
  'refuses calls when the lease of its share has ended, until Redis is back',
  withServer(async ({ server, started }) => {
    const [replica] = started(1, { fallback: { forMs: 4000, then: 'refuse' } });
    if (!replica) throw new Error('one replica was started');
    const vendor = new Vendor();
    expect(await vendor.call(replica, one, quick, 1000)).toBe('answered');
    server.process.kill('SIGSTOP');
    await sleep(1500);
    expect(replica.mode()).toBe('fallback');
    // noticed with the next attempt to join
    for (let waits = 0; replica.mode() !== 'refusing' && waits < 80; waits += 1) await sleep(50);
    expect(replica.mode()).toBe('refusing');
    expect(await vendor.call(replica, one, quick, 3000)).toBe('limiter-unavailable');
    server.process.kill('SIGCONT');
    await sleep(1500);
    expect(await vendor.call(replica, one, quick, 2000)).toBe('answered');
  }),
);

it.concurrent.each([
  ['refuse', 'refusing', 'limiter-unavailable'],
  ['share', 'fallback', 'answered'],
] as const)('without any reply of Redis since its start, with then: %s, is %s', (then, mode, end) =>
  withServer(async ({ server, started }) => {
    await server.stop();
    const [replica] = started(1, { fallback: { forMs: 4000, then } });
    if (!replica) throw new Error('one replica was started');
    await sleep(1000);
    expect(replica.mode()).toBe(mode);
    expect(await new Vendor().call(replica, one, quick, 5000)).toBe(end);
  })(),
);

const inAMoment = { client: 'one', weight: 1, maxWaitMs: 3000 };

// others would delay the join
it(
  'says that the ledger is being joined while other accounts of the process join first',
  withServer(async ({ started }) => {
    let endJoins = (): void => undefined;
    const [replica] = started(1, {
      wrap: (connection) => {
        const busy = new Promise<void>((resolve) => (endJoins = resolve));
        for (let other = 0; other < 16; other += 1)
          void JoinSlots.of(connection).run(
            () => busy,
            () => undefined,
          );
        return connection;
      },
    });
    const calling = replica?.limiter.acquire(one, inAMoment);
    await expect(calling).rejects.toMatchObject({
      message:
        'The ledger in Redis is being joined. Until then, this replica may use 0 tokens of the quota set.',
      details: { retryAfterMs: 1000 },
    });
    endJoins();
    await until(() => replica?.mode() === 'shared');
    expect(await replica?.limiter.acquire(one, inAMoment)).toBeDefined();
  }),
);

it.concurrent(
  'says that Redis has not answered yet',
  withServer(async ({ server, started }) => {
    await server.stop();
    const [replica] = started(1);
    await sleep(700);
    await expect(replica?.limiter.acquire(one, inAMoment)).rejects.toThrow(
      'Redis has not answered since this replica has started',
    );
  }),
);

it.concurrent(
  'refuses a lease that would outlast the last calls of the fallback',
  withServer(async ({ server, started }) => {
    const [replica] = started(1);
    if (!replica) throw new Error('one replica was started');
    const wait = { client: 'sender', weight: 1, maxWaitMs: 10_000 };
    const { id } = await replica.limiter.lease(one, 400, wait);
    await replica.limiter.endLease(id, 'sender', 'answered');
    await replica.limiter.acquire([{ quota: 'set', tokens: 40 }], wait);
    const begun = replica.limiter.lease(one, 30_000, { ...wait, maxWaitMs: 60_000 });
    const refused = { code: 'limiter-unavailable', message: expect.stringContaining('1400 ms') };
    const whileItWaits = expect(begun).rejects.toMatchObject(refused);
    await server.stop();
    await whileItWaits;
    await until(() => replica.mode() === 'fallback');
    await expect(replica.limiter.lease(one, 30_000, wait)).rejects.toMatchObject(refused);
    expect((await replica.limiter.lease(one, 1400, wait)).endsInMs).toBeGreaterThan(1000);
  }),
);
