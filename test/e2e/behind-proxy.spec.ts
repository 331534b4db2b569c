/** The gateway under a path prefix, behind a proxy that compresses, and called by pages of another origin. */
import { SANDBOX_KEY } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { recordLog } from '../support/gateway/log-lines';

const PLACE = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const PAGE = 'https://app.example';
const KEY = { Authorization: `Bearer ${SANDBOX_KEY}` };

const log = recordLog('info');
let gateway: TestGateway;
/** The address without the base path. */
let root: string;
beforeAll(async () => {
  gateway = await startGateway({
    server: {
      basePath: '/chat',
      cors: { origins: [PAGE] },
      keepAliveTimeoutMs: 600_000,
      trustProxy: ['loopback', '10.0.0.0/8', 'fd00::/8'],
    },
    logger: log.logger,
  });
  root = new URL(gateway.url).origin;
});
afterAll(() => gateway.close());

describe('a base path', () => {
  it('is served with and without, for proxies of both kinds', async () => {
    expect(gateway.url).toBe(`${root}/chat`);
    for (const base of [gateway.url, root]) {
      expect((await fetch(`${base}${PLACE}?keys=a`, { headers: KEY })).status).toBe(200);
      expect((await fetch(`${base}/health/live`)).status).toBe(200);
      expect((await fetch(`${base}/v1/providers`)).status).toBe(401);
    }
    for (const path of ['/chatter/version', '/chat/chat/version', '/chat', '/chat?a=1', '/other'])
      expect((await fetch(root + path, { headers: KEY })).status).toBe(404);
  });

  it('is in every address that the gateway tells', async () => {
    const document = (await (await fetch(`${gateway.url}/docs-json`)).json()) as object;
    expect(document).toMatchObject({ servers: [{ url: '/chat' }] });
    const swagger = await (await fetch(`${gateway.url}/docs`)).text();
    expect(swagger).toContain('href="./docs/swagger-ui.css"');
    expect((await fetch(`${gateway.url}/docs/swagger-ui.css`)).status).toBe(200);
    const redirect = await fetch(`${gateway.url}/console`, { redirect: 'manual' });
    expect(redirect.headers.get('location')).toBe('/chat/console/');
    expect((await fetch(`${gateway.url}/console/main.js`)).status).toBe(200);
    const lease = await fetch(`${gateway.url}/v1/connections/nexconn-sandbox/leases`, {
      method: 'POST',
      headers: { ...KEY, 'Content-Type': 'application/json' },
      body: JSON.stringify({ draws: [{ quota: 'group-message', tokens: 1 }] }),
    });
    const { lease: id } = (await lease.json()) as { lease: string };
    const address = `/chat/v1/connections/nexconn-sandbox/leases/${id}`;
    expect(lease.headers.get('location')).toBe(address);
    const end = await fetch(root + address, { method: 'DELETE', headers: KEY });
    expect(end.status).toBe(204);
  });
});

describe('another origin', () => {
  const call = (origin: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${gateway.url}${PLACE}`, { method, headers: { ...headers, Origin: origin } });
  const preflight = (origin: string) =>
    call(origin, { 'Access-Control-Request-Method': 'PUT' }, 'OPTIONS');

  it('may call if it is configured', async () => {
    const { status, headers } = await preflight(PAGE);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(headers.get('access-control-allow-methods')).toContain('PUT');
    expect(headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    for (const credentials of [KEY, {}]) {
      const reply = await call(PAGE, credentials);
      expect(reply.status).toBe(credentials === KEY ? 200 : 401);
      expect(reply.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(reply.headers.get('access-control-expose-headers')).toContain('Retry-After');
      expect(reply.headers.get('vary')).toContain('Origin');
    }
  });

  it('may not otherwise', async () => {
    for (const reply of [await preflight('https://evil.example'), await call('null')]) {
      expect(reply.status).toBe(401);
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
      expect(reply.headers.get('vary')).toContain('Origin');
    }
  });
});

describe('the address of a client without credentials', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, fd00::1, 10.1.2.3', '203.0.113.9'], // the client wrote the first itself
    ['203.0.113.9, 198.51.100.1', '198.51.100.1'], // no trusted proxy
    ['2001:db8::7', '2001:db8::7'],
    ['<script>', 'unknown'],
    ['', '127.0.0.1'],
  ])('of X-Forwarded-For %j is %s in the log', async (chain, address) => {
    const headers = {
      Authorization: 'Bearer wrong',
      'X-Forwarded-For': chain,
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'evil.example',
    };
    const reply = await gateway.call('GET', PLACE, { headers });
    expect(reply.status).toBe(401);
    const line = await log.ofRequest(reply.headers.get('x-request-id') ?? '');
    expect(line).toMatchObject({ problem: 'unauthenticated', reason: 'unknown key', address });
    expect(JSON.stringify([line, reply.body])).not.toContain('evil.example');
  });
});

it('keeps idle connections as long as the balancer does', async () => {
  const { headers } = await fetch(`${gateway.url}/version`);
  expect(headers.get('keep-alive')).toBe('timeout=600');
});

it('accepts a tag as a compressing proxy has changed it', async () => {
  const write = (value: string, headers: Record<string, string> = {}) =>
    gateway.call('PUT', `${PLACE}/tagged`, { body: { value }, headers });
  await write('0');
  const tag = async () => {
    const { headers } = await gateway.call('GET', PLACE);
    return headers.get('etag')?.slice(1, -1) ?? '';
  };
  const forms = [(own: string) => `W/"${own}"`, (own: string) => `"${own}-gzip"`];
  for (const [index, form] of forms.entries())
    expect((await write(`${index + 1}`, { 'If-Match': form(await tag()) })).status).toBe(200);
  expect((await write('3', { 'If-Match': `W/"${'A'.repeat(27)}"` })).status).toBe(412);
});

it.each([
  ['a byte-order mark', 'application/json', '\uFEFF{"value":"v"}'],
  ['charset=utf8', 'application/json;charset=utf8', '{"value":"v"}'],
  ['charset="UTF8"', 'application/json; charset="UTF8"; odd=1', '{"value":"v"}'],
])('accepts a body with %s, of known length or in chunks', async (_, type, text) => {
  const put = (body: string | ReadableStream) =>
    fetch(`${gateway.url}${PLACE}/k`, {
      method: 'PUT',
      headers: { ...KEY, 'Content-Type': type },
      body,
      duplex: 'half',
    });
  expect((await put(text)).status).toBe(200);
  expect((await put(new Blob([text]).stream())).status).toBe(200);
});

it('tells nginx not to buffer the lines of a batch', async () => {
  const { headers, body } = await fetch(`${gateway.url}/v1/batch`, {
    method: 'POST',
    headers: { ...KEY, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      operations: [
        {
          id: 'a',
          connection: 'nexconn-sandbox',
          channelType: 'open',
          channelId: 'kvchatroom2',
          verb: 'get',
        },
      ],
    }),
  });
  expect(headers.get('x-accel-buffering')).toBe('no');
  await body?.cancel();
});
