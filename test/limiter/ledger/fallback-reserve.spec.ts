/** Quotas with windows too long to be waited out: replicas that lose Redis use their reserves at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica, type Replica } from './replica';
import { keepCalling, quick, Vendor } from './vendor';

const LONG = { name: 'long', limit: 300, windowMs: 3000 };
const one = [{ quota: 'long', tokens: 1 }];
const SETTLED_MS = 1500;

let server: RedisServer;
let replicas: Replica[];
beforeEach(async () => {
  server = await startRedisServer();
  const account = newAccount();
  replicas = Array.from({ length: 4 }, () =>
    startReplica({ redisUrl: server.url, account, quotas: [LONG] }),
  );
  await sleep(SETTLED_MS);
});
afterEach(async () => {
  for (const replica of replicas) replica.close();
  server.process.kill('SIGCONT');
  await server.stop();
});

function first(): Replica {
  const [replica] = replicas;
  if (!replica) throw new Error('No replica has been started.');
  return replica;
}

const keepAllCalling = (vendor: Vendor, forMs: number): Promise<unknown> => {
  const untilMs = performance.now() + forMs;
  return Promise.all(
    replicas.map((replica) => keepCalling(40, untilMs, () => vendor.call(replica, one, quick, 20))),
  );
};

it.each([5, 40, 120])(
  'never exceeds the quota when Redis is lost %d ms after the start of a burst',
  async (afterMs) => {
    const vendor = new Vendor();
    const burst = Array.from({ length: LONG.limit }, () => vendor.call(first(), one, quick, 300));
    await sleep(afterMs);
    server.process.kill('SIGSTOP');
    await Promise.all(burst);
    await keepAllCalling(vendor, 2000);
    expect(vendor.arrivals.length).toBeGreaterThan(100);
    assertNeverOver(vendor.arrivals, [LONG]);
  },
);

it('lets each replica use half of its share of an unused quota at once', async () => {
  const vendor = new Vendor();
  server.process.kill('SIGSTOP');
  await keepAllCalling(vendor, 2500);
  const half = Math.floor(LONG.limit / replicas.length / 2);
  expect(vendor.arrivals).toHaveLength(replicas.length * half);
});

it('grants the whole quota to one replica once the others have confirmed smaller reserves', async () => {
  const vendor = new Vendor();
  const ends = await Promise.all(
    [1, 2, 3].map(() => vendor.call(first(), [{ quota: 'long', tokens: 100 }], quick, 2000)),
  );
  expect(ends).toEqual(['answered', 'answered', 'answered']);
});
