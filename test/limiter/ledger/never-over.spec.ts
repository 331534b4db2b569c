import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { LimitedQuota } from '../../../src/limiter';
import { startRedisServer } from '../../support/redis/redis-server';
import { assertNeverOver, worstWindow } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import type { Replica } from './replica';
import { keepCalling, Vendor } from './vendor';

/** Quotas like those of the vendors, in shorter windows, so that a short run has many. */
const SET = { name: 'set', limit: 50, windowMs: 500 };
const GROUP = { name: 'group', limit: 10, windowMs: 500 };
const ATTRIBUTES = { name: 'attributes', limit: 50, windowMs: 500 };
const LONG = { name: 'long', limit: 120, windowMs: 1500 };
const CHANNEL = { name: 'channel', limit: 8, windowMs: 500, per: 'channel' } as const;
const QUOTAS: readonly LimitedQuota[] = [SET, GROUP, ATTRIBUTES, LONG, CHANNEL];

const one = (...quotas: readonly LimitedQuota[]) =>
  quotas.map(({ name }) => ({ quota: name, tokens: 1 }));
const KINDS = [
  () => one(SET),
  () => one(SET, GROUP),
  () => one(LONG),
  () => [
    ...one(SET),
    { quota: 'channel', tokens: 1, channel: `channel ${Math.floor(Math.random() * 3)}` },
  ],
  () => [{ quota: 'attributes', tokens: 1 + Math.floor(Math.random() * 20) }],
];
/** Mostly short, sometimes as long as the client timeout allows, sometimes never answered. */
const NETWORK = {
  outMs: () => (Math.random() < 0.05 ? Math.random() * 390 : Math.random() * 100),
  backMs: () => Math.random() * 50,
  lost: 0.02,
  unsent: 0.02,
};
const RUN_MS = 14_000;

function block(ms: number): void {
  for (const endMs = performance.now() + ms; performance.now() < endMs;);
}

it('never exceeds a quota, whatever happens to Redis and to replicas', async () => {
  const server = await startRedisServer();
  const operator = new Redis(server.url);
  const vendor = new Vendor();
  const account = newAccount();
  const replicas: Replica[] = [];
  const untilMs = performance.now() + RUN_MS;
  const running: Promise<unknown>[] = [];
  const start = () => {
    const replica = startReplica({ redisUrl: server.url, account, quotas: QUOTAS });
    replicas.push(replica);
    for (const draws of KINDS)
      running.push(
        keepCalling(25, untilMs, () =>
          replica.isDead() ? sleep(500, 'dead') : vendor.call(replica, draws(), NETWORK, 3000),
        ),
      );
    return replica;
  };
  const [first] = [start(), start(), start(), start()];
  const events: readonly (readonly [atMs: number, inject: () => unknown])[] = [
    [1500, () => operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')],
    [
      2500,
      () => {
        first.crash();
        start();
      },
    ],
    [
      3500,
      () => {
        block(200);
      },
    ],
    [4500, () => operator.flushall()],
    [
      7500,
      () => {
        server.process.kill('SIGSTOP');
        setTimeout(() => server.process.kill('SIGCONT'), 1500);
      },
    ],
    [11_500, () => operator.script('FLUSH')],
    [
      12_000,
      () => {
        block(400);
      },
    ],
  ];
  const startMs = performance.now();
  for (const [atMs, inject] of events) {
    await sleep(startMs + atMs - performance.now());
    await Promise.resolve(inject());
  }
  await Promise.all(running);
  for (const replica of replicas) replica.close();
  operator.disconnect();
  await server.stop();

  assertNeverOver(vendor.arrivals, QUOTAS);
  expect(worstWindow(vendor.arrivals, SET)).toBeGreaterThan(40);
});
