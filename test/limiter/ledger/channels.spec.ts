import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { assertNeverOver, worstWindow } from '../vendor-count';
import { newAccount, startReplica, type Replica, type ReplicaSettings } from './replica';
import { jitter, keepCalling, quick, Vendor } from './vendor';

const ACCOUNT = { name: 'account', limit: 60, windowMs: 500 };
const CHANNEL = { name: 'channel', limit: 5, windowMs: 500, per: 'channel' } as const;
const QUOTAS = [ACCOUNT, CHANNEL];
const drawsOn = (channel: string) => [
  { quota: 'account', tokens: 1 },
  { quota: 'channel', tokens: 1, channel },
];

let server: RedisServer;
let operator: Redis;
/** Those of all tests, each of which has an account of its own. */
const replicas: Replica[] = [];
beforeAll(async () => {
  server = await startRedisServer();
  operator = new Redis(server.url);
});
afterAll(async () => {
  for (const replica of replicas) replica.close();
  operator.disconnect();
  await server.stop();
});

function start(account: string, more: Partial<ReplicaSettings> = {}): Replica {
  const replica = startReplica({ redisUrl: server.url, account, quotas: QUOTAS, ...more });
  replicas.push(replica);
  return replica;
}

const channelsOf = ({ limiter }: Replica) => limiter.report()[1];
const waitFor = async (isTrue: () => boolean): Promise<void> => {
  for (const endMs = performance.now() + 8000; !isTrue();) {
    if (performance.now() > endMs) throw new Error('It did not happen within 8 s.');
    await sleep(20);
  }
};
const keysOf = (account: string, part: string) => operator.keys(`{cmg:${account}}:${part}*`);

it('never exceeds the limit of a channel or of the account, and uses both', async () => {
  const vendor = new Vendor();
  const account = newAccount();
  const fleet = [start(account), start(account), start(account), start(account)];
  const untilMs = performance.now() + 3000;
  const channels = ['one', 'two', 'three'];
  await Promise.all(
    fleet.flatMap((replica) =>
      channels.map((channel) =>
        keepCalling(6, untilMs, () => vendor.call(replica, drawsOn(channel), jitter(20), 1000)),
      ),
    ),
  );
  assertNeverOver(vendor.arrivals, QUOTAS);
  expect(worstWindow(vendor.arrivals, CHANNEL)).toBe(5);
  // 3 channels of 5 tokens in each 0.5 s and a round trip
  expect(vendor.arrivals.length).toBeGreaterThan(0.6 * 3 * 5 * 6);
});

it('serves other channels while one is full', async () => {
  const vendor = new Vendor();
  const account = newAccount();
  const [left, right] = [start(account), start(account)];
  const full = Array.from({ length: 40 }, () => vendor.call(left, drawsOn('full'), quick, 10_000));
  await sleep(200);
  const startMs = performance.now();
  const others = ['a', 'b', 'c', 'd'].flatMap((channel) => [
    vendor.call(left, drawsOn(channel), quick, 3000),
    vendor.call(right, drawsOn(channel), quick, 3000),
  ]);
  expect(new Set(await Promise.all(others))).toEqual(new Set(['answered']));
  expect(performance.now() - startMs).toBeLessThan(1500);
  for (const replica of [left, right]) replica.limiter.close();
  await Promise.all(full);
});

it('cools down one channel alone, for all replicas, until an operator ends it', async () => {
  const vendor = new Vendor();
  const account = newAccount();
  const [left, right] = [start(account), start(account)];
  expect(await vendor.call(left, drawsOn('a'), quick, 3000)).toBe('answered');
  expect(await vendor.call(right, drawsOn('a'), quick, 3000)).toBe('answered');
  left.limiter.coolDown([{ quota: 'channel', channel: 'a' }], 60_000);
  await sleep(50);
  expect(await vendor.call(right, drawsOn('b'), quick, 3000)).toBe('answered');
  expect(await vendor.call(right, drawsOn('a'), quick, 300)).not.toBe('answered');
  await waitFor(() => (channelsOf(right)?.coolingDownMs ?? 0) > 50_000);
  expect(right.limiter.report()[0]?.coolingDownMs).toBe(0);
  await left.limiter.endCooldown('channel');
  expect(await vendor.call(right, drawsOn('a'), quick, 3000)).toBe('answered');
  expect(await vendor.call(left, drawsOn('a'), quick, 3000)).toBe('answered');
});

it('shows the channels in use and the fullest on every replica, and forgets them', async () => {
  const vendor = new Vendor();
  const account = newAccount();
  const quotas = [ACCOUNT, { ...CHANNEL, windowMs: 1500 }];
  const [left, right] = [start(account, { quotas }), start(account, { quotas })];
  await Promise.all(
    ['a', 'a', 'a', 'b'].map((channel, index) =>
      vendor.call(index === 0 ? right : left, drawsOn(channel), jitter(300), 3000),
    ),
  );
  await waitFor(() => channelsOf(right)?.channels === 2);
  expect(channelsOf(right)).toMatchObject({ limit: 5, free: 2, worstWindow: 3 });
  await waitFor(() => channelsOf(right)?.channels === 0);
  expect(channelsOf(right)).toMatchObject({ free: 5 });
  expect(await keysOf(account, 'channel:')).toEqual([]);
});

it.concurrent(
  'leaves no key of a channel behind after thousands of channels, nor names one',
  async () => {
    const vendor = new Vendor();
    const account = newAccount();
    const quotas = [{ ...ACCOUNT, limit: 2000 }, CHANNEL];
    const fleet = [start(account, { quotas }), start(account, { quotas })];
    const untilMs = performance.now() + 2000;
    let next = 0;
    let most = 0;
    const call = (replica: Replica) =>
      vendor.call(replica, drawsOn(`secret-${next++}`), quick, 3000);
    const watch = async () => {
      while (performance.now() < untilMs) {
        await sleep(200);
        const keys = await keysOf(account, '');
        expect(keys.join()).not.toContain('secret');
        most = Math.max(most, keys.length);
      }
    };
    await Promise.all([
      watch(),
      ...fleet.map((replica) => keepCalling(40, untilMs, () => call(replica))),
    ]);
    expect(next).toBeGreaterThan(300);
    expect(most).toBeLessThan(next);
    await waitFor(() => fleet.every((replica) => channelsOf(replica)?.channels === 0));
    await sleep(1000);
    expect(await keysOf(account, 'channel:')).toEqual([]);
    expect(await operator.zcard(`{cmg:${account}}:channels:channel`)).toBeLessThan(most);
  },
);

it.concurrent(
  'takes the share of a replica in fallback off the limit of every channel',
  async () => {
    const vendor = new Vendor();
    const account = newAccount();
    const [left, right] = [start(account), start(account)];
    await Promise.all([left, right].map((one) => vendor.call(one, drawsOn('x'), quick, 3000)));
    right.connection.client.disconnect();
    await waitFor(() => right.mode() === 'fallback');
    const untilMs = performance.now() + 5000;
    await Promise.all(
      [left, right].map((replica) =>
        keepCalling(12, untilMs, () => vendor.call(replica, drawsOn('a'), jitter(20), 6000)),
      ),
    );
    assertNeverOver(vendor.arrivals, QUOTAS);
    expect(channelsOf(left)?.suspendedShares).toMatchObject([{ tokens: 1 }]);
  },
);
