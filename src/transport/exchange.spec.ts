import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { exchange, exchangeStreams } from './exchange';
import { createPool } from './connection-pool';

const TOTAL_MS = 50;

/** Longer than a test may take. */
const LONG_MS = 60_000;

let server: Server;
let pool: ReturnType<typeof createPool>;
let arrivals = 0;
beforeEach(async () => {
  arrivals = 0;
  server = createServer((_request, response) => {
    arrivals += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pool = createPool(origin, { idleMs: 5_000, maxUses: 100 }, 1_000);
});
afterEach(async () => {
  await pool.destroy();
  server.closeAllConnections();
  server.close();
});

it('sends nothing after the deadline, even if the process was blocked until then', async () => {
  const send = (ms: number) => {
    const timeouts = { connectMs: ms, totalMs: ms };
    const host = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
    return exchange(host, { method: 'GET', path: '/', headers: {} });
  };
  await send(LONG_MS);
  blockBeforeWriting();
  await expect(send(TOTAL_MS)).rejects.toMatchObject({ kind: 'not-sent', sent: false });
  await sleep(TOTAL_MS);
  expect(arrivals).toBe(1);
});

it('sends nothing after the connect timeout, even if the process was blocked until then', async () => {
  const timeouts = { connectMs: TOTAL_MS, totalMs: LONG_MS };
  const host = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
  blockBeforeWriting();
  const sending = exchange(host, { method: 'GET', path: '/', headers: {} });
  await expect(sending).rejects.toMatchObject({ kind: 'not-sent', sent: false });
  await sleep(TOTAL_MS);
  expect(arrivals).toBe(0);
});

it('fails after the connect timeout if there is no connection yet', async () => {
  const silent = net.createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const tls = createPool(`https://127.0.0.1:${port}`, { idleMs: 5_000, maxUses: 100 }, 1_000);
  const timeouts = { connectMs: TOTAL_MS, totalMs: LONG_MS };
  const host = { prefix: '', pool: tls, timeouts, maxReplyBytes: 1_000 };
  const sending = exchange(host, { method: 'GET', path: '/', headers: {} });
  const failure = await sending.catch((error: unknown) => error);
  await tls.destroy();
  silent.close();
  // the pool's own timeout has the code UND_ERR_CONNECT_TIMEOUT
  expect(failure).toMatchObject({ kind: 'not-sent', sent: false, code: 'ETIMEDOUT' });
});

it('fails after the total timeout if there is no reply yet', async () => {
  server.removeAllListeners('request');
  const timeouts = { connectMs: LONG_MS, totalMs: 20 * TOTAL_MS };
  const host = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
  const sending = exchange(host, { method: 'GET', path: '/', headers: {} });
  await expect(sending).rejects.toMatchObject({ kind: 'timeout', sent: true });
});

it('takes longer than the connect timeout once the request is sent', async () => {
  server.removeAllListeners('request').on('request', (_request, response: ServerResponse) => {
    setTimeout(() => response.end('late'), 2 * TOTAL_MS);
  });
  const timeouts = { connectMs: TOTAL_MS, totalMs: LONG_MS };
  const host = { prefix: '', pool, timeouts, maxReplyBytes: 1_000 };
  const { body } = await exchange(host, { method: 'GET', path: '/', headers: {} });
  expect(body.toString()).toBe('late');
});

describe('a streamed exchange', () => {
  const timeouts = { connectMs: LONG_MS, totalMs: 20 * TOTAL_MS };
  const begin = (body?: PassThrough, totalMs = timeouts.totalMs) =>
    exchangeStreams(
      { prefix: '', pool, timeouts: { ...timeouts, totalMs }, maxReplyBytes: 1_000 },
      { method: 'POST', path: '/', headers: {}, ...(body && { body }) },
      10,
    );
  const replyWith = (act: (response: ServerResponse) => void): void => {
    server
      .removeAllListeners('request')
      .on('request', (request: IncomingMessage, response: ServerResponse) => {
        request.resume();
        act(response);
      });
  };

  it('does not blame the host for a body that does not arrive in time', async () => {
    replyWith(() => undefined);
    const body = new PassThrough();
    body.write('the beginning');
    await expect(begin(body)).rejects.toMatchObject({ kind: 'incomplete-body', sent: true });
  });

  it('does not blame the host for a body that breaks off', async () => {
    replyWith(() => {
      body.destroy(new Error('cut'));
    });
    const body = new PassThrough();
    body.write('the beginning');
    await expect(begin(body, LONG_MS)).rejects.toMatchObject({ kind: 'incomplete-body' });
  });

  it('blames the host for a timeout after the whole body', async () => {
    replyWith(() => undefined);
    const body = new PassThrough();
    body.end('all');
    await expect(begin(body)).rejects.toMatchObject({ kind: 'timeout', sent: true });
  });

  it('streams a success only, and only a large one', async () => {
    replyWith((response) => response.writeHead(400).end('a'.repeat(100)));
    expect((await begin()).body).toBeInstanceOf(Buffer);
    replyWith((response) => response.end('a'.repeat(10)));
    expect((await begin()).body).toBeInstanceOf(Buffer);
    replyWith((response) => response.end('a'.repeat(11)));
    expect(await text(await begin())).toBe('a'.repeat(11));
  });

  it('decompresses a stream', async () => {
    const packed = gzipSync('a'.repeat(500));
    replyWith((response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed));
    expect(await text(await begin())).toBe('a'.repeat(500));
  });

  it.each([
    ['that is too large', (response: ServerResponse) => response.end('a'.repeat(1_001))],
    ['that does not end in time', (response: ServerResponse) => response.write('a'.repeat(11))],
    [
      'that breaks off',
      (response: ServerResponse) => {
        response.write('a'.repeat(11), () => response.destroy());
      },
    ],
    [
      'that is too large when it is decompressed',
      (response: ServerResponse) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('a'.repeat(1_001))),
    ],
  ])('fails in a reply %s', async (_, act) => {
    replyWith(act);
    await expect(begin().then(text)).rejects.toThrow();
  });
});

const text = async ({ body }: { readonly body: Buffer | Readable }): Promise<string> =>
  (Buffer.isBuffer(body) ? body : Buffer.concat((await body.toArray()) as Buffer[])).toString();

/** Blocks the process beyond the deadline once the connection is ready. */
function blockBeforeWriting(): void {
  const dispatch = pool.dispatch.bind(pool);
  pool.dispatch = (options, handler: Dispatcher.DispatchHandler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...rest) => {
      const untilMs = performance.now() + 2 * TOTAL_MS;
      while (performance.now() < untilMs);
      start?.(...rest);
    };
    return dispatch(options, handler);
  };
}
