import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Idempotency } from '../../src/api/idempotency/idempotency';
import { RedisStore } from '../../src/api/idempotency/store/redis-store';
import { connectRedis } from '../../src/redis';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { sharedSettings } from '../support/gateway/shared-settings';
import { startRedisServer } from '../support/redis/redis-server';
import { until } from '../support/until';

const COUNTERS = '/v1/connections/shared/channels/open/sendbird_open_channel_1/counters';
const key = () => `key-${String(Math.random()).slice(2)}`;

let one: TestGateway;
let two: TestGateway;
const url = process.env.TEST_REDIS_URL ?? '';

beforeAll(async () => {
  const settings = sharedSettings(url);
  one = await startGateway({ connections: { shared: { provider: 'sendbird' } }, settings });
  const baseUrls = [one.sandboxes.sendbird.url];
  two = await startGateway({
    connections: { shared: { provider: 'sendbird', baseUrls } },
    settings,
  });
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const increase = (gateway: TestGateway, name: string) =>
  gateway.call('PATCH', COUNTERS, {
    body: { counters: [{ key: 'likes', op: 'increase', amount: 1 }] },
    headers: { 'Idempotency-Key': name, Prefer: 'wait=10' },
  });
const likes = async (): Promise<number> => {
  const { body } = await one.call('GET', `${COUNTERS}/likes`, { headers: { Prefer: 'wait=10' } });
  return (body as { value?: number }).value ?? 0;
};

it('replays the reply of another replica', async () => {
  const before = await likes();
  const name = key();
  const first = await increase(one, name);
  const again = await increase(two, name);
  expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await likes()).toBe(before + 1);
});

it('carries out a request once that both replicas receive at the same time', async () => {
  const before = await likes();
  const name = key();
  const answers = await Promise.all([one, two, one, two].map((gateway) => increase(gateway, name)));
  for (const { status } of answers) expect([200, 409]).toContain(status);
  expect(await likes()).toBe(before + 1);
});

it('stores records with an expiry', async () => {
  const client = new Redis(url);
  await increase(one, key());
  const names = await client.keys('{cmg:once:*');
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(await client.pttl(name)).toBeGreaterThan(0);
  client.disconnect();
});

it('replaces a text at an age by the clock of Redis', async () => {
  const redis = connectRedis(url);
  const store = new RedisStore(redis);
  const name = key();
  expect(await store.putIfAbsent(name, 'one', 60_000)).toBeUndefined();
  expect(await store.swap(name, 'one', 'two', 60_000, 30_000)).toBe(false);
  await sleep(50);
  expect(await store.swap(name, 'one', 'two', 60_000, 40)).toBe(true);
  const found = await store.putIfAbsent(name, 'three', 60_000);
  expect(found?.text).toBe('two');
  expect(found?.ageMs).toBeLessThan(30_000);
  redis.release();
});

it('does not take a claim over because clocks of replicas differ', async () => {
  const redis = connectRedis(url);
  const store = new RedisStore(redis);
  const path = ['client', key()];
  const found = await new Idempotency(store).claim(path, 'request');
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  await expect(new Idempotency(store).claim(path, 'request')).rejects.toMatchObject({
    code: 'idempotency-in-progress',
  });
  clock.mockRestore();
  if ('claim' in found) await found.claim.settle('nothing-done');
  redis.release();
});

it('frees a key when Redis is back that could not be freed before', async () => {
  const server = await startRedisServer();
  const admin = new Redis(server.url);
  const redis = connectRedis(server.url);
  const idempotency = new Idempotency(new RedisStore(redis));
  const path = ['client', key()];
  const found = await idempotency.claim(path, 'request');
  await admin.acl('SETUSER', 'default', '-del');
  if ('claim' in found) await found.claim.settle('nothing-done');
  expect(await admin.keys('{cmg:once:*')).toHaveLength(1);
  await admin.acl('SETUSER', 'default', '+del');
  await until(async () => (await admin.keys('{cmg:once:*')).length === 0, 20_000);
  admin.disconnect();
  redis.release();
  await server.stop();
});

it('says that Redis has no memory, and frees the key of a call that failed for it', async () => {
  const server = await startRedisServer();
  const admin = new Redis(server.url);
  const redis = connectRedis(server.url);
  const idempotency = new Idempotency(new RedisStore(redis));
  const running = await idempotency.claim(['client', 'running'], 'request');
  await admin.config('SET', 'maxmemory', '1');
  await expect(idempotency.claim(['client', 'next'], 'request')).rejects.toMatchObject({
    code: 'limiter-unavailable',
    message: expect.stringContaining('its memory is full') as string,
  });
  if ('claim' in running) await running.claim.settle('nothing-done');
  expect(await admin.keys('{cmg:once:*')).toEqual([]);
  admin.disconnect();
  redis.release();
  await server.stop();
});
