import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../test/support/process/make-certificate';
import { proxyFor } from './egress';
import { createTransport, type Transport } from './transport';

describe('the proxy', () => {
  const noProxy = ['internal.example', '.corp.example', '*.lan', 'api.example:8443', '10.0.0.1'];
  const proxy = 'http://proxy.example:3128';

  it.each<[string, boolean]>([
    ['https://api.vendor.example', true],
    ['https://internal.example', false],
    ['https://a.internal.example', true],
    ['https://corp.example', false],
    ['https://a.b.corp.example:8443', false],
    ['https://notcorp.example', true],
    ['https://a.lan', false],
    ['https://api.example:8443', false],
    ['https://api.example', true],
    ['http://10.0.0.1:7000', false],
    ['http://localhost:7101', false],
    ['http://127.0.0.1:7101', false],
    ['http://[::1]:7101', false],
  ])('of %s is used: %s', (url, isUsed) => {
    expect(proxyFor(new URL(url), { proxy, noProxy })).toBe(isUsed ? proxy : undefined);
  });

  it('is never used with *, or if there is none', () => {
    const url = new URL('https://api.vendor.example');
    expect(proxyFor(url, { proxy, noProxy: ['*'] })).toBeUndefined();
    expect(proxyFor(url, { noProxy: [] })).toBeUndefined();
  });
});

describe('a call through a proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'egress-'));
  const certificate = makeCertificate(folder);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  let transport: Transport;
  afterEach(() => {
    transport.close();
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.on('connection', (socket) => sockets.add(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** A proxy that resolves every name to the port on loopback; it records what it is asked for. */
  async function startProxy(port: number, status = 200) {
    const asked: unknown[] = [];
    const server = createServer();
    server.on('connect', (request, socket: Socket) => {
      asked.push([request.url, request.headers['proxy-authorization']]);
      const target = connect(port, '127.0.0.1');
      sockets.add(target);
      socket.write(`HTTP/1.1 ${status} told\r\n\r\n`);
      if (status === 200) target.pipe(socket).pipe(target);
      else socket.end();
    });
    return { asked, url: `http://user:p%40ss@127.0.0.1:${await listen(server)}` };
  }

  const send = (baseUrl: string, proxy: string, ca?: string) => {
    transport = createTransport({
      baseUrls: [baseUrl],
      timeouts: { connectMs: 2_000, totalMs: 5_000 },
      keepAlive: { idleMs: 5_000, maxUses: 10 },
      maxReplyBytes: 10_000,
      egress: { proxy, noProxy: [], ...(ca !== undefined && { ca }) },
    });
    return transport.send({ method: 'GET', path: '/a/%2E?b="', headers: { Secret: 's' } });
  };
  const credentials = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;

  it('reaches the vendor with TLS of its own, whose certificate is checked', async () => {
    const [ca, cert, key] = [certificate.ca, certificate.cert, certificate.key].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const vendor = createSecureServer({ cert, key }, (request, response) => {
      response.end(JSON.stringify([request.url, request.headers.host, request.headers.secret]));
    });
    const proxy = await startProxy(await listen(vendor));
    const { body } = await send('https://vendor.example', proxy.url, ca);
    expect(JSON.parse(body)).toEqual(['/a/%2E?b="', 'vendor.example', 's']);
    expect(proxy.asked).toEqual([['vendor.example:443', credentials]]);
    transport.close();
    await expect(send('https://vendor.example', proxy.url)).rejects.toMatchObject({
      kind: 'not-sent',
    });
    transport.close();
    await expect(send('https://other.example', proxy.url, ca)).rejects.toMatchObject({
      kind: 'not-sent',
    });
  });

  it('tunnels plain HTTP too', async () => {
    const vendor = createServer((request, response) => {
      response.end(JSON.stringify([request.url, request.headers.host, request.headers.secret]));
    });
    const proxy = await startProxy(await listen(vendor));
    for (let call = 0; call < 2; call += 1) {
      const { body } = await (call === 0
        ? send('http://vendor.example', proxy.url)
        : transport.send({ method: 'GET', path: '/a/%2E?b="', headers: { Secret: 's' } }));
      expect(JSON.parse(body)).toEqual(['/a/%2E?b="', 'vendor.example', 's']);
    }
    expect(proxy.asked[0]).toEqual(['vendor.example:80', credentials]);
  });

  it('fails as not sent if the proxy refuses it', async () => {
    const proxy = await startProxy(1, 407);
    await expect(send('https://vendor.example', proxy.url)).rejects.toMatchObject({
      kind: 'not-sent',
      code: 'proxy-407',
    });
  });
});
