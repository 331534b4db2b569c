/** Callers who ask for much and read none of it: their connection is ended, and nobody else's. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { disconnectSlowReaders, type Patience } from '../../src/api/pipeline/slow-readers';

const STANDSTILL_MS = 500;
const PATIENCE = { standstillMs: STANDSTILL_MS, lookMs: 100, mostWaiting: Infinity };
/** More than the kernel keeps on its way. */
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');
/** Longer than anybody may stand still who has something to read. */
const LATE_MS = 3 * STANDSTILL_MS;
/** Milliseconds after each chunk of some 64 KB: all of it takes seconds. */
const READ_MS = 10;

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function start(patience: Patience): Promise<void> {
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(LARGE);
    else setTimeout(() => response.end('slowly'), LATE_MS);
  });
  server.keepAliveTimeout = 10 * LATE_MS;
  disconnectSlowReaders(server, patience);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function ask(path: string): Socket {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  return socket;
}

it('ends who reads nothing of a large answer', async () => {
  await start(PATIENCE);
  const taken = once(server, 'connection') as Promise<[Socket]>;
  ask('/large').pause();
  const [accepted] = await taken;
  await once(accepted, 'close');
  expect(accepted.destroyed).toBe(true);
});

it('leaves alone who waits for an answer, and for the next one after that', async () => {
  await start(PATIENCE);
  const socket = ask('/later');
  let answers = 0;
  socket.on('data', () => {
    answers += 1;
    if (answers === 1) socket.write('GET /later HTTP/1.1\r\nHost: gateway\r\n\r\n');
    else socket.end();
  });
  await once(socket, 'close');
  expect(answers).toBe(2);
});

it('leaves alone who reads slowly, however long that takes', async () => {
  await start(PATIENCE);
  const fromMs = performance.now();
  const socket = ask('/large');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LARGE.length) socket.end();
    socket.pause();
    setTimeout(() => socket.resume(), READ_MS);
  });
  await once(socket, 'close');
  expect(bytes).toBeGreaterThan(LARGE.length);
  expect(performance.now() - fromMs).toBeGreaterThan(2 * STANDSTILL_MS);
});

it('ends those for whom most waits, and no more of them, where too much waits in all', async () => {
  await start({ ...PATIENCE, standstillMs: 60_000, mostWaiting: 2.5 * LARGE.length });
  const accepted: Socket[] = [];
  server.on('connection', (socket) => accepted.push(socket));
  for (let caller = 0; caller < 5; caller += 1) ask('/large').pause();
  await sleep(10 * PATIENCE.lookMs);
  expect(accepted.map(({ destroyed }) => destroyed).filter(Boolean)).toHaveLength(3);
  expect(accepted).toHaveLength(5);
});
