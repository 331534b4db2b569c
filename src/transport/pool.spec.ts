import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Pool } from 'undici';
import { exchange } from './exchange';
import { createPool } from './pool';

describe('a connection', () => {
  /** How many requests each connection carried. */
  let uses: Map<Socket, number>;
  let server: http.Server;
  let url: string;
  let pools: Pool[];

  beforeEach(async () => {
    [uses, pools] = [new Map(), []];
    server = http.createServer((incoming, outgoing) => {
      uses.set(incoming.socket, (uses.get(incoming.socket) ?? 0) + 1);
      setTimeout(() => outgoing.end('late'), Number(incoming.headers['answer-after-ms']));
    });
    server.keepAliveTimeout = 60_000;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.destroy()));
    server.closeAllConnections();
    server.close();
  });

  function poolOf(idleMs: number, maxUses: number): Pool {
    const pool = createPool(url, { idleMs, maxUses }, 1_000);
    pools.push(pool);
    return pool;
  }

  async function ask(pool: Pool, answerAfterMs = 0): Promise<string> {
    const headers = { 'Answer-After-Ms': String(answerAfterMs) };
    const timeouts = { connectMs: 1_000, totalMs: 5_000 };
    const link = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
    const { body } = await exchange(link, { method: 'GET', path: '/', headers });
    await new Promise(setImmediate); // the pool takes the socket back
    return body.toString();
  }

  it('is used again, but not more often than advised', async () => {
    const pool = poolOf(5000, 3);
    for (let call = 0; call < 7; call++) await ask(pool);
    expect(Math.max(...uses.values())).toBe(3);
    expect(uses.size).toBe(3);
  });

  it('is closed by us before it has been idle for as long as advised', async () => {
    const pool = poolOf(300, 100);
    await ask(pool);
    await ask(pool);
    const [socket] = uses.keys();
    if (socket) await once(socket, 'close');
    await ask(pool);
    expect([...uses.values()]).toEqual([2, 1]);
  });

  it('is not used again where the vendor says it closes at once', async () => {
    server.keepAliveTimeout = 1000;
    const pool = poolOf(5000, 100);
    await ask(pool);
    await ask(pool);
    expect([...uses.values()]).toEqual([1, 1]);
  });

  it('under way does not end because it would be idle for too long', async () => {
    expect(await ask(poolOf(50, 100), 200)).toBe('late');
  });
});
