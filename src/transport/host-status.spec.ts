import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from '.';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(status: number): Promise<string> {
  const server = createServer((_, outgoing) => outgoing.writeHead(status).end());
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('reports the host in use, before and after a failure', async () => {
  const hosts = await Promise.all([serve(500), serve(200)]);
  const transport = createTransport({
    baseUrls: hosts.map((host) => `http://${host}`),
    timeouts: { connectMs: 500, totalMs: 1_000 },
    keepAlive: { idleMs: 5_000, maxUses: 100 },
    maxReplyBytes: 10_000,
  });
  const [primary, backup] = hosts;
  const get = { method: 'GET', path: '/x', headers: {} };
  expect(transport.hosts()).toEqual([
    { host: primary, inUse: true, circuit: 'closed' },
    { host: backup, inUse: false, circuit: 'closed' },
  ]);
  await transport.send(get);
  expect(transport.hosts()).toEqual([
    { host: primary, inUse: false, circuit: 'closed' },
    { host: backup, inUse: true, circuit: 'closed' },
  ]);
  transport.close();
});

it('reports an open circuit after 10 failures', async () => {
  const host = await serve(500);
  const transport = createTransport({
    baseUrls: [`http://${host}`],
    timeouts: { connectMs: 500, totalMs: 1_000 },
    keepAlive: { idleMs: 5_000, maxUses: 100 },
    maxReplyBytes: 10_000,
  });
  for (let call = 0; call < 10; call++)
    await transport.send({ method: 'GET', path: '/x', headers: {} });
  expect(transport.hosts()).toEqual([{ host, inUse: true, circuit: 'open' }]);
  transport.close();
});

it('moves to the backup when the circuit of the host in use is open', async () => {
  const hosts = await Promise.all([serve(500), serve(500)]);
  const transport = createTransport({
    baseUrls: hosts.map((host) => `http://${host}`),
    timeouts: { connectMs: 500, totalMs: 1_000 },
    keepAlive: { idleMs: 5_000, maxUses: 100 },
    maxReplyBytes: 10_000,
  });
  const get = { method: 'GET', path: '/x', headers: {} };
  for (let call = 0; call < 20; call++) await transport.send(get);
  const [primary, backup] = hosts;
  expect(transport.hosts()).toEqual([
    { host: primary, inUse: true, circuit: 'open' },
    { host: backup, inUse: false, circuit: 'open' },
  ]);
  await expect(transport.send(get)).rejects.toMatchObject({ kind: 'circuit-open', sent: false });
  expect(transport.hosts().map(({ inUse }) => inUse)).toEqual([false, true]);
  transport.close();
});
