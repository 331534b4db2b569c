/** What replicas keep at hand while quotas are ample: it saves round trips, and never lets more out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedisServer } from '../../support/redis/redis-server';
import { assertNeverOver, worstWindow } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import type { Replica } from './replica';
import { jitter, Vendor } from './vendor';

const SET = { name: 'set', limit: 60, windowMs: 500 };
const DRAWS = [{ quota: 'set', tokens: 1 }];
const NETWORK = jitter(30);
const WAVES = 8;
/** Half of the quota, so that grants are kept; then more of it than there is. */
const STEADY = { calls: 24, everyMs: 20 };
const BURST = 70;

async function steadily(vendor: Vendor, replica: Replica): Promise<number> {
  let atHand = 0;
  const calls: Promise<unknown>[] = [];
  for (let call = 0; call < STEADY.calls; call += 1) {
    if (replica.limiter.canGrantNow(DRAWS)) atHand += 1;
    calls.push(vendor.call(replica, DRAWS, NETWORK, 2000));
    await sleep(STEADY.everyMs);
  }
  await Promise.all(calls);
  return atHand;
}

const atOnce = (vendor: Vendor, replicas: readonly Replica[]): Promise<unknown> =>
  Promise.all(
    replicas.flatMap((replica) =>
      Array.from({ length: BURST }, () => vendor.call(replica, DRAWS, NETWORK, 3000)),
    ),
  );

it('has grants at hand where there are plenty, and is never over when there are not', async () => {
  const server = await startRedisServer();
  const operator = new Redis(server.url);
  const vendor = new Vendor();
  const account = newAccount();
  // one that is set aside takes no share with it
  const terms = { account, quotas: [SET], onLoss: 'refuse' } as const;
  const start = () => startReplica({ redisUrl: server.url, ...terms });
  const [first, second] = [start(), start()];
  let atHand = 0;
  for (let wave = 0; wave < WAVES; wave += 1) {
    if (wave === 4) await operator.flushall();
    if (wave === 6) {
      const third = start();
      await steadily(vendor, third);
      third.crash(); // with what it had at hand
    }
    atHand += await steadily(vendor, first);
    await atOnce(vendor, [first, second]);
    await sleep(2 * SET.windowMs);
  }
  await sleep(1500); // the longest lease of what the dead one had
  await Promise.all([first, second].map((one) => vendor.call(one, DRAWS, NETWORK, 2000)));
  await sleep(SET.windowMs + 500);
  const [now] = first.limiter.report();
  for (const replica of [first, second]) replica.close();
  operator.disconnect();
  await server.stop();

  assertNeverOver(vendor.arrivals, [SET]);
  expect(worstWindow(vendor.arrivals, SET)).toBeGreaterThan(40);
  expect(atHand).toBeGreaterThan((WAVES * STEADY.calls) / 4);
  expect(now).toMatchObject({ free: SET.limit, inFlight: 0, resting: 0 });
});
