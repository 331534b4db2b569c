/** A vendor that recovers, but answers slowly, while calls with tokens go to it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLimiter } from '../../src/limiter';
import { createTransport, HALF_OPEN_AFTER_MS, TransportFailure } from '../../src/transport';
import { assertNeverOver, type Arrival } from './vendor-count';

const QUOTA = { name: 'calls', limit: 20, windowMs: 1_000 };
const DRAWS = [{ quota: QUOTA.name, tokens: 1 }];
const TIMEOUTS = { connectMs: 1_000, totalMs: 5_000 };
const REQUEST = { method: 'GET', path: '/', headers: {} };
const SLOW_MS = 3_000;

/** A vendor that cuts all calls until it `recovers`; after that its first answer is slow. */
async function startVendor() {
  const arrivals: Arrival[] = [];
  let isDown = true;
  const server = createServer((incoming, answer) => {
    if (isDown) {
      incoming.socket.destroy();
      return;
    }
    arrivals.push({ atMs: performance.now(), draws: DRAWS });
    setTimeout(() => answer.end(), arrivals.length === 1 ? SLOW_MS : 0);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const recover = () => (isDown = false);
  return { server, arrivals, url, recover };
}

it('sends no call late, and exceeds no quota, while a slow call tests the host', async () => {
  const { server, arrivals, url, recover } = await startVendor();
  const limiter = createLimiter({
    quotas: [QUOTA],
    clientTimeoutMs: TIMEOUTS.totalMs,
    maxWaiting: 1_000,
    coldStart: false,
  });
  const transport = createTransport({
    baseUrls: [url],
    timeouts: TIMEOUTS,
    keepAlive: { idleMs: 5_000, maxUses: 100 },
    maxReplyBytes: 1_000,
  });
  while (transport.hosts()[0]?.circuit !== 'open')
    await transport.send(REQUEST).catch(() => undefined);
  recover();
  await sleep(HALF_OPEN_AFTER_MS + 100);

  const delaysMs: number[] = [];
  const endMs = performance.now() + SLOW_MS + 2_000;
  const keepCalling = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const grant = await limiter.acquire(DRAWS, { client: 'a', weight: 1, maxWaitMs: 10_000 });
      const grantedMs = performance.now();
      try {
        const { sentMs } = await transport.send(REQUEST);
        grant.answered();
        delaysMs.push(sentMs - grantedMs);
      } catch (error) {
        if (error instanceof TransportFailure && error.sent) grant.lost();
        else grant.unsent();
        await sleep(20);
      }
    }
  };
  await Promise.all(Array.from({ length: 40 }, keepCalling));
  transport.close();
  limiter.close();
  server.close();

  expect(delaysMs.length).toBeGreaterThan(QUOTA.limit);
  expect(Math.max(...delaysMs)).toBeLessThan(TIMEOUTS.connectMs + 500);
  assertNeverOver(arrivals, [QUOTA]);
});
