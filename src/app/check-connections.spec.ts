import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../test/support/process/make-certificate';
import { loadConfig } from '../config';
import { PROVIDERS } from '../providers/registry';
import { checkConnections } from './check-connections';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
const { ca, cert, key } = makeCertificate(folder);
const vendor = createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) });
const asked: (string | undefined)[][] = [];
/** Knows `vendor.example`; refuses other hosts. */
const proxy = createServer().on('connect', ({ url, headers }, client) => {
  asked.push([url, headers['proxy-authorization']]);
  if (url !== 'vendor.example:443') {
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    return;
  }
  client.write('HTTP/1.1 200 OK\r\n\r\n');
  const upstream = connect(portOf(vendor), '127.0.0.1');
  client.pipe(upstream).pipe(client);
  for (const socket of [client, upstream]) socket.on('error', () => upstream.destroy());
});
const portOf = (server: Pick<Server, 'address'>) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  for (const server of [vendor, proxy]) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  for (const server of [vendor, proxy]) server.close();
  rmSync(folder, { recursive: true });
});

const check = async (host: string, egress: object) => {
  const file = {
    egress: { proxy: `http://user:p%40ss@127.0.0.1:${portOf(proxy)}`, ca, ...egress },
    auth: {
      apiKeys: [{ client: 'a', sha256: 'a'.repeat(64), connections: ['*'], access: ['read'] }],
    },
    connections: {
      main: { provider: 'nexconn', appKey: 'k', appSecret: 's', baseUrls: [`https://${host}`] },
    },
  };
  const settings = loadConfig({
    env: { GATEWAY_CONFIG: 'f' },
    providers: PROVIDERS,
    readFile: (path) => (path === 'f' ? JSON.stringify(file) : readFileSync(path, 'utf8')),
  });
  return (await checkConnections(settings)).map(({ fault }) => fault);
};

it('goes through the proxy of vendor calls, with its credentials and authorities', async () => {
  expect(await check('vendor.example', {})).toEqual([undefined]);
  expect(asked).toEqual([
    ['vendor.example:443', `Basic ${Buffer.from('user:p@ss').toString('base64')}`],
  ]);
});

it('reports why a vendor host cannot be reached', async () => {
  expect(await check('other.example', {})).toEqual([
    'no connection through egress.proxy (status 403)',
  ]);
  expect(await check('vendor.example', { proxy: 'http://127.0.0.1:1' })).toEqual([
    'no connection through egress.proxy (ECONNREFUSED)',
  ]);
  expect(await check('vendor.example', { ca: undefined })).toEqual([
    expect.stringMatching(/^the TLS handshake fails \(/),
  ]);
});
