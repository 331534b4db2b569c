import { getEventListeners, once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { SignedRequest } from '../core/upstream';
import { createTransport, type Transport, TransportFailure, type TransportSettings } from '.';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: net.Server): Promise<string> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (handler: http.RequestListener): Promise<string> =>
  listen(http.createServer(handler));

/** A server without HTTP: `answer` is called after the head of each request. */
const serveRaw = (answer: (socket: net.Socket, head: string) => void): Promise<string> =>
  listen(
    net.createServer((socket) => {
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        const whole = head;
        head = '';
        answer(socket, whole);
      });
    }),
  );

function transportTo(baseUrls: string[], settings: Partial<TransportSettings> = {}): Transport {
  const transport = createTransport({
    baseUrls,
    timeouts: { connectMs: 500, totalMs: 1000 },
    keepAlive: { idleMs: 5000, maxUses: 100 },
    maxReplyBytes: 10_000,
    ...settings,
  });
  closers.push(() => {
    transport.close();
  });
  return transport;
}

const GET: SignedRequest = { method: 'GET', path: '/x', headers: {} };

async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  try {
    return await sending;
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    return { kind: error.kind, sent: error.sent };
  }
}

describe('a request', () => {
  it('has the given path, byte for byte', async () => {
    const seen: string[] = [];
    const url = await serve((incoming, outgoing) => {
      seen.push(incoming.url ?? '');
      outgoing.end();
    });
    const transport = transportTo([url]);
    const printable = fc.string({
      unit: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
        },
        {
          weight: 2,
          arbitrary: fc.constantFrom(
            '%2F',
            '%2f',
            '%2E',
            '/../',
            '/./',
            '//',
            "'",
            '"',
            '\\',
            '?',
            '#',
            '%',
            '&keys=',
            '%F0%9F%98%80',
          ),
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        await transport.send({ ...GET, path: `/${text}` });
        expect(seen.at(-1)).toBe(`/${text}`);
      }),
    );
  });

  it('has a path that begins with that of the base URL', async () => {
    const url = await serve((incoming, outgoing) => outgoing.end(incoming.url));
    expect(await transportTo([`${url}/api/`]).send(GET)).toMatchObject({ body: '/api/x' });
  });

  it('has the given headers and body, and none that axios would add', async () => {
    const heads: string[] = [];
    const url = await serveRaw((socket, head) => {
      heads.push(head);
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'RC-Nonce': '7' };
    await transportTo([url]).send({ method: 'POST', path: '/x', headers, body: 'k=ä' });
    const [head = '', body] = (heads[0] ?? '').split('\r\n\r\n');
    const [line, ...names] = head.split('\r\n').map((row) => row.split(':')[0]?.toLowerCase());
    expect(line).toBe('post /x http/1.1');
    expect(names.sort()).toEqual([
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'rc-nonce',
    ]);
    expect(head).toContain('Content-Type: application/x-www-form-urlencoded\r\n');
    expect(Buffer.from(body ?? '', 'latin1').toString()).toBe('k=ä');
  });

  it.each(['DELETE', 'PUT', 'POST'])('is sent with and without a body: %s', async (method) => {
    const url = await serve((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => outgoing.end(body));
    });
    const transport = transportTo([url]);
    expect(await transport.send({ ...GET, method, body: '{"a":1}' })).toMatchObject({
      body: '{"a":1}',
    });
    expect(await transport.send({ ...GET, method })).toMatchObject({ status: 200, body: '' });
  });

  it('is not sent if its path or a header is invalid', async () => {
    const url = await serve((_, outgoing) => outgoing.end());
    const transport = transportTo([url]);
    expect(await failureOf(transport.send({ ...GET, path: '/a b' }))).toEqual({
      kind: 'not-sent',
      sent: false,
    });
    const headers = { token: 'a\r\nb: c' };
    expect(await failureOf(transport.send({ ...GET, headers }))).toEqual({
      kind: 'not-sent',
      sent: false,
    });
  });
});

describe('a reply', () => {
  const text = '\uFEFF{"a": "ä😀"}\n';

  it.each([
    ['identity', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
  ])('is read with encoding %s', async (encoding, bytes) => {
    const url = await serve((_, outgoing) => {
      outgoing.writeHead(400, { 'Content-Encoding': encoding, 'X-One': 'a' }).end(bytes);
    });
    const reply = await transportTo([url]).send(GET);
    expect(reply).toMatchObject({ status: 400, body: text, headers: { 'x-one': 'a' } });
  });

  it('with a redirect is returned, not followed', async () => {
    let requests = 0;
    const url = await serve((_, outgoing) => {
      requests++;
      outgoing.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect(await transportTo([url]).send(GET)).toMatchObject({ status: 302 });
    expect(requests).toBe(1);
  });

  it('may have exactly the allowed size, and no more', async () => {
    const url = await serve((incoming, outgoing) =>
      outgoing.end('x'.repeat(Number(incoming.headers.size))),
    );
    const transport = transportTo([url]);
    const sendSize = (size: number): Promise<unknown> =>
      failureOf(transport.send({ ...GET, headers: { size: String(size) } }));
    expect(await sendSize(10_000)).toMatchObject({ status: 200 });
    expect(await sendSize(10_001)).toEqual({ kind: 'too-large', sent: true });
  });
});

describe('a failure', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';
  const SHORT_TIMEOUTS = { timeouts: { connectMs: 500, totalMs: 600 } };

  it.each<[string, (socket: net.Socket) => void, object]>([
    ['no reply', () => undefined, { kind: 'timeout', sent: true }],
    [
      'headers that never end',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nA: '),
      { kind: 'timeout', sent: true },
    ],
    [
      'a body that never ends',
      (socket) => socket.write(HEAD + 'x'),
      { kind: 'timeout', sent: true },
    ],
    ['a connection closed before the reply', (socket) => socket.end(), { kind: 'cut', sent: true }],
    [
      'a connection reset before the reply',
      (socket) => socket.resetAndDestroy(),
      { kind: 'cut', sent: true },
    ],
    [
      'a reply that is not HTTP',
      (socket) => socket.end('SSH-2.0-x\r\n'),
      { kind: 'cut', sent: true },
    ],
    [
      'an unrequested upgrade',
      (socket) => socket.write('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      { kind: 'cut', sent: true },
    ],
    [
      'a connection closed within the body',
      (socket) => socket.end(HEAD + 'x'),
      { kind: 'truncated', sent: true },
    ],
    [
      'an invalid chunk',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
      { kind: 'truncated', sent: true },
    ],
    [
      'invalid gzip',
      (socket) =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi'),
      { kind: 'truncated', sent: true },
    ],
  ])('reports %s', async (_, answer, failure) => {
    const url = await serveRaw(answer);
    expect(await failureOf(transportTo([url], SHORT_TIMEOUTS).send(GET))).toEqual(failure);
  });

  it('reports a connection reset within the body', async () => {
    const url = await serveRaw((socket) => {
      socket.write(HEAD + 'x', () => setTimeout(() => socket.resetAndDestroy(), 30));
    });
    expect(await failureOf(transportTo([url]).send(GET))).toEqual({
      kind: 'truncated',
      sent: true,
    });
  });

  it.each([
    ['a refused connection', 'http://127.0.0.1:1'],
    ['an unknown name', 'http://gateway.invalid'],
  ])('reports that nothing was sent after %s', async (_, url) => {
    expect(await failureOf(transportTo([url]).send(GET))).toEqual({
      kind: 'not-sent',
      sent: false,
    });
  });

  it('reports that nothing was sent to a server that does not speak TLS, or not in time', async () => {
    let received = '';
    const plain = await listen(
      net.createServer((socket) =>
        socket.on('data', (chunk) => {
          received += chunk.toString('latin1');
          socket.end('no\r\n');
        }),
      ),
    );
    const silent = await listen(
      net.createServer((socket) =>
        socket.on('data', (chunk) => (received += chunk.toString('latin1'))),
      ),
    );
    for (const url of [plain, silent]) {
      const sending = transportTo([url.replace('http:', 'https:')], SHORT_TIMEOUTS).send({
        ...GET,
        headers: { token: 'sesame' },
      });
      expect(await failureOf(sending)).toEqual({ kind: 'not-sent', sent: false });
    }
    expect(received).not.toContain('sesame');
  });

  it('contains neither address, headers nor body', async () => {
    const url = await serveRaw((socket) => socket.end());
    const request = {
      method: 'POST',
      path: '/canary',
      headers: { token: 'canary' },
      body: 'canary',
    };
    const failure: unknown = await transportTo([url])
      .send(request)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportFailure);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/canary|127\.0\.0\.1/);
  });
});

describe('close', () => {
  it('ends every connection', async () => {
    const sockets: net.Socket[] = [];
    const url = await serve((incoming, outgoing) => {
      sockets.push(incoming.socket);
      outgoing.end();
    });
    const transport = transportTo([url]);
    await transport.send(GET);
    transport.close();
    const [socket] = sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });
});

describe('an abort signal', () => {
  it('ends a call in progress and its connection', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const url = await serveRaw((socket) => {
      closed = once(socket, 'close');
      controller.abort();
    });
    const sending = transportTo([url]).send(GET, controller.signal);
    expect(await failureOf(sending)).toEqual({ kind: 'aborted', sent: true });
    await closed;
  });

  it('that is aborted already prevents the call', async () => {
    let requests = 0;
    const url = await serve(() => requests++);
    const sending = transportTo([url]).send(GET, AbortSignal.abort());
    expect(await failureOf(sending)).toEqual({ kind: 'aborted', sent: false });
    expect(requests).toBe(0);
  });

  it('has no listener after the call', async () => {
    const url = await serve((_, outgoing) => outgoing.end());
    const { signal } = new AbortController();
    await transportTo([url]).send(GET, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('the backup host', () => {
  const serveName = (name: string, status = 200): Promise<string> =>
    serve((_, outgoing) => outgoing.writeHead(status).end(name));

  it.each([500, 503])('takes over after a %i and keeps it', async (status) => {
    const transport = transportTo([await serveName('primary', status), await serveName('backup')]);
    const bodies = [];
    for (let call = 0; call < 3; call++) bodies.push((await transport.send(GET)).body);
    expect(bodies).toEqual(['primary', 'backup', 'backup']);
  });

  it.each([400, 429])('is not used after a %i', async (status) => {
    const transport = transportTo([await serveName('primary', status), await serveName('backup')]);
    await transport.send(GET);
    expect((await transport.send(GET)).body).toBe('primary');
  });

  it.each<[string, (socket: net.Socket) => void]>([
    ['timeout', () => undefined],
    ['cut', (socket) => socket.destroy()],
  ])('takes over after a %s', async (kind, answer) => {
    const transport = transportTo([await serveRaw(answer), await serveName('backup')], {
      timeouts: { connectMs: 100, totalMs: 100 },
    });
    expect(await failureOf(transport.send(GET))).toEqual({ kind, sent: true });
    expect((await transport.send(GET)).body).toBe('backup');
  });
});
