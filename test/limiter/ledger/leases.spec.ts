import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { LimitedQuota } from '../../../src/limiter';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { until } from '../../support/until';
import { newAccount, startReplica, type Replica } from './replica';

const GROUP: LimitedQuota = { name: 'group', limit: 4, windowMs: 300 };
const ONE = [{ quota: 'group', tokens: 1 }];
const wait = (maxWaitMs = 1000, client = 'sender') => ({ client, weight: 1, maxWaitMs });

let server: RedisServer;
let operator: Redis;
let replicas: Replica[] = [];
beforeAll(async () => {
  server = await startRedisServer();
  operator = new Redis(server.url);
});
afterEach(() => {
  for (const replica of replicas) if (!replica.isDead()) replica.close();
  replicas = [];
});
afterAll(async () => {
  operator.disconnect();
  await server.stop();
});

function start(account: string, maxLeases = Infinity): Replica {
  const replica = startReplica({ redisUrl: server.url, account, quotas: [GROUP], maxLeases });
  replicas.push(replica);
  return replica;
}

const groupOf = ({ limiter }: Replica) => limiter.report()[0];

it('ends a lease on another replica, once, and shows it to all', async () => {
  const account = newAccount();
  const [one, other] = [start(account), start(account)];
  const { id, endsInMs } = await one.limiter.lease(ONE, 1400, wait());
  expect(endsInMs).toBeGreaterThan(1000);
  expect(endsInMs).toBeLessThanOrEqual(1400);
  await until(() => groupOf(other)?.leased[0]?.tokens === 1);
  expect(groupOf(other)).toMatchObject({ inFlight: 1, leased: [{ client: 'sender', tokens: 1 }] });
  expect(await other.limiter.endLease(id, 'another', 'answered')).toBe(false);
  expect(await other.limiter.holdsLease(id, 'another')).toBe(false);
  expect(await other.limiter.holdsLease(id, 'sender')).toBe(true);
  expect(await other.limiter.endLease(id, 'sender', 'answered')).toBe(true);
  expect(await one.limiter.holdsLease(id, 'sender')).toBe(false);
  expect(await one.limiter.endLease(id, 'sender', 'answered')).toBe(false);
  await until(() => groupOf(one)?.leased.length === 0 && groupOf(one)?.free === 4);
});

it('grants a client no more leases than it may have, on whichever replica', async () => {
  const account = newAccount();
  const [one, other] = [start(account, 2), start(account, 2)];
  for (let count = 0; count < 2; count += 1) await one.limiter.lease(ONE, 500, wait());
  const expected = { code: 'quota-exhausted', message: expect.stringContaining('has 2 leases') };
  await expect(other.limiter.lease(ONE, 500, wait())).rejects.toMatchObject(expected);
  await until(() => groupOf(other)?.leased[0]?.tokens === 2);
  await other.limiter.lease(ONE, 500, wait(1000, 'another'));
});

it('takes at most two round trips for a lease and its end', async () => {
  const { limiter, trips } = start(newAccount());
  await limiter.lease(ONE, 500, wait());
  await sleep(10);
  const before = trips();
  const { id } = await limiter.lease(ONE, 500, wait());
  await limiter.endLease(id, 'sender', 'unsent');
  expect(trips() - before).toBeLessThanOrEqual(2);
});

it('keeps a lease of a replica that has crashed until it expires', async () => {
  const account = newAccount();
  const [one, other] = [start(account), start(account)];
  await one.limiter.lease([{ quota: 'group', tokens: 4 }], 2500, wait(5000));
  one.crash();
  const startMs = performance.now();
  // the fallback share of the crashed replica is suspended, so nothing else is free
  await other.limiter.acquire(ONE, wait(20_000, 'gateway'));
  expect(performance.now() - startMs).toBeGreaterThan(2600);
});

it('grants a longer lease when all replicas know of its length', async () => {
  const { limiter } = start(newAccount());
  const startMs = performance.now();
  const { endsInMs } = await limiter.lease(ONE, 30_000, wait(3000));
  expect(performance.now() - startMs).toBeGreaterThan(500);
  expect(endsInMs).toBeGreaterThan(29_000);
  const secondMs = performance.now();
  await limiter.lease(ONE, 60_000, wait(3000));
  expect(performance.now() - secondMs).toBeLessThan(400);
});

it('restores the leases when Redis has lost its data', async () => {
  const account = newAccount();
  const [one, other] = [start(account), start(account)];
  const { id } = await one.limiter.lease([{ quota: 'group', tokens: 3 }], 20_000, wait(5000));
  (await other.limiter.acquire(ONE, wait(1000, 'gateway'))).unsent(); // it is not at rest
  await until(() => groupOf(other)?.leased[0]?.tokens === 3);
  one.crash();
  await operator.flushall();
  await sleep(1500);
  await until(() => other.mode() === 'shared' && groupOf(other)?.leased[0]?.tokens === 3);
  expect(groupOf(other)?.free).toBeLessThanOrEqual(1);
  expect(await other.limiter.endLease(id, 'sender', 'unsent')).toBe(true);
});
