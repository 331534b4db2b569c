/** What the ledger sets aside for a replica that it hears nothing of, said to it word by word. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, type RedisConnection } from '../../../src/limiter/redis/connect';
import { Ledger } from '../../../src/limiter/redis/ledger';
import type { DrawText, JoinRequest } from '../../../src/limiter/redis/messages';
import { startRedisServer, type RedisServer } from '../../setup/redis-server';
import { newAccount } from './replica';

const SHARE = 10;
const QUOTAS = [{ name: 'set', limit: 40, share: SHARE, window: 500 }];
const ABSENT_MS = 100;

let server: RedisServer;
let connection: RedisConnection;
let ledger: Ledger;
beforeAll(async () => {
  server = await startRedisServer();
  connection = connectRedis(server.url);
  await once(connection.client, 'ready');
});
beforeEach(() => {
  ledger = new Ledger(connection, newAccount());
});
afterAll(async () => {
  connection.release();
  await server.stop();
});

/** Joins, and tells how many tokens are free then. */
async function join(replica: string, trip: number, more: Partial<JoinRequest> = {}) {
  const { views } = await ledger.join({
    ...{ replica, trip, trust: {}, quotas: QUOTAS, alone: false, known: '', fresh: 'e1' },
    ...{ cold: false, flight: 1_000, shortWindow: 1_000, listen: 0, lease: 0, absent: ABSENT_MS },
    ...{ away: [], resting: [], memory: { set: 0 }, ...more },
  });
  return views[0]?.free;
}

const CLAIM: readonly (readonly [DrawText, number])[] = [[`set=${SHARE}`, 1_000]];

it('keeps a share aside that a message of before asks for no more, and frees it after a claim', async () => {
  expect(await join('one', 1)).toBe(40);
  expect(await join('two', 1)).toBe(40);
  await sleep(2 * ABSENT_MS);
  expect(await join('two', 2)).toBe(40 - SHARE);
  // sent before it went on alone, and under way for long
  expect(await join('one', 2)).toBe(40 - SHARE);
  // now it is alone, and says so: one share, not two
  expect(await join('one', 3, { alone: true, away: CLAIM })).toBe(40 - SHARE);
  // it heard the answer, and is one of many again
  expect(await join('one', 4)).toBe(40);
});
