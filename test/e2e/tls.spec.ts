/** The gateway over HTTPS: certificates of the server, their change, and certificates of clients. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHealth } from '../../src/bin/healthcheck';
import { sha256, startLiveGateway, type LiveGateway } from '../support/gateway/live-gateway';
import { makeCertificate } from '../support/process/make-certificate';

/** Two authorities, each with a certificate. */
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'tls-')));
const [first, second] = folders.map((folder) => {
  const { ca, cert, key } = makeCertificate(folder);
  return {
    ca: readFileSync(ca, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
    key: readFileSync(key, 'utf8'),
  };
}) as [Pem, Pem];
type Pem = Readonly<Record<'ca' | 'cert' | 'key', string>>;

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** `gateway.yaml` with the certificate and key in files beside it. */
const files = ({ cert, key }: Pem, server: object = {}, tls: object = {}) => ({
  'gateway.yaml': JSON.stringify({
    server: { ...server, tls: { cert: 'DIR/tls.crt', key: 'DIR/tls.key', ...tls } },
    log: { level: 'silent' },
    auth: {
      apiKeys: [{ client: 'a', sha256: sha256('key'), connections: ['*'], access: ['read'] }],
    },
    connections: {
      main: {
        provider: 'nexconn',
        appKey: 'key',
        appSecret: 'secret',
        baseUrls: ['http://127.0.0.1:1'],
      },
    },
  }),
  'tls.crt': cert,
  'tls.key': key,
  'ca.crt': second.ca,
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @returns the status, or the code of the failure */
const probe = (url: string, options: object): Promise<unknown> =>
  new Promise((resolve) => {
    get(
      `${url.replace('127.0.0.1', 'localhost')}/health/live`,
      { agent: false, ...options },
      (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      },
    ).on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code);
    });
  });

describe('a certificate of the server', () => {
  let gateway: LiveGateway;
  beforeAll(async () => {
    gateway = await startLiveGateway(files(first), 'key');
  });
  afterAll(() => gateway.close());

  it('is served, and plain HTTP is not', async () => {
    expect(gateway.url).toMatch(/^https:/);
    expect(await probe(gateway.url, { ca: first.ca })).toBe(200);
    expect(await probe(gateway.url, { ca: second.ca })).not.toBe(200);
    await expect(fetch(gateway.url.replace('https', 'http'))).rejects.toThrow();
    expect(await probe(gateway.url, { ca: first.ca })).toBe(200);
  });

  it('is replaced when its files change, unless they do not fit', async () => {
    await gateway.changeFiles({ ...files(first), 'tls.key': second.key });
    expect(await probe(gateway.url, { ca: first.ca })).toBe(200);
    await gateway.changeFiles(files(second));
    expect(await probe(gateway.url, { ca: second.ca })).toBe(200);
    expect(await probe(gateway.url, { ca: first.ca })).not.toBe(200);
  });

  it('needs a restart to ask clients for certificates', async () => {
    await gateway.changeFiles(files(second, {}, { clientCa: 'DIR/ca.crt' }));
    expect(await probe(gateway.url, { ca: second.ca })).toBe(200);
    const ready = await new Promise((resolve) => {
      get(`${gateway.url}/health/ready`, { rejectUnauthorized: false }, (reply) => {
        reply.setEncoding('utf8').once('data', resolve);
      });
    });
    expect(ready).toContain('"needRestart":["server.tls"]');
  });
});

describe('certificates of clients', () => {
  it('are required, but not by probes on the port of the metrics; a shutdown waits for no handshake', async () => {
    const metricsPort = await freePort();
    const gateway = await startLiveGateway(
      files(first, { metricsPort }, { clientCa: 'DIR/ca.crt' }),
      'key',
    );
    const { ca } = first;
    const { cert, key } = second;
    expect(await probe(gateway.url, { ca, cert, key })).toBe(200);
    expect(await probe(gateway.url, { ca })).not.toBe(200);
    expect(await probe(gateway.url, { ca, cert: first.cert, key: first.key })).not.toBe(200);
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect((await fetch(`http://127.0.0.1:${metricsPort}${path}`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/v1/providers`)).status).toBe(404);

    const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    silent.on('error', () => undefined);
    await gateway.close();
    expect(await probe(gateway.url, { ca, cert, key })).toBe('ECONNREFUSED');
  });
});

it.each([
  ['without', {}],
  ['with', { clientCa: 'DIR/ca.crt' }],
])('is healthy for the command of the image, %s certificates of clients', async (_, tls) => {
  const gateway = await startLiveGateway(files(first, {}, tls), 'key');
  const env = { GATEWAY_ADDRESS_FILE: gateway.mounted.path('address') };
  await expect(checkHealth(env)).rejects.toThrow(/ENOENT/);
  writeFileSync(env.GATEWAY_ADDRESS_FILE, gateway.livenessUrl);
  await checkHealth(env);
  await gateway.changeFiles({ 'gateway.yaml': 'faulty: [' });
  await checkHealth(env);
  await gateway.close();
  await expect(checkHealth(env)).rejects.toThrow();
});
