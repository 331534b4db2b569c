/** Callers who ask for much and read none of it: their connection is ended, and nobody else's. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { endSlowReaders } from '../../src/api/front-door/slow-readers';

const LOOK_MS = 200;
/** More than the kernel keeps on its way. */
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');

let server: Server;
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(LARGE);
    else setTimeout(() => response.end('slowly'), 5 * LOOK_MS);
  });
  endSlowReaders(server, LOOK_MS);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
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
  const taken = once(server, 'connection') as Promise<[Socket]>;
  ask('/large').pause();
  const [accepted] = await taken;
  await once(accepted, 'close');
  expect(accepted.destroyed).toBe(true);
});

it('leaves alone who reads as fast as he can, and who waits for an answer', async () => {
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
