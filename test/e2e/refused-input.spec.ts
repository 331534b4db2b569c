/** Input that a gateway might stumble over: each is refused with a problem that names it, never with 500. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { createRawCall, type RawCall, type RawHeaders } from '../support/gateway/raw-call';

const CHANNEL = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const MESSAGE =
  '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1/messages/273778828/metadata';
const COUNTERS =
  '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1/counters';

let gateway: TestGateway;
let send: RawCall;
beforeAll(async () => {
  gateway = await startGateway();
  send = createRawCall(gateway.url, 'sandbox-key');
});
afterAll(() => gateway.close());

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const notification = (content: string): string =>
  `{"nexconn":{"notification":{"type":"T","content":${content}}}}`;

describe('options', () => {
  const DEEP = 'must nest at most 64 levels and have no lone surrogates';
  const INEXACT =
    'must be at most 9007199254740991 in size; a larger number is not exact, a text is';

  it.each<[string, string, string, string, string]>([
    [
      'PUT',
      `${CHANNEL}/k`,
      `{"value":"1","options":${notification(deep(20_000))}}`,
      '/options',
      DEEP,
    ],
    [
      'PUT',
      `${CHANNEL}/k`,
      `{"value":"1","options":{"sendbird":${deep(20_000)}}}`,
      '/options',
      DEEP,
    ],
    [
      'PATCH',
      CHANNEL,
      `{"entries":[{"key":"k","value":"1"}],"options":${notification(`[${'['.repeat(20_000)}${']'.repeat(20_000)}]`)}}`,
      '/options',
      DEEP,
    ],
    [
      'PUT',
      `${CHANNEL}/k`,
      '{"value":"1","options":{"nexconn":{"notification":{"type":"\\ud800"}}}}',
      '/options',
      DEEP,
    ],
    ['POST', `${MESSAGE}/k/values`, `{"values":["1"],"options":${deep(70)}}`, '/options', DEEP],
    [
      'PATCH',
      `${MESSAGE}/values`,
      `{"add":[{"key":"a","values":["1"]}],"options":[]}`,
      '/options',
      'must be an object',
    ],
    [
      'PATCH',
      COUNTERS,
      `{"counters":[{"key":"a","op":"set","amount":1}],"options":{"x":1}}`,
      '/options/x',
      'is not the name of a vendor; these are sendbird, nexconn, stream, tencent',
    ],
    [
      'PUT',
      `${CHANNEL}/k`,
      '{"value":"1","options":{"unknown":{}}}',
      '/options/unknown',
      'is not the name of a vendor; these are nexconn, sendbird, stream, tencent',
    ],
    [
      'PUT',
      `${CHANNEL}/k`,
      '{"value":"1","options":{"__proto__":{}}}',
      '/options/__proto__',
      'is not the name of a vendor; these are nexconn, sendbird, stream, tencent',
    ],
    ...['1e400', '-1e400', '12345678901234567890', '9007199254740993'].map(
      (number): [string, string, string, string, string] => [
        'PUT',
        `${CHANNEL}/k`,
        `{"value":"1","options":${notification(`{"a/b":[1,{"n":${number}}]}`)}}`,
        '/options/nexconn/notification/content/a~1b/1/n',
        INEXACT,
      ],
    ),
    [
      'PUT',
      `${CHANNEL}/k`,
      '{"value":"1","options":{"nexconn":{"loud":true}}}',
      '/options/nexconn/loud',
      'is not a known field',
    ],
  ])('in the body of %s %s %.60s', async (method, path, body, pointer, reason) => {
    expect(await send(method, path, body)).toMatchObject({
      status: 400,
      code: 'invalid-request',
      errors: [{ pointer, reason }],
    });
  });

  it.each<[string, string, string]>([
    ['{', 'query/options', 'must be the JSON text of an object'],
    ['[]', 'query/options', 'must be the JSON text of an object'],
    ['', 'query/options', 'must be the JSON text of an object'],
    [
      '{"unknown":{}}',
      'query/options/unknown',
      'is not the name of a vendor; these are nexconn, sendbird, stream, tencent',
    ],
    ['{"nexconn":{"loud":1}}', 'query/options/nexconn/loud', 'is not a known field'],
    ['{"nexconn":{"echoToActor":1}}', 'query/options/nexconn/echoToActor', 'must be true or false'],
    [deep(100), 'query/options', DEEP],
    [notification('{"n":1e400}'), 'query/options/nexconn/notification/content/n', INEXACT],
  ])('%.40s in the query of a DELETE', async (options, pointer, reason) => {
    const query = `options=${encodeURIComponent(options)}`;
    for (const path of [`${CHANNEL}/k?${query}`, `${CHANNEL}?keys=k&${query}`])
      expect(await send('DELETE', path)).toMatchObject({
        status: 400,
        errors: [{ pointer, reason }],
      });
  });

  it('of other vendors of the registry are ignored', async () => {
    const options = '{"sendbird":{"anything":[1e400]},"nexconn":{"autoDelete":true}}';
    const put = await send('PUT', `${CHANNEL}/k`, `{"value":"1","options":${options}}`);
    expect(put.status).toBe(200);
    const query = `options=${encodeURIComponent(JSON.stringify({ sendbird: { x: 1 } }))}`;
    expect((await send('DELETE', `${CHANNEL}/k?${query}`)).status).toBe(204);
  });

  it('in the query reach the vendor', async () => {
    const content = { a: Number.MIN_SAFE_INTEGER, b: 0.1 };
    const options = notification(JSON.stringify(content));
    const query = `options=${encodeURIComponent(options)}&dryRun=true`;
    const { steps } = (await send('DELETE', `${CHANNEL}/k?${query}`)) as unknown as {
      steps: { body: string }[];
    };
    expect(steps[0]?.body).toContain(
      `objectName=T&content=${encodeURIComponent(JSON.stringify(content))}`,
    );
  });
});

describe('bodies', () => {
  const body = '{"value":"1"}';

  it.each<[string, Buffer | string, RawHeaders, number]>([
    ['br over plain bytes', body, { 'content-encoding': 'br' }, 400],
    ['gzip over plain bytes', body, { 'content-encoding': 'gzip' }, 400],
    ['deflate over plain bytes', body, { 'content-encoding': 'deflate' }, 400],
    ['an unknown encoding', body, { 'content-encoding': 'compress' }, 415],
    ['an empty encoding', body, { 'content-encoding': '' }, 200],
    ['several encodings', body, { 'content-encoding': 'br, gzip' }, 415],
    ['cut brotli', brotliCompressSync(body).subarray(0, 8), { 'content-encoding': 'br' }, 400],
    ['cut gzip', gzipSync(body).subarray(0, 20), { 'content-encoding': 'gzip' }, 400],
    ['gzip named br', gzipSync(body), { 'content-encoding': 'br' }, 400],
    ['brotli', brotliCompressSync(body), { 'content-encoding': 'br' }, 200],
    ['gzip', gzipSync(body), { 'content-encoding': 'GZIP' }, 200],
    ['deflate', deflateSync(body), { 'content-encoding': 'deflate' }, 200],
    [
      'a brotli bomb',
      brotliCompressSync(Buffer.alloc(20_000_000, 0x20)),
      { 'content-encoding': 'br' },
      413,
    ],
    [
      'UTF-16',
      Buffer.from(body, 'utf16le'),
      { 'content-type': 'application/json; charset=utf-16' },
      415,
    ],
    ['UTF-7', body, { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['an unknown charset', body, { 'content-type': 'application/json; charset=x' }, 415],
    ['an empty charset', body, { 'content-type': 'application/json; charset=' }, 415],
    ['a quoted charset', body, { 'content-type': 'application/json; charset="UTF-8"' }, 200],
    ['a parameter without a name', body, { 'content-type': 'application/json; =' }, 200],
    ['a type without a subtype', body, { 'content-type': 'application' }, 415],
    ['deep JSON', deep(100_000), {}, 400],
    ['a huge number', '{"value":1e999}', {}, 400],
    ['upsert as a text', '{"value":"1","upsert":"false"}', {}, 400],
    ['upsert as null', '{"value":"1","upsert":null}', {}, 400],
  ])('%s', async (_, bytes, headers, status) => {
    const reply = await send('PUT', `${CHANNEL}/k`, bytes, headers);
    expect(reply).toMatchObject({ status });
  });

  it.each(['GET', 'DELETE'])('of a %s are refused', async (method) => {
    const path = method === 'GET' ? CHANNEL : `${CHANNEL}/k`;
    const refused = { status: 400, code: 'invalid-request' };
    expect(await send(method, path, '{}')).toMatchObject(refused);
    expect(await send(method, path, '{}', { 'content-type': 'text/plain' })).toMatchObject(refused);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await send(method, path, '{}', chunked)).toMatchObject(refused);
    expect((await send(method, path, '', chunked)).status).toBeLessThan(300);
    expect((await send(method, path, '', { 'content-length': '0' })).status).toBeLessThan(300);
  });
});

it.each([
  [`${CHANNEL}/k`, 'A DELETE has no body; its options may be in the query parameter options.'],
  [
    '/v1/connections/nexconn-sandbox/leases/x',
    'A DELETE has no body; its outcome may be in the query parameter outcome.',
  ],
  ['/v1/connections/nexconn-sandbox/quotas/direct-message/cooldown', 'A DELETE has no body.'],
  [
    '/v1/connections/nexconn-sandbox/quotas/direct-message/suspended-shares/x',
    'A DELETE has no body.',
  ],
])('names only parameters that the address has: DELETE %s', async (path, detail) => {
  expect(await send('DELETE', path, '{}')).toMatchObject({ status: 400, detail });
});

describe('preconditions', () => {
  const value = '{"value":"1"}';
  it.each<[string, string, string, RawHeaders, string]>([
    ['PUT', `${CHANNEL}/k`, value, { 'if-none-match': '"tag"' }, 'header/If-None-Match'],
    [
      'PUT',
      `${CHANNEL}/k`,
      value,
      { 'if-none-match': '*', 'if-match': '*' },
      'header/If-None-Match',
    ],
    ['PUT', `${CHANNEL}/k`, value, { 'if-unmodified-since': 'x' }, 'header/If-Unmodified-Since'],
    ['PUT', `${CHANNEL}/k`, value, { 'if-match': 'tag' }, 'header/If-Match'],
    [
      'PATCH',
      CHANNEL,
      '{"entries":[{"key":"k","value":"1"}]}',
      { 'if-none-match': '*' },
      'header/If-None-Match',
    ],
    ['DELETE', `${CHANNEL}/k`, '', { 'if-none-match': '*' }, 'header/If-None-Match'],
    [
      'POST',
      `${MESSAGE}/k/values`,
      '{"values":["1"]}',
      { 'if-none-match': '*' },
      'header/If-None-Match',
    ],
    [
      'PATCH',
      COUNTERS,
      '{"counters":[{"key":"a","op":"set","amount":1}]}',
      { 'if-match': '*' },
      'header/If-Match',
    ],
    [
      'PATCH',
      COUNTERS,
      '{"counters":[{"key":"a","op":"set","amount":1}]}',
      { 'if-none-match': '*' },
      'header/If-None-Match',
    ],
    ['GET', CHANNEL, '', { 'if-match': '"tag"' }, 'header/If-Match'],
    ['GET', CHANNEL, '', { 'if-modified-since': 'x' }, 'header/If-Modified-Since'],
    ['GET', '/v1/providers', '', { 'if-none-match': '"tag"' }, 'header/If-None-Match'],
    ['GET', `${CHANNEL}/k`, '', { 'if-none-match': '"tag"' }, 'header/If-None-Match'],
    ['GET', `${CHANNEL}?keys=k`, '', { 'if-none-match': '*' }, 'header/If-None-Match'],
    ['GET', COUNTERS, '', { 'if-none-match': '*' }, 'header/If-None-Match'],
    ['POST', '/v1/batch', '{"operations":[]}', { 'if-match': '*' }, 'header/If-Match'],
    ['POST', '/v1/batch', '{"operations":[]}', { 'if-none-match': '*' }, 'header/If-None-Match'],
  ])(
    'are refused where the address cannot honour them: %s %s',
    async (method, path, body, headers, pointer) => {
      expect(await send(method, path, body, headers)).toMatchObject({
        status: 400,
        code: 'invalid-request',
        errors: [{ pointer }],
      });
    },
  );

  it('of a read are honoured', async () => {
    const { headers } = await gateway.call('GET', CHANNEL);
    const tag = headers.get('etag') ?? '';
    const statusWith = async (condition: string, more: RawHeaders = {}) =>
      (await send('GET', CHANNEL, '', { 'if-none-match': condition, ...more })).status;
    for (const condition of [tag, `W/${tag}`, `"a,b", ${tag},`, '*'])
      for (const more of [{}, { 'cache-control': 'no-cache' }, { 'cache-control': 'max-age=60' }])
        expect([condition, await statusWith(condition, more)]).toEqual([condition, 304]);
    expect(await statusWith('"other"')).toBe(200);
    expect(await statusWith(`"x,${tag.slice(1)}`)).toBe(200);
    expect(await statusWith('abc')).toBe(400);
  });
});

it('names the value that breaks a rule where the body has it', async () => {
  const value = 'x'.repeat(129);
  const pointers = await Promise.all(
    [{ value }, { values: [value] }, { values: ['x', value] }].map(async (body) => {
      const { errors } = await send('PUT', `${MESSAGE}/k`, JSON.stringify(body));
      return errors?.map(({ pointer }) => pointer);
    }),
  );
  expect(pointers).toEqual([['/value'], ['/values/0'], ['/values/1']]);
});

describe('a dry run', () => {
  it('checks the headers of the call, too', async () => {
    const put = (headers: RawHeaders) =>
      send('PUT', `${CHANNEL}/k?dryRun=true`, '{"value":"1"}', headers);
    expect(await put({ 'idempotency-key': 'a b' })).toMatchObject({
      status: 400,
      errors: [{ pointer: 'header/Idempotency-Key' }],
    });
    expect((await put({ 'idempotency-key': 'ab' })).status).toBe(200);
    const read = await send('GET', `${CHANNEL}?dryRun=true`, '', { 'cache-control': 'max-age=x' });
    expect(read).toMatchObject({ status: 400, errors: [{ pointer: 'header/Cache-Control' }] });
  });

  it('of a conditional read is not answered with 304', async () => {
    const read = await send('GET', `${CHANNEL}?dryRun=true`, '', { 'if-none-match': '*' });
    expect(read).toMatchObject({ status: 200, steps: [{ method: 'POST' }] });
  });
});

describe('a key that is named like a part of an address', () => {
  it.each(['values', 'metadata', 'counters', '__proto__', 'constructor'])('%s', async (key) => {
    for (const place of [CHANNEL, MESSAGE]) {
      expect(await send('PUT', `${place}/${key}`, '{"value":"1"}')).toMatchObject({ key });
      expect(await send('GET', `${place}/${key}`)).toMatchObject({ status: 200, value: '1' });
      expect((await send('DELETE', `${place}/${key}`)).status).toBe(204);
    }
  });

  it('values has all methods in Allow', async () => {
    const reply = await gateway.call('POST', `${MESSAGE}/values`, { body: {} });
    expect([reply.status, reply.headers.get('allow')]).toEqual([
      405,
      'GET, PUT, DELETE, PATCH, HEAD',
    ]);
  });
});
