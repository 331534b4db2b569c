import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { GatewayError } from '../../src/core/gateway-error';
import type { Target } from '../../src/core/metadata';
import { LockLeases, RedisLocks, type LockLease } from '../../src/locks';
import { connectRedis, type RedisConnection } from '../../src/redis';
import { newAccount } from '../limiter/ledger/replica';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';

const CALL_MS = 1_000;
/** The length of a lease for calls of `CALL_MS`. */
const LEASE_MS = CALL_MS + 5_000;
/** Longer than any of these tests. */
const RETRY_FOR_MS = 30_000;
const { signal } = new AbortController();
const wait = { callMs: CALL_MS, maxWaitMs: 15_000, signal };

// the tests wait for leases to end, each for an account or a server of its own, so they run side by side
const connections: RedisConnection[] = [];
afterAll(() => {
  for (const connection of connections) connection.release();
});

interface ReplicaSettings {
  readonly url?: string;
  readonly coldStart?: boolean;
  readonly longestCallMs?: number;
}

async function startReplica(
  account: string,
  { url, coldStart = false, longestCallMs = CALL_MS }: ReplicaSettings = {},
) {
  const connection = connectRedis(url ?? process.env.TEST_REDIS_URL ?? '');
  connections.push(connection);
  const leases = new LockLeases(connection, account, { coldStart, longestCallMs });
  await connection.whenUsable(2_000);
  if (!coldStart) await (await leases.acquire('first', wait)).release();
  return { connection, leases };
}

it.concurrent(
  'grants a lock to one replica at a time, in order, and to every waiter in the end',
  async () => {
    const account = newAccount();
    const replicas = await Promise.all([1, 2, 3].map(() => startReplica(account)));
    let holders = 0;
    let mostHolders = 0;
    let grants = 0;
    const acquireRepeatedly = async ({ leases }: (typeof replicas)[number]) => {
      for (let count = 0; count < 15; count += 1) {
        const lease = await leases.acquire('target', wait);
        holders += 1;
        mostHolders = Math.max(mostHolders, holders);
        await sleep(Math.random() * 5);
        holders -= 1;
        grants += 1;
        await lease.release();
      }
    };
    await Promise.all(replicas.map(acquireRepeatedly));
    expect({ mostHolders, grants }).toEqual({ mostHolders: 1, grants: 45 });
  },
);

it.concurrent('serves waiters of different replicas in the order of their requests', async () => {
  const account = newAccount();
  const [first, second] = await Promise.all([startReplica(account), startReplica(account)]);
  const held = await first.leases.acquire('target', wait);
  const order: number[] = [];
  const waiting: Promise<unknown>[] = [];
  for (const [index, { leases }] of [second, first, second, first].entries()) {
    waiting.push(
      leases.acquire('target', wait).then((lease) => {
        order.push(index);
        return lease.release();
      }),
    );
    await sleep(50);
  }
  await held.release();
  await Promise.all(waiting);
  expect(order).toEqual([0, 1, 2, 3]);
});

it.concurrent(
  'frees the lock of a crashed replica at the end of its lease, and renews that of a live one',
  async () => {
    const account = newAccount();
    const [dead, alive] = await Promise.all([startReplica(account), startReplica(account)]);
    await dead.leases.acquire('target', wait);
    dead.connection.client.disconnect();
    await expect(alive.leases.acquire('target', { ...wait, maxWaitMs: 500 })).rejects.toMatchObject(
      {
        code: 'quota-exhausted',
      },
    );
    const lease = await alive.leases.acquire('target', wait);
    const ttlMs = () => alive.connection.client.pttl(`{cmg:${account}}:locks:target`);
    await sleep(2_200);
    expect(await ttlMs()).toBeGreaterThan(LEASE_MS - 1_500);
    await lease.release();
    expect(await ttlMs()).toBe(-2);
  },
);

it.concurrent(
  'lets every key expire, and deletes those of a lock without holder and waiters',
  async () => {
    const account = newAccount();
    const { connection, leases } = await startReplica(account);
    const lease = await leases.acquire('target', wait);
    const waiting = leases.acquire('target', wait);
    await sleep(100);
    const keys = await connection.client.keys(`{cmg:${account}}:locks*`);
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(await connection.client.pttl(key)).toBeGreaterThan(0);
    await lease.release();
    await (await waiting).release();
    expect(await connection.client.keys(`{cmg:${account}}:locks*`)).toEqual([
      `{cmg:${account}}:locks`,
    ]);
  },
);

it.concurrent(
  'counts a lease from its last renewal, and never again once it has ended',
  async () => {
    const server = await startRedisServer();
    const { leases } = await startReplica(newAccount(), { url: server.url });
    const lease = await leases.acquire('target', { ...wait, callMs: 100 });
    await sleep(2_500); // renewals happen meanwhile
    expect([lease.outlasts(100), lease.outlasts(4_500), lease.outlasts(6_000)]).toEqual([
      true,
      true,
      false,
    ]);
    server.process.kill('SIGSTOP');
    await sleep(2_500);
    expect([lease.outlasts(100), lease.outlasts(4_500)]).toEqual([true, false]);
    await sleep(3_000);
    server.process.kill('SIGCONT');
    await sleep(2_500);
    expect(lease.outlasts(0)).toBe(false);
    await lease.release();
    await server.stop();
  },
  60_000,
);

it.concurrent('rejects a caller that disconnects, and grants nothing without Redis', async () => {
  const server = await startRedisServer();
  const { leases } = await startReplica(newAccount(), { url: server.url });
  const lease = await leases.acquire('target', wait);
  const disconnect = new AbortController();
  const waiting = leases.acquire('target', { ...wait, signal: disconnect.signal });
  disconnect.abort(new Error('disconnected'));
  await expect(waiting).rejects.toThrow('disconnected');
  await lease.release();
  await server.stop();
  await expect(leases.acquire('other', wait)).rejects.toMatchObject({
    code: 'limiter-unavailable',
  });
});

it.concurrent(
  'refuses waiters as shutting-down after drain, and lets the holder keep its lock',
  async () => {
    const { leases } = await startReplica(newAccount());
    const lease = await leases.acquire('target', wait);
    const waiting = leases.acquire('target', wait);
    leases.drain();
    await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' });
    expect(lease.outlasts(CALL_MS)).toBe(true);
    await lease.release();
  },
);

it.concurrent(
  'frees the process lock when the lease times out, so that the next caller gets it',
  async () => {
    const account = newAccount();
    const [holder, other] = await Promise.all([startReplica(account), startReplica(account)]);
    const locks = new RedisLocks(other.leases);
    const target: Target = { connection: 'main', channelType: 'group', channelId: 'one' };
    const name = JSON.stringify(['group', 'one', undefined, undefined]);
    const lease = await holder.leases.acquire(name, wait);
    await expect(locks.acquire(target, { maxWaitMs: 100, signal }, CALL_MS)).rejects.toMatchObject({
      code: 'quota-exhausted',
    });
    const next = locks.acquire(target, { maxWaitMs: 5_000, signal }, CALL_MS);
    await lease.release();
    const lock = await next;
    expect(lock.outlasts(CALL_MS)).toBe(true);
    lock.release();
  },
);

const timeToFirstLock = async (settings: ReplicaSettings): Promise<number> => {
  const { leases } = await startReplica(newAccount(), { coldStart: true, ...settings });
  const startMs = performance.now();
  const lease = await leases.acquire('target', { ...wait, callMs: 100 });
  await lease.release();
  return performance.now() - startMs;
};

it.concurrent(
  'grants the first lock after a cold start once all leases of earlier processes have ended',
  async () => {
    expect(await timeToFirstLock({ longestCallMs: 100 })).toBeGreaterThan(5_000);
  },
);

it.concurrent('tells every waiter when locks are granted again after a cold start', async () => {
  const { leases } = await startReplica(newAccount(), { coldStart: true, longestCallMs: 100 });
  const first = leases.acquire('target', { ...wait, callMs: 100 });
  await sleep(1_000);
  const refused: unknown = await leases
    .acquire('target', { ...wait, callMs: 100, maxWaitMs: 0 })
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ message: expect.stringContaining('may have lost locks') });
  const { retryAfterMs = 0 } = (refused as GatewayError).details;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThan(5_000); // of 5,100 ms
  await (await first).release();
});

it.concurrent(
  'waits after a cold start for the longest call of the account, not for that of the caller',
  async () => {
    expect(await timeToFirstLock({ longestCallMs: 2_000 })).toBeGreaterThan(6_900);
  },
);

it.concurrent(
  'counts the wait after a cold start from the start of the process, not from the first request',
  async () => {
    const { leases } = await startReplica(newAccount(), { coldStart: true, longestCallMs: 100 });
    await sleep(5_200);
    const lease = await leases.acquire('target', { ...wait, callMs: 100, maxWaitMs: 500 });
    await lease.release();
  },
);

const operate = async (
  { url }: RedisServer,
  command: (redis: Redis) => Promise<unknown>,
): Promise<void> => {
  const operator = new Redis(url);
  await command(operator);
  operator.disconnect();
};
/** The ways in which Redis loses its data. Each returns the server that runs afterwards. */
const LOSSES = [
  [
    'a flush',
    async (server: RedisServer) => {
      await operate(server, (redis) => redis.flushall());
      return server;
    },
  ],
  ['a restart with old data', (server: RedisServer) => server.crash()],
  [
    'a restart without data',
    async (server: RedisServer) => {
      await server.stop();
      return startRedisServer(server.port);
    },
  ],
] as const;

it.concurrent.each(LOSSES)(
  'a lock survives %s: the next caller gets it only after its release',
  async (_, lose) => {
    const account = newAccount();
    const first = await startRedisServer();
    const { url } = first;
    const [holder, other] = await Promise.all([
      startReplica(account, { url }),
      startReplica(account, { url }),
    ]);
    await operate(first, (redis) => redis.save());
    const lease = await holder.leases.acquire('target', wait);
    const server = await lose(first);
    let isGranted = false;
    const next = acquireWithRetries(other.leases).finally(() => (isGranted = true));
    await sleep(2 * LEASE_MS);
    expect(isGranted).toBe(false);
    await lease.release();
    await (await next).release();
    await server.stop();
  },
  60_000,
);

it.concurrent.each(LOSSES)(
  'the lock of a dead holder is granted again after %s once its lease has ended',
  async (_, lose) => {
    const account = newAccount();
    const first = await startRedisServer();
    const { url } = first;
    const [dead, alive] = await Promise.all([
      startReplica(account, { url }),
      startReplica(account, { url }),
    ]);
    await operate(first, (redis) => redis.save());
    await dead.leases.acquire('target', wait);
    dead.connection.client.disconnect();
    const server = await lose(first);
    const startMs = performance.now();
    const next = await acquireWithRetries(alive.leases);
    await next.release();
    expect(performance.now() - startMs).toBeGreaterThan(LEASE_MS - 500);
    await server.stop();
  },
  60_000,
);

/** Asks again while Redis cannot be reached. */
async function acquireWithRetries(leases: LockLeases): Promise<LockLease> {
  const untilMs = performance.now() + RETRY_FOR_MS;
  for (;;) {
    const lease = await leases
      .acquire('target', { ...wait, maxWaitMs: RETRY_FOR_MS })
      .catch(() => undefined);
    if (lease !== undefined) return lease;
    if (performance.now() > untilMs) throw new Error('The lock was never granted.');
    await sleep(20);
  }
}
