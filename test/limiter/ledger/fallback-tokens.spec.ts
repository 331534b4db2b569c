/** The tokens that a replica may use at the start of its fallback, while others have grants for a later time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startRelay, type Relay } from '../../support/process/relay';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { newAccount, startReplica, type Replica } from './replica';
import { keepCalling, quick, Vendor } from './vendor';

/** A window that is longer than the time after which the ledger takes a replica for silent. */
const SET = { name: 'set', limit: 20, windowMs: 1_000 };
/** The ledger knows of an answer after this time. */
const REPORTED_MS = 300;
const one = [{ quota: 'set', tokens: 1 }];

let server: RedisServer;
let relay: Relay;
let replicas: Replica[];
beforeEach(async () => {
  server = await startRedisServer();
  relay = await startRelay(Number(new URL(server.url).port));
  replicas = [];
});
afterEach(async () => {
  relay.cut();
  for (const replica of replicas) replica.close();
  await server.stop();
});

it('reuses no token that the ledger may have granted to another replica', async () => {
  const more = { account: newAccount(), quotas: [SET], maxReplicas: 2 };
  const connected = startReplica({ redisUrl: server.url, ...more });
  const cutOff = startReplica({ redisUrl: `redis://127.0.0.1:${relay.port}`, ...more });
  replicas.push(connected, cutOff);
  const vendor = new Vendor();
  const callers = (replica: Replica, count: number) =>
    Array.from({ length: count }, () => vendor.call(replica, one, quick, 4_000));
  await Promise.all([callers(connected, 1), callers(cutOff, 1)].flat()); // both have joined
  await sleep(SET.windowMs + 500);
  await Promise.all(callers(cutOff, SET.limit / 2));
  await sleep(REPORTED_MS);
  const untilMs = performance.now() + 3 * SET.windowMs;
  const calling = [
    keepCalling(SET.limit, untilMs, () => vendor.call(connected, one, quick, 2_000)),
  ];
  await sleep(50);
  relay.cut();
  calling.push(keepCalling(SET.limit, untilMs, () => vendor.call(cutOff, one, quick, 0)));
  await Promise.all(calling);
  assertNeverOver(vendor.arrivals, [SET]);
  expect(vendor.arrivals.length).toBeGreaterThan(2 * SET.limit);
});
