import { connect } from 'node:net';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const MESSAGE =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const OPEN = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const entry = { entries: [{ key: 'type', value: '3' }] };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(async () => {
  for (const sandbox of Object.values(gateway.sandboxes)) await sandbox.reset();
});

async function expectNothingSent(): Promise<void> {
  for (const sandbox of Object.values(gateway.sandboxes))
    expect(await sandbox.arrivals()).toEqual([]);
}

/** What no HTTP client would send: bytes straight to the socket. */
async function raw(request: string | Buffer): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.end(request);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('bad input is refused before anything is spent', () => {
  it.each<[string, string, string, unknown, string, string]>([
    ['malformed JSON', 'PATCH', MESSAGE, '{"entries":', 'invalid-request', ''],
    ['no body', 'PATCH', MESSAGE, undefined, 'invalid-request', '/entries'],
    ['a body that is no object', 'PATCH', MESSAGE, [], 'invalid-request', ''],
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
    ['half a character', 'PUT', `${MESSAGE}/a`, '{"value":"\\ud800"}', 'invalid-request', '/value'],
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
      'a cursor of nobody',
      'GET',
      `${MESSAGE}?cursor=zero`,
      undefined,
      'invalid-request',
      'query/cursor',
    ],
    ['a delete of nothing', 'DELETE', OPEN, undefined, 'invalid-request', 'query/keys'],
    [
      'a delete of an empty key',
      'DELETE',
      `${OPEN}?keys=`,
      undefined,
      'invalid-request',
      'query/keys/0',
    ],
    [
      'a delete of some and all',
      'DELETE',
      `${OPEN}?keys=a&all=true`,
      undefined,
      'invalid-request',
      'query/keys',
    ],
    [
      'a subchannel elsewhere',
      'GET',
      `${MESSAGE}?subchannelId=s`,
      undefined,
      'invalid-request',
      'query/subchannelId',
    ],
    [
      'a character the vendor has not',
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
          `a key the vendor cannot have (${method})`,
          method,
          `${OPEN}/a%20b`,
          undefined,
          'provider-limit',
          'path/key',
        ] as [string, string, string, unknown, string, string],
    ),
    [
      'a parameter of an address that has none',
      'POST',
      '/v1/batch?dryRun=true',
      { operations: [{ id: '1', connection: 'nexconn-sandbox', channelType: 'open' }] },
      'invalid-request',
      'query/dryRun',
    ],
    [
      'a parameter of a list',
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
  ])('%s', async (_, method, path, body, code, pointer) => {
    const answer = await gateway.call(method, path, { body });
    expect(answer.body).toMatchObject({ code });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-quota-cost')).toBe('0');
    const { errors = [{ pointer: '' }] } = answer.body as { errors?: { pointer: string }[] };
    expect(errors.map((fault) => fault.pointer)).toContain(pointer);
    await expectNothingSent();
  });

  it('names every fault at once', async () => {
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
    ['an empty segment', `GET ${OPEN.replace('kvchatroom2', '')} HTTP/1.1`],
    ['a dot', `GET ${OPEN.replace('kvchatroom2', '.')} HTTP/1.1`],
    ['two encoded dots', `GET ${OPEN.replace('kvchatroom2', '%2e%2E')} HTTP/1.1`],
    ['an empty key', `PUT ${OPEN}/ HTTP/1.1`],
    ['percent-encoding that is none', `GET ${OPEN.replace('kvchatroom2', '%zz')} HTTP/1.1`],
    ['bytes that are no UTF-8', `GET ${OPEN.replace('kvchatroom2', '%ff')} HTTP/1.1`],
    ['a query that is no UTF-8', `GET ${OPEN}?keys=%ff HTTP/1.1`],
  ])('%s in the address', async (_, line) => {
    const answer = await raw(
      `${line}\r\nHost: x\r\nAuthorization: Bearer sandbox-key\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"code":"invalid-request"');
    await expectNothingSent();
  });

  it('a body that is no UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const head = `PUT ${MESSAGE}/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox-key\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    expect(await raw(Buffer.concat([Buffer.from(head), body]))).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('what HTTP says', () => {
  it('404 for an unknown address, inside and outside of /v1', async () => {
    for (const path of ['/v1/nothing', '/nothing', '/v1']) {
      const answer = await gateway.call('GET', path);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([
        404,
        'route-not-found',
      ]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('405 with the methods there are', async () => {
    const answer = await gateway.call('POST', MESSAGE, { body: {} });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, DELETE, PATCH, HEAD');
  });

  it.each(['/docs', '/docs-json', '/console/', '/health/live', '/metrics', '/version'])(
    '405 at %s',
    async (path) => {
      const answer = await gateway.call('POST', path, { body: {} });
      expect(answer.body).toMatchObject({ status: 405, code: 'method-not-allowed' });
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
      expect((await fetch(`${gateway.url}${path}`, { method: 'HEAD' })).status).toBe(200);
    },
  );

  it('says that what cost nothing cost nothing', async () => {
    for (const path of ['/v1/providers', '/v1/connections', '/v1/connections/nexconn-sandbox'])
      expect((await gateway.call('GET', path)).headers.get('x-quota-cost')).toBe('0');
  });

  it('a failed write says what was applied, and a failed read does not', async () => {
    const none = '/v1/connections/nexconn-sandbox/channels/direct/x/metadata';
    for (const path of [`${none}/a`, `${MESSAGE}/a%20b`]) {
      const put = await gateway.call('PUT', path, { body: { value: '1' } });
      expect(put.body).toMatchObject({ status: 422, applied: 'no' });
      const got = await gateway.call('GET', path);
      expect(got.status).toBe(422);
      expect(got.body).not.toHaveProperty('applied');
    }
  });

  it('406 where JSON is not wanted', async () => {
    const answer = await gateway.call('GET', MESSAGE, { headers: { Accept: 'text/csv' } });
    expect(answer.body).toMatchObject({ status: 406, code: 'not-acceptable' });
  });

  it('415 for another kind of body', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await gateway.call('PUT', `${MESSAGE}/a`, { body: '{}', headers });
    expect(answer.body).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('413 for a body over the limit', async () => {
    const body = { value: 'x'.repeat(1_100_000) };
    const answer = await gateway.call('PUT', `${MESSAGE}/a`, { body });
    expect(answer.body).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  it('an id for each request: the given one, or one of its own', async () => {
    const given = await gateway.call('GET', '/v1/x', { headers: { 'X-Request-Id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    expect(given.body).toMatchObject({ requestId: 'abc-1' });
    const own = await gateway.call('GET', '/v1/x', { headers: { 'X-Request-Id': 'a b' } });
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('credentials', () => {
  const open = [
    '/docs',
    '/docs-json',
    '/console/',
    '/health/live',
    '/health/ready',
    '/metrics',
    '/version',
  ];

  it.each(open)('%s needs none', async (path) => {
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  });

  it('every documented address under /v1 needs some, by every method', async () => {
    const document = (await gateway.call('GET', '/docs-json')).body as {
      paths: Record<string, Record<string, unknown>>;
    };
    const closed = Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/'));
    expect(closed.length).toBeGreaterThan(9);
    for (const [path, methods] of closed)
      for (const method of Object.keys(methods))
        for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic c2FuZGJveC1rZXk=']) {
          const url = `${gateway.url}${path.replaceAll(/[{}]/g, '')}`;
          const headers = authorization === '' ? {} : { Authorization: authorization };
          const answer = await fetch(url, { method: method.toUpperCase(), headers });
          expect([path, method, answer.status]).toEqual([path, method, 401]);
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
          expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
        }
    await expectNothingSent();
  });
});
