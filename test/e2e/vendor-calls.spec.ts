/** Clients send their own requests to the vendor through the gateway: as they are, signed and paced. */
import { createServer, type IncomingMessage } from 'node:http';
import { request as send } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import { SANDBOX_KEY } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { listen } from '../support/vendor/listen';

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}
interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const PREFIX = '/v1/connections/vendor/vendor';
const SECRET = 'sandbox-api-token';

const received: Received[] = [];
const audits: Record<string, unknown>[] = [];
const requests: object[] = [];
let replies: Reply[] = [];
let gateway: TestGateway;
let vendor: Awaited<ReturnType<typeof listen>>;

const bytesOf = async (message: IncomingMessage): Promise<Buffer> =>
  Buffer.concat((await message.toArray()) as Buffer[]);

beforeAll(async () => {
  const server = createServer((message, response) => {
    const { method = '', url = '', headers } = message;
    void bytesOf(message).then((body) => {
      received.push({ method, url, headers, body });
      const reply = replies.shift() ?? { status: 200, body: '{}' };
      response.writeHead(reply.status, reply.headers ?? { 'Content-Type': 'application/json' });
      response.end(reply.body);
    });
  });
  vendor = await listen(server);
  const write = (text: string): void => {
    const line = JSON.parse(text) as { audit?: Record<string, unknown> };
    if (line.audit) audits.push(line.audit);
    if ('req' in line) requests.push(line);
  };
  gateway = await startGateway({
    logger: pino({ level: 'info' }, { write }),
    connections: {
      vendor: {
        provider: 'sendbird',
        baseUrls: [`${vendor.url}/base`],
        quotas: Object.fromEntries(
          ['get', 'post'].map((name) => [name, { limit: 100_000, windowMs: 1 }]),
        ),
        vendorRoutes: [
          { method: 'POST', path: '/v3/{kind}/messages', draws: { post: 1 } },
          { method: 'POST', path: '/v3/many', draws: { put: 'count(body.user_ids)' } },
          { method: 'POST', path: '/v3/form', draws: { put: 'count(form.to)' } },
          { method: 'GET', path: '/v3/users/{id}', draws: { get: 1 } },
          { method: 'DELETE', path: '/v3/users/{id}', draws: { delete: 1 } },
        ],
      },
      off: {
        provider: 'sendbird',
        appId: 'OFF',
        baseUrls: [vendor.url],
        mode: 'off',
        vendorRoutes: [
          { method: 'POST', path: '/v3/x', draws: { post: 1 } },
          { method: 'GET', path: '/v3/x', draws: { get: 1 } },
        ],
      },
    },
  });
});
beforeEach(() => {
  received.splice(0);
  audits.splice(0);
  replies = [];
});
afterAll(async () => {
  await gateway.close().catch(() => undefined);
  await vendor.close();
});

/** A raw request: fetch would change paths and bodies. */
function call(
  method: string,
  path: string,
  body?: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const request = send(
      {
        hostname,
        port,
        method,
        path: `${PREFIX}${path}`,
        headers: {
          Authorization: `Bearer ${SANDBOX_KEY}`,
          ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (response) => {
        void bytesOf(response).then((bytes) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const codeOf = (body: Buffer): unknown => (JSON.parse(body.toString()) as { code: unknown }).code;

it('forwards method, path, query and body, and of the headers two only', async () => {
  replies = [
    {
      status: 418,
      headers: { 'Content-Type': 'text/x', 'Set-Cookie': 'a=b', Location: 'http://evil/' },
      body: 'tea',
    },
  ];
  const { status, headers, body } = await call('POST', '/v3/group%20x/messages?b=%2f&a=+&&', 'x', {
    'Content-Type': 'application/x; q="1"',
    Accept: 'text/x',
    Cookie: 'a=b',
    'Api-Token': 'mine',
    'X-Forwarded-Host': 'evil',
    Connection: 'keep-alive, api-token',
  });
  expect([status, headers['content-type'], body.toString()]).toEqual([418, 'text/x', 'tea']);
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('location');
  expect(headers['x-quota-cost']).toBe('post;t=1');
  expect(received).toMatchObject([
    { method: 'POST', url: '/base/v3/group%20x/messages?b=%2f&a=+&&', body: Buffer.from('x') },
  ]);
  const [{ headers: sent } = { headers: {} }] = received;
  expect(sent).toMatchObject({
    'content-type': 'application/x; q="1"',
    accept: 'text/x',
    'api-token': SECRET,
    host: new URL(vendor.url).host,
  });
  for (const name of ['cookie', 'x-forwarded-host', 'authorization'])
    expect(sent).not.toHaveProperty(name);
});

it('carries all bytes of requests and replies unchanged', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array)),
    fc
      .constantFrom('\r\n0\r\n\r\n', '{"a":1}\u0000', '\uFEFF{}', '\ud800')
      .map((text) => Buffer.from(text)),
    fc
      .constantFrom([0xff, 0xfe], [0x1f, 0x8b, 8], [0xed, 0xa0, 0x80])
      .map((list) => Buffer.from(list)),
  );
  const query = fc.stringMatching(/^[!-"$-~]{0,40}$/);
  await fc.assert(
    fc.asyncProperty(bytes, bytes, query, async (sent, replied, text) => {
      replies = [
        { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: replied },
      ];
      received.splice(0);
      const { body } = await call('POST', `/v3/a/messages?${text}`, sent);
      expect(body.equals(replied)).toBe(true);
      expect(received[0]?.body.equals(sent)).toBe(true);
      expect(received[0]?.url).toBe(`/base/v3/a/messages?${text}`);
    }),
    { numRuns: 60 },
  );
});

it.each([
  ['another method', 'PUT', '/v3/a/messages'],
  ['another path', 'POST', '/v3/a/members'],
  ['a longer path', 'POST', '/v3/a/messages/1'],
  ['other letters', 'POST', '/V3/a/messages'],
  ['an encoded letter', 'POST', '/%763/a/messages'],
  ['an encoded slash to go up', 'GET', '/v3/users/..%2Fapplications'],
  ['one that is encoded twice', 'GET', '/v3/users/%252e%252e%252fapplications'],
  ['an encoded backslash', 'GET', '/v3/users/..%5Capplications'],
  ['a parameter after the dots', 'GET', '/v3/users/..;x'],
  ['an encoded question mark', 'GET', '/v3/users/a%3Fb'],
  ['a line break', 'GET', '/v3/users/a%0d%0aHost:%20evil'],
  ['another host', 'GET', '//evil.example/v3/users/a'],
  ['dots', 'GET', '/v3/users/..'],
  ['encoded dots', 'GET', '/v3/users/%2e%2e'],
  ['a fragment', 'GET', '/v3/users/a#b'],
])('reaches nothing by %s', async (_, method, path) => {
  const { status } = await call(method, path);
  expect([400, 404]).toContain(status);
  expect(received).toEqual([]);
});

it('does not follow a redirect, nor tell its address', async () => {
  replies = [{ status: 302, headers: { Location: `${vendor.url}/secret` } }];
  const { status, headers } = await call('GET', '/v3/users/a');
  expect([status, headers.location, received.length]).toEqual([302, undefined, 1]);
});

it('masks its own credentials in a reply', async () => {
  replies = [{ status: 400, body: `{"message":"bad token ${SECRET}"}` }];
  const { body } = await call('POST', '/v3/a/messages', '{}');
  expect(body.toString()).toBe(`{"message":"bad token ${'*'.repeat(SECRET.length)}"}`);
});

it('masks them in other forms', async () => {
  for (const form of [SECRET.toUpperCase(), Buffer.from(SECRET).toString('base64url')]) {
    replies = [{ status: 400, body: `bad ${form}` }];
    const { body } = await call('POST', '/v3/a/messages', '{}');
    expect(body.toString()).toBe(`bad ${'*'.repeat(form.length)}`);
  }
});

it('draws a token for each recipient', async () => {
  const { headers } = await call('POST', '/v3/many', '{"user_ids":["a","b","c"]}');
  expect(headers['x-quota-cost']).toBe('put;t=3');
  const form = await call('POST', '/v3/form', 'to=a&text=x&to=b');
  expect(form.headers['x-quota-cost']).toBe('put;t=2');
  const none = await call('POST', '/v3/many', '{}');
  expect(none.headers['x-quota-cost']).toBe('put;t=1');
});

it.each([
  ['is not JSON', 'user_ids=a'],
  ['names the recipients twice', '{"user_ids":["a"],"user_ids":["a","b","c"]}'],
  ['names them twice in other letters', '{"user_ids":["a"],"user_\\u0069ds":["a","b","c"]}'],
])('refuses a body whose recipients cannot be counted: it %s', async (_, body) => {
  const reply = await call('POST', '/v3/many', body);
  expect([reply.status, codeOf(reply.body), received.length]).toEqual([400, 'invalid-request', 0]);
  expect(JSON.parse(reply.body.toString())).toMatchObject({ applied: 'no' });
});

it('shows the request of a dry run without its secret, and sends nothing', async () => {
  const { status, body } = await call('POST', '/v3/a/messages?x=1', '{"a":1}', {
    Prefer: 'dry-run',
    'Content-Type': 'application/json',
  });
  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toMatchObject({
    steps: [
      {
        method: 'POST',
        url: `${vendor.url}/base/v3/a/messages?x=1`,
        headers: { 'Api-Token': '***' },
        body: '{"a":1}',
        draws: [{ quota: 'post', tokens: 1 }],
      },
    ],
  });
  expect(received).toEqual([]);
});

it('shows a body that is not UTF-8 as Base64', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
  const { body } = await call('POST', '/v3/a/messages', bytes, { Prefer: 'dry-run' });
  const { steps } = JSON.parse(body.toString()) as { steps: object[] };
  expect(steps).toEqual([
    expect.objectContaining({ body: bytes.toString('base64'), bodyEncoding: 'base64' }),
  ]);
});

it('refuses a dry run of a call that the gateway would refuse', async () => {
  const body = JSON.stringify({ user_ids: Array(21).fill('a') });
  const headers = { Prefer: 'dry-run' };
  const tooMany = await call('POST', '/v3/many', body, headers);
  expect([tooMany.status, codeOf(tooMany.body)]).toEqual([422, 'provider-limit']);
  const off = await gateway.call('POST', '/v1/connections/off/vendor/v3/x', { headers });
  expect(off).toMatchObject({ status: 503, body: { code: 'upstream-unavailable' } });
});

it('says that nothing was applied where the mode of the connection excludes a call', async () => {
  const path = '/v1/connections/off/vendor/v3/x';
  for (const headers of [{}, { Prefer: 'dry-run' }])
    expect(await gateway.call('POST', path, { headers })).toMatchObject({
      status: 503,
      body: { code: 'upstream-unavailable', applied: 'no' },
    });
  const read = await gateway.call('GET', path);
  expect(read.status).toBe(503);
  expect(read.body).not.toHaveProperty('applied');
});

it('sends only a GET again after a failure', async () => {
  replies = [{ status: 503 }, { status: 200, body: 'found' }];
  expect((await call('GET', '/v3/users/a')).body.toString()).toBe('found');
  expect(received).toHaveLength(2);
  received.splice(0);
  replies = [{ status: 503, body: 'down' }];
  const { status, headers, body } = await call('POST', '/v3/a/messages', '{}');
  expect([status, body.toString(), received.length]).toEqual([503, 'down', 1]);
  expect(headers['retry-after']).toBe('1');
});

it('carries a request with an idempotency key out once', async () => {
  replies = [{ status: 201, body: 'first' }];
  const headers = { 'Idempotency-Key': 'k1' };
  const first = await call('POST', '/v3/a/messages', '{}', headers);
  const second = await call('POST', '/v3/a/messages', '{}', headers);
  expect([first.status, first.body.toString()]).toEqual([201, 'first']);
  expect([second.status, second.body.toString(), received.length]).toEqual([201, 'first', 1]);
  expect(second.headers['idempotency-replayed']).toBe('true');
  const other = await call('POST', '/v3/a/messages', '{"a":1}', headers);
  expect(other.status).toBe(422);
});

it('writes an audit line with the route, and never a path or a body', async () => {
  await call('POST', '/v3/private/messages?q=private', '{"private":1}');
  expect(audits).toEqual([
    {
      outcome: 'done',
      applied: 'yes',
      operation: 'vendor.call',
      client: 'sandbox',
      connection: 'vendor',
      route: 'POST /v3/{kind}/messages',
    },
  ]);
});

it('logs the connection and the listed route of each request, and never a path or a query', async () => {
  requests.splice(0);
  const { headers } = await call('GET', '/v3/users/private?q=private');
  replies = [{ status: 404, body: 'private' }];
  await call('GET', '/v3/users/private');
  await call('GET', '/v3/users/private', undefined, { 'Idempotency-Key': 'not valid' });
  while (requests.length < 3) await setImmediate();
  for (const line of requests)
    expect(line).toMatchObject({ connection: 'vendor', vendorRoute: 'GET /v3/users/{id}' });
  expect(requests[0]).toMatchObject({ requestId: headers['x-request-id'] });
  expect(JSON.stringify(requests)).not.toContain('private');
});

it('refuses a compressed body', async () => {
  const packed = await call('POST', '/v3/a/messages', 'x', { 'Content-Encoding': 'gzip' });
  expect(packed.status).toBe(415);
  expect(received).toEqual([]);
});

it('begins a cooldown after a 429, which it passes on', async () => {
  replies = [{ status: 429, headers: { 'Retry-After': '2' }, body: 'slow down' }];
  const { status, headers, body } = await call('POST', '/v3/form', 'to=a');
  expect([status, headers['retry-after'], body.toString()]).toEqual([429, '2', 'slow down']);
  const quotas = (await gateway.call('GET', '/v1/connections/vendor/quotas')).body as {
    quotas: { name: string; coolingDownMs: number }[];
  };
  expect(quotas.quotas.find(({ name }) => name === 'put')?.coolingDownMs).toBeGreaterThan(1_000);
});
