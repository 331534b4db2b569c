/** Large bodies of clients' own vendor requests are forwarded while they arrive, in both directions. */
import { createHash, randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_KEY } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { listen } from '../support/vendor/listen';

const PREFIX = '/v1/connections/vendor/vendor';
const SECRET = 'sandbox-api-token';
const MIB = 1024 * 1024;
const BODY_LIMIT = 300 * 1024;
const STREAM_LIMIT = 4 * MIB;
const half = randomBytes(MIB);
const whole = Buffer.concat([half, half]);

type Handler = (message: IncomingMessage, response: ServerResponse) => void;

const sockets: Socket[] = [];
subscribe('undici:client:connected', (message) => {
  sockets.push((message as { socket: Socket }).socket);
});
/** How much of the vendors' replies the gateway has taken from the kernel. */
const bytesRead = (): number => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);

let handle: Handler;
let calls = 0;
let gateway: TestGateway;
let vendor: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  vendor = await listen(
    createServer((message, response) => {
      calls += 1;
      handle(message, response);
    }),
  );
  gateway = await startGateway({
    server: { bodyLimit: BODY_LIMIT, streamedBodyLimit: STREAM_LIMIT },
    connections: {
      vendor: {
        provider: 'sendbird',
        baseUrls: [vendor.url],
        timeouts: { connectMs: 5_000, totalMs: 20_000 },
        quotas: { post: { limit: 5, windowMs: 1 }, get: { limit: 5, windowMs: 1 } },
        vendorRoutes: [
          { method: 'POST', path: '/v3/upload', draws: { post: 1 } },
          { method: 'POST', path: '/v3/counted', draws: { post: 'count(body.users)' } },
          { method: 'GET', path: '/v3/download', draws: { get: 1 } },
        ],
      },
    },
  });
});
beforeEach(() => {
  calls = 0;
});
afterAll(async () => {
  await gateway.close().catch(() => undefined);
  await vendor.close();
});

function begin(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { hostname, port } = new URL(gateway.url);
  const call = request({
    hostname,
    port,
    method,
    path: PREFIX + path,
    agent: false, // the buffers of a connection grow with its use
    headers: { Authorization: `Bearer ${SANDBOX_KEY}`, ...headers },
  });
  const reply = once(call, 'response') as Promise<[IncomingMessage]>;
  reply.catch(() => undefined); // of a call that a test aborts
  return { call, reply };
}

async function send(path: string, body: Buffer, headers: Readonly<Record<string, string>> = {}) {
  const { call, reply } = begin('POST', path, { 'Content-Length': `${body.length}`, ...headers });
  call.on('error', () => undefined).end(body);
  const [response] = await reply;
  return { status: response.statusCode, bytes: await bytesOf(response) };
}

const bytesOf = async (message: IncomingMessage): Promise<Buffer> =>
  Buffer.concat((await message.toArray()) as Buffer[]);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const write = (to: Writable, bytes: Buffer): void => {
  to.write(bytes);
};

/** Reads until a number of bytes is there; the rest stays in the stream. */
async function readAtLeast(message: IncomingMessage, bytes: number): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  let read = 0;
  message.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    read += chunk.length;
    if (read >= bytes) message.emit('enough');
  });
  await once(message, 'enough');
  return chunks;
}

async function quota(name: string) {
  const { body } = await gateway.call('GET', '/v1/connections/vendor/quotas');
  return (body as { quotas: { name: string }[] }).quotas.find((one) => one.name === name);
}

async function until(holds: () => unknown): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await holds()) === true) return;
    await sleep(10);
  }
  throw new Error('The expected state did not come.');
}

it.each([
  ['of known length', { 'Content-Length': String(whole.length) }],
  ['in chunks', { 'Transfer-Encoding': 'chunked' }],
])('sends a body %s while it arrives', async (_, headers) => {
  const arriving = new Promise<[IncomingMessage, Buffer[]]>((resolve) => {
    handle = (message, response) => {
      void readAtLeast(message, half.length / 2).then((chunks) => {
        resolve([message, chunks]);
        message.once('end', () => response.end(sha256(Buffer.concat(chunks))));
      });
    };
  });
  const { call, reply } = begin('POST', '/v3/upload', headers);
  write(call, half);
  const [message] = await arriving; // the second half has not been sent yet
  call.end(half);
  const [response] = await reply;
  expect((await bytesOf(response)).toString()).toBe(sha256(whole));
  expect(message.headers).toMatchObject(
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text])),
  );
});

it.each([
  ['of known length', { 'Content-Length': String(whole.length) }],
  ['in chunks', {}],
])('passes a reply %s on while it arrives', async (_, headers) => {
  let finish = (): void => undefined;
  handle = (_message, response) => {
    response.writeHead(200, { 'Content-Type': 'image/png', ...headers });
    write(response, half);
    finish = () => response.end(half);
  };
  const { call, reply } = begin('GET', '/v3/download');
  call.end();
  const [response] = await reply;
  const chunks = await readAtLeast(response, half.length / 2);
  finish();
  await once(response, 'end');
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(whole));
  expect(response.headers).toMatchObject({ 'content-type': 'image/png' });
  expect(response.headers['content-length']).toBe(
    new Map(Object.entries(headers)).get('Content-Length'),
  );
});

it('reads a reply only as fast as the client does', async () => {
  const before = bytesRead();
  handle = (_message, response) => response.end(Buffer.alloc(15 * MIB));
  const { call, reply } = begin('GET', '/v3/download');
  call.end();
  const [response] = await reply;
  let read = -1;
  await until(async () => {
    const isStill = read === bytesRead();
    read = bytesRead();
    await sleep(200);
    return isStill;
  });
  expect((await bytesOf(response)).length).toBe(15 * MIB);
  expect(read - before).toBeLessThan(12 * MIB); // the kernel holds 4 MiB for the client
  expect(bytesRead() - before).toBeGreaterThan(15 * MIB);
});

it('masks a secret of the request that a streamed reply repeats, also between two chunks', async () => {
  handle = (_message, response) => {
    write(response, half);
    write(response, Buffer.from(`a ${SECRET} b ${SECRET.slice(0, 5)}`));
    setTimeout(() => response.end(`${SECRET.slice(5)} c`), 50);
  };
  const { call, reply } = begin('GET', '/v3/download');
  call.end();
  const [response] = await reply;
  const text = (await bytesOf(response)).subarray(half.length).toString();
  const stars = '*'.repeat(SECRET.length);
  expect(text).toBe(`a ${stars} b ${stars} c`);
});

it('aborts an upload whose client disconnects, and its token is not free before its lease ends', async () => {
  const arriving = new Promise<IncomingMessage>((resolve) => {
    handle = (message) => {
      message.resume().on('error', () => undefined);
      resolve(message);
    };
  });
  const { call } = begin('POST', '/v3/upload', { 'Content-Length': String(whole.length) });
  call.on('error', () => undefined);
  write(call, half);
  const message = await arriving;
  call.destroy();
  await until(() => message.destroyed);
  expect(message.complete).toBe(false);
  expect(await quota('post')).toMatchObject({ inFlight: 1, free: 4 });
});

it('aborts a vendor call whose client disconnects before the reply', async () => {
  const arriving = new Promise<ServerResponse>((resolve) => {
    handle = (_message, response) => {
      resolve(response);
    };
  });
  const { call } = begin('POST', '/v3/upload', { 'Content-Length': '2' });
  call.on('error', () => undefined).end('{}');
  const response = await arriving;
  call.destroy();
  await until(() => response.destroyed);
});

it('aborts a streamed reply whose client disconnects; the vendor has counted the call by then', async () => {
  const arriving = new Promise<ServerResponse>((resolve) => {
    handle = (_message, response) => {
      write(response, half);
      resolve(response);
    };
  });
  const { call, reply } = begin('GET', '/v3/download');
  call.on('error', () => undefined).end();
  const [received] = await reply;
  received.on('error', () => undefined);
  const response = await arriving;
  call.destroy();
  await until(() => response.destroyed);
  expect(await quota('get')).toMatchObject({ inFlight: 0 });
});

it('cuts the reply of the client when the reply of the vendor is cut', async () => {
  handle = (_message, response) => {
    response.writeHead(200, { 'Content-Length': String(whole.length) });
    write(response, half);
    setTimeout(() => response.destroy(), 50);
  };
  const { call, reply } = begin('GET', '/v3/download');
  call.end();
  const [response] = await reply;
  await expect(bytesOf(response)).rejects.toThrow('aborted');
});

it('refuses a body that is known to be too large before it is sent', async () => {
  const { status, bytes } = await send('/v3/upload', Buffer.alloc(STREAM_LIMIT + 1));
  expect([status, calls]).toEqual([413, 0]);
  expect(bytes.toString()).toContain(`${STREAM_LIMIT} bytes (server.streamedBodyLimit)`);
});

it('refuses a body that turns out to be too large, and the vendor does not get the whole of it', async () => {
  let message: IncomingMessage | undefined;
  handle = (arrived) => {
    message = arrived.resume().on('error', () => undefined);
  };
  const { call, reply } = begin('POST', '/v3/upload', { 'Transfer-Encoding': 'chunked' });
  call.on('error', () => undefined).end(Buffer.alloc(STREAM_LIMIT + 1));
  const [response] = await reply;
  const problem = JSON.parse((await bytesOf(response)).toString()) as object;
  expect(problem).toMatchObject({ status: 413, code: 'payload-too-large', applied: 'unknown' });
  await until(() => message?.destroyed);
  expect(message?.complete).toBe(false);
});

it.each([
  ['that is counted', '/v3/counted', {}],
  ['with an idempotency key', '/v3/upload', { 'Idempotency-Key': 'large' }],
])('reads a body %s whole, within the limit of other bodies', async (_, path, headers) => {
  handle = (message, response) => {
    void bytesOf(message).then((bytes) => response.end(sha256(bytes)));
  };
  const body = Buffer.from(JSON.stringify({ users: [1], text: 'a'.repeat(200_000) }));
  const { bytes } = await send(path, body, headers);
  expect(bytes.toString()).toBe(sha256(body));
  const large = await send(path, Buffer.alloc(BODY_LIMIT + 1), headers);
  expect([large.status, calls]).toEqual([413, 1]);
  expect(large.bytes.toString()).toContain(`${BODY_LIMIT} bytes (server.bodyLimit)`);
});

it('carries out a call with an idempotency key although its client disconnects', async () => {
  let answer = (): void => undefined;
  const arriving = new Promise<void>((resolve) => {
    handle = (message, response) => {
      message.resume();
      answer = () => response.end('done');
      resolve();
    };
  });
  const headers = { 'Content-Length': '2', 'Idempotency-Key': 'kept' };
  const { call } = begin('POST', '/v3/upload', headers);
  call.on('error', () => undefined).end('{}');
  await arriving;
  call.destroy();
  answer();
  await until(async () => (await send('/v3/upload', Buffer.from('{}'), headers)).status === 200);
  expect((await send('/v3/upload', Buffer.from('{}'), headers)).bytes.toString()).toBe('done');
  expect(calls).toBe(1);
});

it('says that a reply was too large to be repeated', async () => {
  handle = (message, response) => {
    message.resume();
    response.end(whole);
  };
  const headers = { 'Idempotency-Key': 'large-reply' };
  const first = await send('/v3/upload', Buffer.from('{}'), headers);
  expect([first.status, first.bytes.length]).toEqual([200, whole.length]);
  const again = await send('/v3/upload', Buffer.from('{}'), headers);
  const problem = JSON.parse(again.bytes.toString()) as object;
  expect(problem).toMatchObject({ status: 502, code: 'upstream-malformed', applied: 'yes' });
  expect(calls).toBe(1);
});
