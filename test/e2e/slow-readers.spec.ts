/** Callers who ask for much and read none of it: their connection is ended, and nobody else's. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endSlowReaders, type Patience } from '../../src/api/front-door/slow-readers';

const LOOK_MS = 200;
const PATIENCE = { lookMs: LOOK_MS, looks: 1, leastTaken: 64 * 1024, mostWaiting: Infinity };
/** More than the kernel keeps on its way. */
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');

let server: Server;
async function start(patience: Patience): Promise<void> {
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(LARGE);
    else setTimeout(() => response.end('slowly'), 5 * LOOK_MS);
  });
  endSlowReaders(server, patience);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

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

it('leaves alone who reads as fast as he can, and who waits for an answer', async () => {
  await start(PATIENCE);
  const sizes = await Promise.all(
    ['/large', '/later'].map(async (path) => {
      let bytes = 0;
      const socket = ask(path);
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (chunk.includes('slowly') || bytes > LARGE.length) socket.end();
      });
      await once(socket, 'close');
      return bytes;
    }),
  );
  expect(sizes[0]).toBeGreaterThan(LARGE.length);
  expect(sizes[1]).toBeGreaterThan(0);
});

it('ends those for whom most waits, and no more of them, where too much waits in all', async () => {
  await start({ ...PATIENCE, looks: 1_000, mostWaiting: 2.5 * LARGE.length });
  const accepted: Socket[] = [];
  server.on('connection', (socket) => accepted.push(socket));
  for (let caller = 0; caller < 5; caller += 1) ask('/large').pause();
  await sleep(5 * LOOK_MS);
  expect(accepted.map(({ destroyed }) => destroyed).filter(Boolean)).toHaveLength(3);
  expect(accepted).toHaveLength(5);
});
