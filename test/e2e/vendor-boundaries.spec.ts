/** Clients' own vendor requests reach listed calls only, and meet the circuits and cooldowns of the vendor. */
import net from 'node:net';
import fc from 'fast-check';
import { SANDBOX_KEY } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startListedVendor, type ListedVendor } from '../support/vendor/listed-vendor';

const PREFIX = '/v1/connections/main/vendor';
const FREE = { limit: 100_000, windowMs: 1 };

let vendor: ListedVendor;
let failing: ListedVendor;
let gateway: TestGateway;
beforeAll(async () => {
  [vendor, failing] = await Promise.all([startListedVendor(), startListedVendor()]);
  gateway = await startGateway({
    connections: {
      main: { ...vendor.connection, quotas: { get: FREE, post: FREE } },
      failing: { ...failing.connection, appId: 'FAILING', quotas: { get: FREE, post: FREE } },
    },
  });
});
beforeEach(() => {
  vendor.received.splice(0);
  failing.received.splice(0);
});
afterAll(async () => {
  await gateway.close().catch(() => undefined);
  await Promise.all([vendor.close(), failing.close()]);
});

/** Writes a request as it is, and returns the reply. */
function sendRaw(line: string, headers: readonly string[] = []): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = net.connect({ host: hostname, port: Number(port) });
    const usual = ['Host: gateway', `Authorization: Bearer ${SANDBOX_KEY}`, 'Connection: close'];
    socket.on('error', reject).on('close', () => {
      resolve(reply);
    });
    socket.on('data', (chunk) => (reply += chunk.toString('latin1')));
    socket.write(Buffer.from([line, ...usual, ...headers, '', ''].join('\r\n'), 'latin1'));
  });
}

const HARD = fc.constantFrom(
  ...['..', '.', '/', '//', '\\', ';x', '?', '#', '@', '%2e%2e', '%2f', '%5c', '%3b', '%00'],
  ...['%0d%0a', '%252e%252e%252f', '%', '%c0%ae', '//evil.example', 'users', 'v3', 'a', '\xe9'],
);
const hardText = fc.array(HARD, { maxLength: 5 }).map((parts) => parts.join(''));
const target = fc.tuple(
  fc.constantFrom('', '', '', 'http://evil.example', 'http://127.0.0.1'), // absolute form
  fc.constantFrom(PREFIX, PREFIX, PREFIX, `${PREFIX}/..`, `${PREFIX}%2f`, `/${PREFIX}`),
  fc.oneof(
    fc.constant('/v3/users/a'), // so that some are forwarded
    hardText.map((text) => `/v3/users/${text}`),
    hardText.map((text) => `/v3/${text}/messages`),
    hardText,
  ),
);
const FORWARDED = ['accept', 'accept-encoding', 'api-token', 'connection', 'content-type', 'host'];
const header = fc.constantFrom(
  ...[
    'Host: evil.example',
    'X-Forwarded-Host: evil',
    'X-Original-URL: /v3/admin',
    'Api-Token: mine',
  ],
  ...['X-HTTP-Method-Override: DELETE', 'Cookie: a=b', 'Connection: Api-Token', 'Accept: text/x'],
  ...['Forwarded: host=evil', 'Transfer-Encoding: identity', 'Via: 1.1 x', 'Accept: a\\\r\n X: y'],
);

/** Lenient: a server may decode what is not UTF-8, too. */
const decoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

it('lets a client reach no other host, path or header', async () => {
  let forwarded = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'HEAD', 'POST'),
      target,
      fc.array(header, { maxLength: 2 }),
      async (method, [host, prefix, path], headers) => {
        vendor.received.splice(0);
        await sendRaw(`${method} ${host}${prefix}${path} HTTP/1.1`, [
          ...headers,
          'Content-Length: 0',
        ]);
        for (const call of vendor.received) {
          forwarded += 1;
          expect(call.method).toBe(method);
          expect(call.url).toBe(path);
          expect(call.url).toMatch(/^\/v3\/(users\/[^/?#\\]+|[^/?#\\]+\/messages)(\?|$)/);
          const segments = decoded(decoded(call.url.split('?')[0] ?? ''));
          expect(segments.split(/[/\\]/)).toHaveLength(4);
          expect(segments).not.toMatch(/\/\.{1,2}(\/|;|$)/);
          expect(call.headers.host).toBe(new URL(vendor.url).host);
          expect(call.headers['api-token']).toBe('sandbox-api-token');
          const others = Object.keys(call.headers).filter((name) => !FORWARDED.includes(name));
          expect(others.filter((name) => name !== 'content-length')).toEqual([]);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(forwarded).toBeGreaterThan(0);
});

it('refuses a slash in a segment in each encoding', async () => {
  for (const text of ['a%2Fb', 'a%5cb', 'a%252Fb', 'a%25252Fb', '%2fa'])
    expect(await sendRaw(`GET ${PREFIX}/v3/users/${text} HTTP/1.1`)).toMatch(/^HTTP\/1.1 404 /);
  expect(vendor.received).toEqual([]);
});

it('accepts a target in absolute form', async () => {
  vendor.reply = { status: 200, type: 'text/x', body: 'found' };
  for (const origin of ['http://127.0.0.1:3000', 'HTTPS://gateway.example'])
    expect(await sendRaw(`GET ${origin}${PREFIX}/v3/users/a?b=/c HTTP/1.1`)).toMatch(/found$/);
  expect(vendor.received.map(({ url }) => url)).toEqual(Array(2).fill('/v3/users/a?b=/c'));
});

it('passes HEAD and OPTIONS on where they are listed', async () => {
  vendor.reply = { status: 200, type: 'text/x', body: 'found' };
  const head = await sendRaw(`HEAD ${PREFIX}/v3/users/a HTTP/1.1`);
  expect(head).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(head).toMatch(/content-type: text\/x/i);
  expect(head).toMatch(/\r\n\r\n$/);
  expect(await sendRaw(`OPTIONS ${PREFIX}/v3/users/a HTTP/1.1`)).toMatch(/found$/);
  expect(vendor.received.map(({ method }) => method)).toEqual(['HEAD', 'OPTIONS']);
  expect(await sendRaw(`HEAD ${PREFIX}/v3/a/messages HTTP/1.1`)).toMatch(/^HTTP\/1.1 404 /);
});

it.each(['TRACE', 'PROPFIND', 'QUERY', 'LINK', 'PURGE'])('refuses %s', async (method) => {
  const reply = await sendRaw(`${method} ${PREFIX}/v3/users/a HTTP/1.1`);
  expect(reply).toMatch(/^HTTP\/1.1 (405|400) /);
  if (reply.startsWith('HTTP/1.1 405')) {
    expect(reply).toMatch(/"code":"method-not-allowed"/);
    expect(reply).toMatch(/allow: GET, PUT, POST, DELETE, PATCH, OPTIONS, HEAD/i);
  }
  expect(vendor.received).toEqual([]);
});

const call = (connection: string, method: string, path: string, headers = {}) =>
  gateway.call(method, `/v1/connections/${connection}/vendor${path}`, { headers });

it('opens the circuit of a host that fails too often', async () => {
  failing.reply = { status: 500, type: 'text/plain', body: 'down' };
  for (let sent = 0; sent < 10; sent += 1)
    expect((await call('failing', 'POST', '/v3/a/messages')).status).toBe(500);
  expect(failing.received).toHaveLength(10);
  const refused = await call('failing', 'POST', '/v3/a/messages');
  expect(refused).toMatchObject({
    status: 503,
    body: { code: 'upstream-unavailable', applied: 'no' },
  });
  expect(refused.headers.get('x-quota-cost')).toBe('0');
  expect(failing.received).toHaveLength(10);
});

it('waits for the end of a cooldown, or says that the vendor throttles', async () => {
  vendor.reply = { status: 429, type: 'text/plain', body: 'slow down' };
  expect((await call('main', 'OPTIONS', '/v3/users/a')).status).toBe(429);
  expect((await call('main', 'POST', '/v3/a/messages')).status).toBe(429);
  vendor.received.splice(0);
  vendor.reply = { status: 200, type: 'text/plain', body: 'sent' };
  const early = await call('main', 'POST', '/v3/a/messages', { Prefer: 'wait=0' });
  expect(early).toMatchObject({ status: 429, body: { violatedQuotas: ['post'] } });
  expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(vendor.received).toEqual([]);
  expect((await call('main', 'GET', '/v3/users/a')).status).toBe(200); // another quota
  expect((await call('main', 'POST', '/v3/a/messages', { Prefer: 'wait=5' })).status).toBe(200);
});
