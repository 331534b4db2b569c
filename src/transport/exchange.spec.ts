import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { exchange } from './exchange';
import { createPool } from './pool';

const TOTAL_MS = 50;

let server: Server;
let pool: ReturnType<typeof createPool>;
let arrived = 0;
beforeEach(async () => {
  server = createServer((_request, response) => {
    arrived += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pool = createPool(origin, { idleMs: 5_000, maxUses: 100 }, 1_000);
});
afterEach(async () => {
  await pool.destroy();
  server.close();
});

it('writes nothing once its time is up, should the process have stood still until then', async () => {
  const timeouts = { connectMs: TOTAL_MS, totalMs: TOTAL_MS };
  const link = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
  const ask = () => exchange(link, { method: 'GET', path: '/', headers: {} });
  await ask();
  standStillBeforeWriting();
  await expect(ask()).rejects.toMatchObject({ kind: 'not-sent', sent: false });
  await sleep(TOTAL_MS);
  expect(arrived).toBe(1);
});

/** As where the connection is there in the moment in which something else keeps the process busy. */
function standStillBeforeWriting(): void {
  const dispatch = pool.dispatch.bind(pool);
  pool.dispatch = (options, handler: Dispatcher.DispatchHandler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...told) => {
      const untilMs = performance.now() + 2 * TOTAL_MS;
      while (performance.now() < untilMs);
      start?.(...told);
    };
    return dispatch(options, handler);
  };
}
