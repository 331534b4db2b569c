import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LockLeases, type LockLease } from '../../../src/locks';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount, startReplica, type Replica } from './replica';

const signal = new AbortController().signal;
/** Longer than a replica is silent. */
const HEARTBEAT_MS = 500;
/** Longer than any of these tests. */
const INSIST_MS = 30_000;
const patient = { callMs: 1_000, maxWaitMs: 15_000, signal };

/** Locks are given where a ledger is alive. */
const ledgers: Replica[] = [];
const closeLedgers = (): void => {
  for (const ledger of ledgers.splice(0)) ledger.close();
};
afterEach(closeLedgers);

function replica(account: string, redisUrl = process.env.TEST_REDIS_URL ?? '') {
  const ledger = startReplica({ redisUrl, account, quotas: [] });
  ledgers.push(ledger);
  const { connection } = ledger;
  const ready = new Promise((resolve) => connection.client.once('ready', resolve));
  return { connection, ready, leases: new LockLeases(connection, account) };
}

it('lets one replica in at a time, in the order of asking, and every one in the end', async () => {
  const account = newAccount();
  const replicas = [replica(account), replica(account), replica(account)];
  await Promise.all(replicas.map(({ ready }) => ready));
  let inside = 0;
  let most = 0;
  let turns = 0;
  const take = async ({ leases }: (typeof replicas)[number]) => {
    for (let turn = 0; turn < 15; turn += 1) {
      const hold = await leases.hold('target', patient);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(Math.random() * 5);
      inside -= 1;
      turns += 1;
      await hold.end();
    }
  };
  await Promise.all(replicas.map(take));
  expect({ most, turns }).toEqual({ most: 1, turns: 45 });
});

it('frees what a crashed replica held when the lease ends, and keeps what is held for longer', async () => {
  const account = newAccount();
  const [dead, alive] = [replica(account), replica(account)];
  await Promise.all([dead.ready, alive.ready]);
  await dead.leases.hold('target', patient);
  dead.connection.client.disconnect();
  await expect(alive.leases.hold('target', { ...patient, maxWaitMs: 500 })).rejects.toMatchObject({
    code: 'quota-exhausted',
  });
  const hold = await alive.leases.hold('target', patient);
  const ttl = () => alive.connection.client.pttl(`{cmg:${account}}:lock:target`);
  await sleep(2200);
  expect(await ttl()).toBeGreaterThan(4500);
  await hold.end();
  expect(await ttl()).toBe(-2);
});

it('is sure of a hold for the lease from when it was last confirmed, and never again after that', async () => {
  const account = newAccount();
  const server = await startRedisServer();
  const { leases, ready } = replica(account, server.url);
  await ready;
  const hold = await leases.hold('target', { ...patient, callMs: 100 });
  await sleep(2_500); // it is renewed
  expect([hold.outlasts(100), hold.outlasts(4_500), hold.outlasts(6_000)]).toEqual([true, true, false]);
  server.process.kill('SIGSTOP');
  await sleep(2_500);
  expect([hold.outlasts(100), hold.outlasts(4_500)]).toEqual([true, false]);
  await sleep(3_000);
  server.process.kill('SIGCONT');
  await sleep(2_500);
  expect(hold.outlasts(0)).toBe(false);
  await hold.end();
  await server.stop();
}, 60_000);

it('tells who hangs up, and lets nobody in without Redis', async () => {
  const server = await startRedisServer();
  const { leases, ready } = replica(newAccount(), server.url);
  await ready;
  const hold = await leases.hold('target', patient);
  const hangUp = new AbortController();
  const waiting = leases.hold('target', { ...patient, signal: hangUp.signal });
  hangUp.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await hold.end();
  await server.stop();
  await expect(leases.hold('other', patient)).rejects.toMatchObject({
    code: 'limiter-unavailable',
  });
});

describe('a Redis that has forgotten', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await startRedisServer();
  });
  afterEach(() => server.stop());

  const FORGETS = {
    all: async () => {
      await sleep(HEARTBEAT_MS);
      const operator = new Redis(server.url);
      await operator.flushall();
      operator.disconnect();
      return server;
    },
    'what it had since a while ago': async () => {
      await sleep(HEARTBEAT_MS);
      return server.crash();
    },
    'what it had since a moment ago': () => server.crash(),
  };

  it.each(Object.entries(FORGETS))(
    '%s lets nobody in beside who holds on, and the next one when he lets go',
    async (_, forget) => {
      const operator = new Redis(server.url);
      const account = newAccount();
      const [holder, other] = [replica(account, server.url), replica(account, server.url)];
      await Promise.all([holder.ready, other.ready]);
      const before = await other.leases.hold('before', patient); // there is a ledger now
      await before.end();
      await operator.save();
      operator.disconnect();
      const hold = await holder.leases.hold('target', patient);
      server = await forget();
      let isIn = false;
      const entered = insist(other.leases).finally(() => (isIn = true));
      await sleep(12_000); // longer than the lease of one who is not there any more
      expect(isIn).toBe(false);
      await hold.end();
      const next = await entered;
      await next.end();
    },
    60_000,
  );

  it('lets the next one in when a dead holder would have said so', async () => {
    const account = newAccount();
    const [dead, alive] = [replica(account, server.url), replica(account, server.url)];
    await Promise.all([dead.ready, alive.ready]);
    await dead.leases.hold('target', patient);
    dead.connection.client.disconnect();
    await FORGETS.all();
    const fromMs = performance.now();
    const next = await insist(alive.leases);
    await next.end();
    expect(performance.now() - fromMs).toBeGreaterThan(5_500);
  }, 60_000);
});

/** Asks again where Redis cannot be reached for the moment. */
async function insist(leases: LockLeases): Promise<LockLease> {
  const untilMs = performance.now() + INSIST_MS;
  for (;;) {
    const hold = await leases
      .hold('target', { ...patient, maxWaitMs: INSIST_MS })
      .catch(() => undefined);
    if (hold !== undefined) return hold;
    if (performance.now() > untilMs) throw new Error('Nobody gets it any more.');
    await sleep(20);
  }
}
