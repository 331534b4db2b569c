import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { exchange } from './exchange';
import { createPool } from './connection-pool';

describe('a connection', () => {
  /** Number of requests on each connection. */
  let uses: Map<Socket, number>;
  let server: http.Server;
  let url: string;
  let pools: Dispatcher[];

  beforeEach(async () => {
    uses = new Map();
    pools = [];
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

  function createTestPool(idleMs: number, maxUses: number): Dispatcher {
    const pool = createPool(url, { idleMs, maxUses }, 1_000);
    pools.push(pool);
    return pool;
  }

  async function send(pool: Dispatcher, answerAfterMs = 0): Promise<string> {
    const headers = { 'Answer-After-Ms': String(answerAfterMs) };
    const timeouts = { connectMs: 1_000, totalMs: 5_000 };
    const host = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
    const { body } = await exchange(host, { method: 'GET', path: '/', headers });
    await new Promise(setImmediate); // the pool gets the connection back
    return body.toString();
  }

  it('is reused, but not more often than advised', async () => {
    const pool = createTestPool(5000, 3);
    for (let call = 0; call < 7; call++) await send(pool);
    expect(Math.max(...uses.values())).toBe(3);
    expect(uses.size).toBe(3);
  });

  it('is closed before it has been idle for the advised time', async () => {
    const pool = createTestPool(300, 100);
    await send(pool);
    await send(pool);
    const [socket] = uses.keys();
    if (socket) await once(socket, 'close');
    await send(pool);
    expect([...uses.values()]).toEqual([2, 1]);
  });

  it('is not reused if the vendor announces that it will close', async () => {
    server.keepAliveTimeout = 1000;
    const pool = createTestPool(5000, 100);
    await send(pool);
    await send(pool);
    expect([...uses.values()]).toEqual([1, 1]);
  });

  it('in use is not closed as idle', async () => {
    expect(await send(createTestPool(50, 100), 200)).toBe('late');
  });
});
