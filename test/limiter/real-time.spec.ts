import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLimiter } from '../../src/limiter';
import { assertNeverOver, worstWindow } from './vendor-count';
import type { Arrival } from './vendor-count';

const SET = { name: 'set', limit: 100, windowMs: 500 };
const GROUP = { name: 'group', limit: 20, windowMs: 500 };
const RUN_MS = 3000;

/** A vendor that counts calls, and delays their receipt and its answers at random. */
async function startVendor() {
  const arrivals: Arrival[] = [];
  const server = createServer((incoming, answer) => {
    const tokens = incoming.url === '/group' ? [SET, GROUP] : [SET];
    const draws = tokens.map(({ name }) => ({ quota: name, tokens: 1 }));
    void sleep(Math.random() * 20).then(async () => {
      arrivals.push({ atMs: performance.now(), draws });
      await sleep(Math.random() * 20);
      answer.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, arrivals, port: (server.address() as AddressInfo).port };
}

it('fills the quotas of a real server without exceeding them, over real sockets and timers', async () => {
  const { server, arrivals, port } = await startVendor();
  const agent = new Agent({ keepAlive: true });
  const limiter = createLimiter({
    quotas: [SET, GROUP],
    // a busy machine may stop this process for more than a second, and its callers have no timeout
    clientTimeoutMs: 20_000,
    maxWaiting: 1000,
    coldStart: false,
  });
  const call = (path: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', path, agent }, (answer) => {
        answer.resume().on('end', resolve);
      });
      sent.on('error', reject).end();
    });
  const endMs = performance.now() + RUN_MS;
  const keepCalling = async (path: string): Promise<void> => {
    const draws = (path === '/group' ? [SET, GROUP] : [SET]).map(({ name }) => ({
      quota: name,
      tokens: 1,
    }));
    while (performance.now() < endMs) {
      const grant = await limiter.acquire(draws, { client: path, weight: 1, maxWaitMs: 5000 });
      await call(path);
      grant.answered();
    }
  };
  const callers = [
    ...Array.from({ length: 60 }, () => keepCalling('/group')),
    ...Array.from({ length: 200 }, () => keepCalling('/direct')),
  ];
  await Promise.all(callers);
  limiter.close();
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));

  assertNeverOver(arrivals, [SET, GROUP]);
  expect(worstWindow(arrivals, SET)).toBeGreaterThan(90);
  // a busy machine stops the callers for parts of the time; how full a quota is kept is tested by a virtual clock
  const possible = (SET.limit * RUN_MS) / (SET.windowMs + 40);
  expect(arrivals.filter(({ atMs }) => atMs < endMs).length).toBeGreaterThan(0.5 * possible);
});
