import { connect } from 'node:net';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const MESSAGE =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const CHANNEL = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const entry = { entries: [{ key: 'type', value: '3' }] };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ server: { trustProxy: true } });
});
afterAll(() => gateway.close());
afterEach(async () => {
  for (const sandbox of Object.values(gateway.sandboxes)) await sandbox.reset();
});

async function expectNothingSent(): Promise<void> {
  for (const sandbox of Object.values(gateway.sandboxes))
    expect(await sandbox.arrivals()).toEqual([]);
}

/** Sends bytes that no HTTP client would send, and returns the reply. */
async function sendRaw(request: string | Buffer): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.end(request);
  let reply = '';
  for await (const chunk of socket) reply += String(chunk);
  return reply;
}

describe('invalid input', () => {
  it.each<[string, string, string, unknown, string, string]>([
    ['malformed JSON', 'PATCH', MESSAGE, '{"entries":', 'invalid-request', ''],
    ['no body', 'PATCH', MESSAGE, undefined, 'invalid-request', '/entries'],
    ['a body that is not an object', 'PATCH', MESSAGE, [], 'invalid-request', ''],
    ['no entries', 'PATCH', MESSAGE, {}, 'invalid-request', '/entries'],
    ['an empty list', 'PATCH', MESSAGE, { entries: [] }, 'invalid-request', '/entries'],
    ['an unknown field', 'PATCH', MESSAGE, { ...entry, x: 1 }, 'invalid-request', '/x'],
    [
      'a nested unknown field',
      'PATCH',
      MESSAGE,
      { entries: [{ key: 'a', value: '', ttl: 1 }] },
      'invalid-request',
      '/entries/0/ttl',
    ],
    ['a number as value', 'PUT', `${MESSAGE}/a`, { value: 3 }, 'invalid-request', '/value'],
    ['null as value', 'PUT', `${MESSAGE}/a`, { value: null }, 'invalid-request', '/value'],
    ['no value', 'PUT', `${MESSAGE}/a`, {}, 'invalid-request', ''],
    [
      'value and values',
      'PUT',
      `${MESSAGE}/a`,
      { value: 'a', values: ['a'] },
      'invalid-request',
      '',
    ],
    [
      'a key twice',
      'PATCH',
      MESSAGE,
      { entries: [...entry.entries, ...entry.entries] },
      'invalid-request',
      '/entries/1/key',
    ],
    ['a lone surrogate', 'PUT', `${MESSAGE}/a`, '{"value":"\\ud800"}', 'invalid-request', '/value'],
    [
      'an unknown option',
      'PUT',
      `${MESSAGE}/a`,
      { value: '1', options: { nexconn: { echo: true } } },
      'invalid-request',
      '/options/nexconn/echo',
    ],
    [
      'an option of a wrong type',
      'PUT',
      `${MESSAGE}/a`,
      { value: '1', options: { nexconn: { echoToActor: 1 } } },
      'invalid-request',
      '/options/nexconn/echoToActor',
    ],
    [
      'an unknown channel type',
      'GET',
      '/v1/connections/nexconn-sandbox/channels/private/x/metadata',
      undefined,
      'invalid-request',
      'path/channelType',
    ],
    [
      'an unknown parameter',
      'GET',
      `${MESSAGE}?dryrun=true`,
      undefined,
      'invalid-request',
      'query/dryrun',
    ],
    [
      'a parameter twice',
      'GET',
      `${MESSAGE}?dryRun=true&dryRun=true`,
      undefined,
      'invalid-request',
      'query/dryRun',
    ],
    [
      'an invalid cursor',
      'GET',
      `${MESSAGE}?cursor=zero`,
      undefined,
      'invalid-request',
      'query/cursor',
    ],
    ['a delete without keys', 'DELETE', CHANNEL, undefined, 'invalid-request', 'query/keys'],
    [
      'a delete of an empty key',
      'DELETE',
      `${CHANNEL}?keys=`,
      undefined,
      'invalid-request',
      'query/keys/0',
    ],
    [
      'a delete with keys and all=true',
      'DELETE',
      `${CHANNEL}?keys=a&all=true`,
      undefined,
      'invalid-request',
      'query/keys',
    ],
    [
      'a subchannel outside of a community channel',
      'GET',
      `${MESSAGE}?subchannelId=s`,
      undefined,
      'invalid-request',
      'query/subchannelId',
    ],
    [
      'a character that the vendor does not allow',
      'PUT',
      `${MESSAGE}/a%20b`,
      { value: '1' },
      'provider-limit',
      'path/key',
    ],
    [
      'a key too long',
      'PUT',
      `${MESSAGE}/${'k'.repeat(33)}`,
      { value: '1' },
      'provider-limit',
      'path/key',
    ],
    ...(['GET', 'DELETE'] as const).map(
      (method) =>
        [
          `a key that the vendor cannot have (${method})`,
          method,
          `${CHANNEL}/a%20b`,
          undefined,
          'provider-limit',
          'path/key',
        ] as [string, string, string, unknown, string, string],
    ),
    [
      'a parameter on a route without parameters',
      'POST',
      '/v1/batch?dryRun=true',
      { operations: [{ id: '1', connection: 'nexconn-sandbox', channelType: 'open' }] },
      'invalid-request',
      'query/dryRun',
    ],
    [
      'a parameter on a list of connections',
      'GET',
      '/v1/connections?provider=nexconn',
      undefined,
      'invalid-request',
      'query/provider',
    ],
    [
      'a value too long',
      'PUT',
      `${MESSAGE}/a`,
      { value: 'v'.repeat(4_097) },
      'provider-limit',
      '/value',
    ],
    [
      'several values',
      'PUT',
      `${MESSAGE}/a`,
      { values: ['a', 'b'] },
      'unsupported-by-provider',
      '/values',
    ],
  ])('is refused without a vendor call: %s', async (_, method, path, body, code, pointer) => {
    const reply = await gateway.call(method, path, { body });
    expect(reply.body).toMatchObject({ code });
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.headers.get('x-quota-cost')).toBe('0');
    const { errors = [{ pointer: '' }] } = reply.body as { errors?: { pointer: string }[] };
    expect(errors.map((fault) => fault.pointer)).toContain(pointer);
    await expectNothingSent();
  });

  it('is refused with all faults at once', async () => {
    const body = { entries: [{ key: '', value: 1 }, { value: 'x' }], more: true };
    const { body: problem } = await gateway.call('PATCH', MESSAGE, { body });
    const { errors } = problem as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/entries/0/key',
      '/entries/0/value',
      '/entries/1/key',
      '/more',
    ]);
  });

  it.each([
    ['an empty segment', `GET ${CHANNEL.replace('kvchatroom2', '')} HTTP/1.1`],
    ['a dot', `GET ${CHANNEL.replace('kvchatroom2', '.')} HTTP/1.1`],
    ['two encoded dots', `GET ${CHANNEL.replace('kvchatroom2', '%2e%2E')} HTTP/1.1`],
    ['an empty key', `PUT ${CHANNEL}/ HTTP/1.1`],
    ['an invalid percent-encoding', `GET ${CHANNEL.replace('kvchatroom2', '%zz')} HTTP/1.1`],
    ['bytes that are not UTF-8', `GET ${CHANNEL.replace('kvchatroom2', '%ff')} HTTP/1.1`],
    ['a query that is not UTF-8', `GET ${CHANNEL}?keys=%ff HTTP/1.1`],
  ])('is refused in the address: %s', async (_, line) => {
    const reply = await sendRaw(
      `${line}\r\nHost: x\r\nAuthorization: Bearer sandbox-key\r\nConnection: close\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    expect(reply).toContain('"code":"invalid-request"');
    await expectNothingSent();
  });

  it('is refused in a body that is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const head = `PUT ${MESSAGE}/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox-key\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(Buffer.concat([Buffer.from(head), body]))).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('HTTP semantics', () => {
  it('replies 404 at an unknown address, inside and outside of /v1', async () => {
    for (const path of ['/v1/nothing', '/nothing', '/v1']) {
      const reply = await gateway.call('GET', path);
      expect([reply.status, (reply.body as { code: string }).code]).toEqual([
        404,
        'route-not-found',
      ]);
      expect(reply.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('replies 405 with the supported methods', async () => {
    const reply = await gateway.call('POST', MESSAGE, { body: {} });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, DELETE, PATCH, HEAD');
  });

  it.each(['/docs', '/docs-json', '/console/', '/health/live', '/metrics', '/version'])(
    'replies 405 at %s',
    async (path) => {
      const reply = await gateway.call('POST', path, { body: {} });
      expect(reply.body).toMatchObject({ status: 405, code: 'method-not-allowed' });
      expect(reply.headers.get('allow')).toBe('GET, HEAD');
      expect((await fetch(`${gateway.url}${path}`, { method: 'HEAD' })).status).toBe(200);
    },
  );

  it('reports a quota cost of 0 for calls without vendor calls', async () => {
    for (const path of ['/v1/providers', '/v1/connections', '/v1/connections/nexconn-sandbox'])
      expect((await gateway.call('GET', path)).headers.get('x-quota-cost')).toBe('0');
  });

  it('reports what was applied for a failed write, but not for a failed read', async () => {
    const none = '/v1/connections/nexconn-sandbox/channels/direct/x/metadata';
    for (const path of [`${none}/a`, `${MESSAGE}/a%20b`]) {
      const put = await gateway.call('PUT', path, { body: { value: '1' } });
      expect(put.body).toMatchObject({ status: 422, applied: 'no' });
      const got = await gateway.call('GET', path);
      expect(got.status).toBe(422);
      expect(got.body).not.toHaveProperty('applied');
    }
  });

  it.each([MESSAGE, '/v1/connections'])('names an unknown parameter of %s', async (path) => {
    const { body } = await gateway.call('GET', `${path}?dryrun=true`);
    expect(body).toMatchObject({ detail: 'query/dryrun is not a known parameter.' });
  });

  it('replies 406 if the caller does not accept JSON', async () => {
    const reply = await gateway.call('GET', MESSAGE, { headers: { Accept: 'text/csv' } });
    expect(reply.body).toMatchObject({ status: 406, code: 'not-acceptable' });
  });

  it('replies 415 to a body of another type', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const reply = await gateway.call('PUT', `${MESSAGE}/a`, { body: '{}', headers });
    expect(reply.body).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('replies 413 to a body over the limit', async () => {
    const body = { value: 'x'.repeat(1_100_000) };
    const reply = await gateway.call('PUT', `${MESSAGE}/a`, { body });
    expect(reply.body).toMatchObject({
      status: 413,
      code: 'payload-too-large',
      detail: 'The body is larger than 1048576 bytes (server.bodyLimit).',
    });
  });

  it('uses the request id of the caller if it is valid, or generates one', async () => {
    const given = await gateway.call('GET', '/v1/x', { headers: { 'X-Request-Id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    expect(given.body).toMatchObject({ requestId: 'abc-1' });
    const own = await gateway.call('GET', '/v1/x', { headers: { 'X-Request-Id': 'a b' } });
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('credentials', () => {
  const publicPaths = [
    '/docs',
    '/docs-json',
    '/console/',
    '/health/live',
    '/health/ready',
    '/metrics',
    '/version',
  ];

  it.each(publicPaths)('are not needed at %s', async (path) => {
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  });

  it('are needed by every documented method under /v1', async () => {
    const document = (await gateway.call('GET', '/docs-json')).body as {
      paths: Record<string, Record<string, unknown>>;
    };
    const closed = Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/'));
    expect(closed.length).toBeGreaterThan(9);
    for (const [index, [path, methods]] of closed.entries())
      for (const method of Object.keys(methods))
        for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic c2FuZGJveC1rZXk=']) {
          const url = `${gateway.url}${path.replaceAll(/[{}]/g, '')}`;
          const headers = {
            'X-Forwarded-For': `10.0.${index}.1`, // many wrong credentials of one address delay the replies
            ...(authorization !== '' && { Authorization: authorization }),
          };
          const reply = await fetch(url, { method: method.toUpperCase(), headers });
          expect([path, method, reply.status]).toEqual([path, method, 401]);
          expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
          expect(await reply.json()).toMatchObject({
            code: 'unauthenticated',
            detail: expect.stringContaining(
              authorization === 'Bearer wrong' ? 'not valid' : '`Authorization: Bearer …`',
            ) as string,
          });
        }
    await expectNothingSent();
  });
});
