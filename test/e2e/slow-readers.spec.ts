/** The gateway disconnects clients that do not read their replies, and no others. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { disconnectSlowReaders, type SlowReaderLimits } from '../../src/api/pipeline/slow-readers';

/** Longer than a busy machine stops this process, which is the client too. */
const STALL_TIMEOUT_MS = 1_500;
const LIMITS: SlowReaderLimits = {
  stallTimeoutMs: STALL_TIMEOUT_MS,
  checkIntervalMs: 100,
  maxBufferedBytes: Infinity,
};
/** More than the buffers of the kernel hold. */
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');
/** Longer than a connection with unsent data may stall. */
const LATE_MS = 2.2 * STALL_TIMEOUT_MS;
/** Pause after each chunk of about 64 KB, so that the whole reply takes seconds. */
const READ_PAUSE_MS = 10;

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function start(limits: SlowReaderLimits): Promise<void> {
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(LARGE);
    else setTimeout(() => response.end('slowly'), LATE_MS);
  });
  server.keepAliveTimeout = 10 * LATE_MS;
  disconnectSlowReaders(server, limits);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function send(path: string): Socket {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  return socket;
}

it('disconnects a client that reads nothing of a large reply', async () => {
  await start(LIMITS);
  const accepting = once(server, 'connection') as Promise<[Socket]>;
  send('/large').pause();
  const [accepted] = await accepting;
  await once(accepted, 'close');
  expect(accepted.destroyed).toBe(true);
});

it('keeps a client that waits for two replies in a row', async () => {
  await start(LIMITS);
  const socket = send('/later');
  let replies = 0;
  socket.on('data', () => {
    replies += 1;
    if (replies === 1) socket.write('GET /later HTTP/1.1\r\nHost: gateway\r\n\r\n');
    else socket.end();
  });
  await once(socket, 'close');
  expect(replies).toBe(2);
});

it('keeps a client that reads slowly, however long the reply takes', async () => {
  await start(LIMITS);
  const fromMs = performance.now();
  const socket = send('/large');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LARGE.length) socket.end();
    socket.pause();
    setTimeout(() => socket.resume(), READ_PAUSE_MS);
  });
  await once(socket, 'close');
  expect(bytes).toBeGreaterThan(LARGE.length);
  expect(performance.now() - fromMs).toBeGreaterThan(2 * STALL_TIMEOUT_MS);
});

it('disconnects as few clients as necessary when too many bytes wait in all', async () => {
  await start({
    ...LIMITS,
    stallTimeoutMs: 60_000,
    maxBufferedBytes: 2.5 * LARGE.length,
  });
  const accepted: Socket[] = [];
  server.on('connection', (socket) => accepted.push(socket));
  for (let client = 0; client < 5; client += 1) send('/large').pause();
  await sleep(10 * LIMITS.checkIntervalMs);
  expect(accepted.map(({ destroyed }) => destroyed).filter(Boolean)).toHaveLength(3);
  expect(accepted).toHaveLength(5);
});
