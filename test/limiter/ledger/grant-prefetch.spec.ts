/** Spare grants save round trips while quotas are ample, and never let a quota be exceeded. */
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
/** Less than half of the quota, so that replicas hold spare grants; then more than the quota. */
const STEADY = { calls: 24, everyMs: 20 };
const BURST = 70;

async function callSteadily(vendor: Vendor, replica: Replica): Promise<number> {
  let grantedAtOnce = 0;
  const calls: Promise<unknown>[] = [];
  for (let call = 0; call < STEADY.calls; call += 1) {
    if (replica.limiter.canGrantNow(DRAWS)) grantedAtOnce += 1;
    calls.push(vendor.call(replica, DRAWS, NETWORK, 2000));
    await sleep(STEADY.everyMs);
  }
  await Promise.all(calls);
  return grantedAtOnce;
}

const callAtOnce = (vendor: Vendor, replicas: readonly Replica[]): Promise<unknown> =>
  Promise.all(
    replicas.flatMap((replica) =>
      Array.from({ length: BURST }, () => vendor.call(replica, DRAWS, NETWORK, 3000)),
    ),
  );

it('grants most calls from spare grants while the quota is ample, and never exceeds it', async () => {
  const server = await startRedisServer();
  const operator = new Redis(server.url);
  const vendor = new Vendor();
  const account = newAccount();
  // so that no share is suspended for a crashed replica
  const terms = { account, quotas: [SET], onLoss: 'refuse' } as const;
  const start = () => startReplica({ redisUrl: server.url, ...terms });
  const [first, second] = [start(), start()];
  let grantedAtOnce = 0;
  for (let wave = 0; wave < WAVES; wave += 1) {
    if (wave === 4) await operator.flushall();
    if (wave === 6) {
      const third = start();
      await callSteadily(vendor, third);
      third.crash(); // with its spare grants
    }
    grantedAtOnce += await callSteadily(vendor, first);
    await callAtOnce(vendor, [first, second]);
    await sleep(2 * SET.windowMs);
  }
  await sleep(1500); // until the grants of the crashed replica have expired
  await Promise.all([first, second].map((one) => vendor.call(one, DRAWS, NETWORK, 2000)));
  await sleep(SET.windowMs + 500);
  const [report] = first.limiter.report();
  for (const replica of [first, second]) replica.close();
  operator.disconnect();
  await server.stop();

  assertNeverOver(vendor.arrivals, [SET]);
  expect(worstWindow(vendor.arrivals, SET)).toBeGreaterThan(40);
  expect(grantedAtOnce).toBeGreaterThan((WAVES * STEADY.calls) / 4);
  expect(report).toMatchObject({ free: SET.limit, inFlight: 0, resting: 0 });
}, 60_000);
