/** The share that the ledger suspends for a silent replica, message by message. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import type { JoinMessage } from '../../../src/limiter/ledger/messages';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount } from './replica';

const LIMIT = 40;
const SHARE = 10;
const QUOTAS = [{ name: 'set', limit: LIMIT, fallbackShare: SHARE, windowMs: 500 }];
const SILENT_AFTER_MS = 100;

let server: RedisServer;
/** One for each replica: it remembers the clock of the last reply that this replica has seen. */
let connections: RedisConnection[];
let ledgers: Record<'one' | 'two', LedgerClient>;
beforeAll(async () => {
  server = await startRedisServer();
});
beforeEach(async () => {
  connections = [connectRedis(server.url), connectRedis(server.url)];
  await Promise.all(connections.map((one) => one.whenUsable(2000)));
  const account = newAccount();
  const [one, two] = connections.map((connection) => new LedgerClient(connection, account));
  ledgers = { one, two } as typeof ledgers;
});
afterEach(() => {
  for (const connection of connections) connection.release();
});
afterAll(() => server.stop());

/** Joins, and returns how many tokens are free then. */
async function join(replica: 'one' | 'two', trip: number, more: Partial<JoinMessage> = {}) {
  const { views } = await ledgers[replica].join({
    replica,
    trip,
    leaseMs: 1_000,
    silentAfterMs: SILENT_AFTER_MS,
    fallbackReserves: {},
    isInFallback: false,
    knownEpoch: '',
    newEpoch: 'e1',
    quotas: QUOTAS,
    isColdStart: false,
    shortWindowMs: 1_000,
    joinTimeMs: 0,
    inFlight: [],
    resting: [],
    historyMs: { set: 0 },
    ...more,
  });
  return views[0]?.free;
}

const WHOLE_SHARE: JoinMessage['inFlight'] = [[`set=${SHARE}`, 1_000]];

/** Replica one has been silent, and then a join arrives that it sent before it saw any reply since. */
async function joinLate() {
  expect(await join('one', 1)).toBe(LIMIT);
  expect(await join('two', 1)).toBe(LIMIT);
  await sleep(2 * SILENT_AFTER_MS);
  expect(await join('two', 2)).toBe(LIMIT - SHARE);
  expect(await join('one', 2)).toBe(LIMIT - SHARE);
}

it('keeps the share after a delayed join, and frees it after a report of fallback', async () => {
  await joinLate();
  // in fallback now: the reported share replaces the suspended one
  expect(await join('one', 3, { isInFallback: true, inFlight: WHOLE_SHARE })).toBe(LIMIT - SHARE);
  // it has seen the reply, and has left its fallback
  expect(await join('one', 4)).toBe(LIMIT);
});

it('frees the share of a replica that was not in fallback after it has seen a reply', async () => {
  await joinLate();
  expect(await join('one', 3)).toBe(LIMIT);
});

it('suspends one share, however often its replica falls silent', async () => {
  await joinLate();
  await sleep(2 * SILENT_AFTER_MS);
  expect(await join('two', 3)).toBe(LIMIT - SHARE);
  expect(await join('one', 3)).toBe(LIMIT - SHARE);
  expect(await join('one', 4)).toBe(LIMIT);
});
