/** What the ledger sets aside for a replica that it hears nothing of, said to it word by word. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import type { DrawText, JoinRequest } from '../../../src/limiter/ledger/messages';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount } from './replica';

const SHARE = 10;
const QUOTAS = [{ name: 'set', limit: 40, share: SHARE, window: 500 }];
const ABSENT_MS = 100;

let server: RedisServer;
/** Each has heard what it was told itself. */
let connections: RedisConnection[];
let ledgers: Record<'one' | 'two', LedgerClient>;
beforeAll(async () => {
  server = await startRedisServer();
});
beforeEach(async () => {
  connections = [connectRedis(server.url), connectRedis(server.url)];
  await Promise.all(connections.map(({ client }) => once(client, 'ready')));
  const account = newAccount();
  const [one, two] = connections.map((connection) => new LedgerClient(connection, account));
  ledgers = { one, two } as typeof ledgers;
});
afterEach(() => {
  for (const connection of connections) connection.release();
});
afterAll(() => server.stop());

/** Joins, and tells how many tokens are free then. */
async function join(replica: 'one' | 'two', trip: number, more: Partial<JoinRequest> = {}) {
  const { views } = await ledgers[replica].join({
    ...{ replica, trip, trust: {}, quotas: QUOTAS, alone: false, known: '', fresh: 'e1' },
    ...{ cold: false, flight: 1_000, shortWindow: 1_000, listen: 0, absent: ABSENT_MS },
    ...{ away: [], resting: [], memory: { set: 0 }, ...more },
  });
  return views[0]?.free;
}

const CLAIM: readonly (readonly [DrawText, number])[] = [[`set=${SHARE}`, 1_000]];

/** One has been silent, and what it said before arrives only now. */
async function lateMessage() {
  expect(await join('one', 1)).toBe(40);
  expect(await join('two', 1)).toBe(40);
  await sleep(2 * ABSENT_MS);
  expect(await join('two', 2)).toBe(40 - SHARE);
  expect(await join('one', 2)).toBe(40 - SHARE);
}

it('keeps a share aside that a message of before asks for no more, and frees it after a claim', async () => {
  await lateMessage();
  // now it is alone, and says so: one share, not two
  expect(await join('one', 3, { alone: true, away: CLAIM })).toBe(40 - SHARE);
  // it heard the answer, and is one of many again
  expect(await join('one', 4)).toBe(40);
});

it('frees it for who was never alone, once it has heard the ledger since', async () => {
  await lateMessage();
  expect(await join('one', 3)).toBe(40);
});

it('sets one share aside, however often its replica falls silent', async () => {
  await lateMessage();
  await sleep(2 * ABSENT_MS);
  expect(await join('two', 3)).toBe(40 - SHARE);
  expect(await join('one', 3)).toBe(40 - SHARE);
  expect(await join('one', 4)).toBe(40);
});
