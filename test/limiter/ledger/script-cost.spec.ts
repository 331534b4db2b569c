import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { LimitedQuota } from '../../../src/limiter';
import { startRedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica } from './replica';
import { keepCalling, Vendor } from './vendor';

/** As many quotas as a Nexconn connection has; a call draws on the first two. */
const quotasOf = (limit: number): readonly LimitedQuota[] =>
  Array.from({ length: 10 }, (_, index) => ({
    name: `quota-${index}`,
    limit: index === 0 ? limit : 100,
    windowMs: 1000,
  }));
const DRAWS = ['quota-0', 'quota-1'].map((quota) => ({ quota, tokens: 1 }));
const NETWORK = { outMs: () => 10, backMs: () => 10 };
const MAX_COMMANDS = 25;
const WARM_UP_MS = 2500;
const CYCLE_MS = 1000 + 20; // a window and a round trip
const CYCLES = 5;
/** A cycle with less of the quota is left out: the machine has stalled in it, with as many heartbeats. */
const FULL_PART = 0.8;
const MAX_CYCLES = 20;

/** The commands that a server has carried out, those inside scripts included, and the scripts not. */
async function countCommands(operator: Redis): Promise<number> {
  const stats = await operator.info('commandstats');
  const counts = [...stats.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)];
  return counts
    .filter(([, name = '']) => !['evalsha', 'eval', 'info'].includes(name))
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}

it.concurrent.each([
  { limit: 100, callers: 80 },
  { limit: 20, callers: 12 },
])(
  'needs few commands in Redis for a call under a full quota of $limit',
  async ({ limit, callers }) => {
    const quotas = quotasOf(limit);
    const server = await startRedisServer();
    const operator = new Redis(server.url);
    const account = newAccount();
    const fleet = [1, 2].map(() =>
      startReplica({ redisUrl: server.url, account, quotas, clientTimeoutMs: 5000 }),
    );
    const vendor = new Vendor();
    const ending = new AbortController();
    const calling = Promise.all(
      fleet.map((replica) =>
        keepCalling(callers, ending.signal, () => vendor.call(replica, DRAWS, NETWORK, 10_000)),
      ),
    );
    await sleep(WARM_UP_MS);
    const perCall: number[] = [];
    for (let cycle = 0; cycle < MAX_CYCLES && perCall.length < CYCLES; cycle += 1) {
      const [callsBefore, commandsBefore] = [vendor.arrivals.length, await countCommands(operator)];
      await sleep(CYCLE_MS);
      const commands = (await countCommands(operator)) - commandsBefore;
      const calls = vendor.arrivals.length - callsBefore;
      if (calls > FULL_PART * limit) perCall.push(commands / calls);
    }
    ending.abort();
    await calling;
    for (const replica of fleet) replica.close();
    operator.disconnect();
    await server.stop();
    assertNeverOver(vendor.arrivals, quotas);
    const [median] = perCall.sort((left, right) => left - right).slice(CYCLES >> 1);
    expect(perCall).toHaveLength(CYCLES);
    expect(median).toBeLessThanOrEqual(MAX_COMMANDS);
  },
  60_000,
);

it('needs few commands in Redis for a join of a ledger that the replica knows', async () => {
  const quotas = quotasOf(20);
  const server = await startRedisServer();
  const operator = new Redis(server.url);
  const replica = startReplica({ redisUrl: server.url, account: newAccount(), quotas });
  await sleep(700);
  const [trips, commands] = [replica.trips(), await countCommands(operator)];
  for (let join = 0; join < 10; join += 1) {
    replica.limiter.reconfigure({ quotas, clientTimeoutMs: 400, maxWaiting: 100 });
    await sleep(50);
  }
  const perTrip = ((await countCommands(operator)) - commands) / (replica.trips() - trips);
  replica.close();
  operator.disconnect();
  await server.stop();
  // ten quotas: their buckets and shares are read, and little of them is written
  expect(perTrip).toBeGreaterThan(10);
  expect(perTrip).toBeLessThanOrEqual(45);
});
