import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisServer } from '../../support/redis/redis-server';
import type { RedisServer } from '../../support/redis/redis-server';
import { assertNeverOver } from '../vendor-count';
import { CLIENT_TIMEOUT_MS, newAccount, startReplica } from './replica';
import { jitter, keepCalling, Vendor } from './vendor';

const SET = { name: 'set', limit: 40, windowMs: 500 };
/** Until the fallback begins, and until the share may be used: a later grant, its lease, and a window. */
const OPEN_MS = 1000 + 1000 + (CLIENT_TIMEOUT_MS + 1000) + SET.windowMs;
const LOSS_MS = OPEN_MS + 2000;
const one = [{ quota: 'set', tokens: 1 }];

/** With the least number of calls before the share opens: by the tokens in use, and those of unused grants. */
const LOSSES = [
  [
    'is stopped',
    0, // the join that follows may have given them back
    async (server: RedisServer) => {
      server.process.kill('SIGSTOP');
      await sleep(LOSS_MS);
      server.process.kill('SIGCONT');
      return server;
    },
  ],
  [
    'is killed and comes back empty',
    10,
    async (server: RedisServer) => {
      await server.stop();
      await sleep(LOSS_MS);
      return startRedisServer(server.port);
    },
  ],
] as const;

it.concurrent.each(LOSSES)(
  'uses the fallback share while Redis %s, and returns without a burst',
  async (_, minCalls, lose) => {
    let server = await startRedisServer();
    const account = newAccount();
    const fleet = [1, 2, 3].map(() =>
      startReplica({ redisUrl: server.url, account, quotas: [SET] }),
    );
    try {
      const vendor = new Vendor();
      const startMs = performance.now();
      const untilMs = startMs + 1500 + LOSS_MS + 3500;
      const load = Promise.all(
        fleet.map((replica) =>
          keepCalling(30, untilMs, () => vendor.call(replica, one, jitter(50), 2000)),
        ),
      );
      await sleep(1500);
      const lostMs = performance.now();
      server = await lose(server);
      const backMs = performance.now();
      const modes = fleet.map(({ mode }) => mode());
      await load;
      assertNeverOver(vendor.arrivals, [SET]);
      expect(modes).toEqual(['fallback', 'fallback', 'fallback']);
      expect(fleet.map(({ mode }) => mode())).toEqual(['shared', 'shared', 'shared']);
      const between = (fromMs: number, toMs: number) =>
        vendor.arrivals.filter(({ atMs }) => atMs > fromMs && atMs <= toMs).length;
      const share =
        (3 * Math.floor(SET.limit / 4) * (backMs - lostMs - OPEN_MS)) / (SET.windowMs + 50);
      expect(between(lostMs + OPEN_MS, backMs)).toBeGreaterThan(0.7 * share);
      expect(between(startMs, lostMs)).toBeGreaterThan(80);
      expect(between(lostMs + 1000, lostMs + OPEN_MS - 500)).toBeGreaterThanOrEqual(minCalls);
    } finally {
      for (const replica of fleet) replica.close();
      await server.stop();
    }
  },
);
