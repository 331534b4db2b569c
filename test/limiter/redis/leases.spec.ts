import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, Leases } from '../../../src/limiter';
import { startRedisServer } from '../../setup/redis-server';
import { newAccount } from './replica';

const signal = new AbortController().signal;
const patient = { maxWaitMs: 15_000, signal };

function replica(account: string, url = process.env.TEST_REDIS_URL ?? '') {
  const connection = connectRedis(url);
  const ready = new Promise((resolve) => connection.client.once('ready', resolve));
  return { connection, ready, leases: new Leases(connection, account) };
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
      const end = await leases.hold('target', patient);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(Math.random() * 5);
      inside -= 1;
      turns += 1;
      await end();
    }
  };
  await Promise.all(replicas.map(take));
  for (const { connection } of replicas) connection.release();
  expect({ most, turns }).toEqual({ most: 1, turns: 45 });
});

it('frees what a crashed replica held when the lease ends, and keeps what is held for longer', async () => {
  const account = newAccount();
  const [dead, alive] = [replica(account), replica(account)];
  await Promise.all([dead.ready, alive.ready]);
  await dead.leases.hold('target', patient);
  dead.connection.client.disconnect();
  await expect(alive.leases.hold('target', { maxWaitMs: 500, signal })).rejects.toMatchObject({
    code: 'quota-exhausted',
  });
  const end = await alive.leases.hold('target', patient);
  const ttl = () => alive.connection.client.pttl(`{cmg:${account}}:lock:target`);
  await sleep(2200);
  expect(await ttl()).toBeGreaterThan(8500);
  await end();
  expect(await ttl()).toBe(-2);
  alive.connection.release();
});

it('tells who hangs up, and lets nobody in without Redis', async () => {
  const server = await startRedisServer();
  const { leases, ready, connection } = replica(newAccount(), server.url);
  await ready;
  const end = await leases.hold('target', patient);
  const hangUp = new AbortController();
  const waiting = leases.hold('target', { maxWaitMs: 5000, signal: hangUp.signal });
  hangUp.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await end();
  await server.stop();
  await expect(leases.hold('other', patient)).rejects.toMatchObject({
    code: 'limiter-unavailable',
  });
  connection.release();
});
