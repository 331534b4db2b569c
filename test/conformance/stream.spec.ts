/** Stream: its settings, options and limits, against its sandbox. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { Arrival, TestSandbox } from '../support/vendor/sandbox';

let gateway: TestGateway;
let sandbox: TestSandbox;
beforeAll(async () => {
  const stream = { provider: 'stream' } as const;
  gateway = await startGateway({
    connections: {
      get: stream,
      query: { ...stream, channelRead: 'query' },
      'no-actor': { ...stream, defaultActorId: undefined },
      reserved: { ...stream, reservedNames: ['ai_generated'] },
      small: { ...stream, customDataBytes: 40 },
      types: { ...stream, channelTypes: { group: 'team', community: 'messaging' } },
    },
  });
  sandbox = gateway.sandboxes.stream;
});
beforeEach(() => sandbox.reset());
afterAll(() => gateway.close());

type Body = Readonly<Record<string, unknown>>;
const CHANNEL = 'group/room-42/metadata';
const MESSAGE = 'group/room-42/messages/m1/metadata';
const PLACES = [CHANNEL, MESSAGE];

const call = (
  connection: string,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
) =>
  gateway.call(method, `/v1/connections/${connection}/channels/${path}`, {
    headers,
    ...(body && { body }),
  });
const routesOf = (arrivals: readonly Arrival[]) =>
  arrivals.map(({ method, route }) => `${method} ${route}`);
const customOf = async (part: 'channels' | 'messages', id: string) => {
  const state = await sandbox.state<Record<string, Record<string, { custom: unknown }>>>();
  return state[part]?.[id]?.custom;
};
/** Writes as another client of the vendor would: with any type of value. */
async function writeDirectly(method: string, path: string, body: object): Promise<void> {
  const { apiKey, token } = { apiKey: 'key-sandbox', token: SERVER_TOKEN };
  const reply = await fetch(`${sandbox.url}${path}?api_key=${apiKey}`, {
    method,
    headers: {
      Authorization: token,
      'stream-auth-type': 'jwt',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(await reply.text());
}
/** For the secret `sandbox-api-secret`. */
const SERVER_TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXIiOnRydWV9.CpgiuEiKPnUq2cBHeb_00ekhKNHZ7Act5TcE15PLbTM';

describe.each([
  ['get', 'GET /channels/{type}/{id}', 'channel.get'],
  ['query', 'POST /channels', 'channel.query'],
])('channelRead: %s', (connection, read, quota) => {
  const write = 'PATCH /channels/{type}/{id}';

  it('reads with one call, and selects the keys', async () => {
    await call(connection, 'PATCH', CHANNEL, {
      entries: [
        { key: 'theme', value: 'dark' },
        { key: 'tags', values: ['a', 'b'] },
      ],
    });
    const all = await call(connection, 'GET', CHANNEL);
    expect(all.body).toMatchObject({ entries: [{ key: 'theme' }, { values: ['a', 'b'] }] });
    expect(all.headers.get('x-quota-cost')).toBe(`${quota};t=1`);
    const some = await call(connection, 'GET', `${CHANNEL}?keys=tags,none`);
    expect(some.body).toEqual({ entries: [{ key: 'tags', value: 'a', values: ['a', 'b'] }] });
    expect((await call(connection, 'GET', `${CHANNEL}/none`)).status).toBe(404);
    expect(routesOf(await sandbox.arrivals())).toEqual([write, read, read, read]);
  });

  it('reads the present entries before a write that depends on them', async () => {
    const entries = [{ key: 'k', value: '1' }];
    const put = (value: string, headers: Record<string, string>, upsert = true) =>
      call(connection, 'PUT', `${CHANNEL}/k`, { value, upsert }, headers);
    const statuses = [
      await put('1', {}, false),
      await put('1', { 'If-Match': '*' }),
      await put('1', { 'If-None-Match': '*' }),
      await put('2', { 'If-None-Match': '*' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 412, 200, 412]);
    const tag = (await call(connection, 'GET', CHANNEL)).headers.get('etag') ?? '';
    const skipped = await call(connection, 'PATCH', CHANNEL, {
      entries: [
        { key: 'k', value: '2' },
        { key: 'new', value: '2' },
      ],
      upsert: false,
    });
    expect(skipped.body).toMatchObject({ entries: [{ key: 'k' }], skipped: ['new'] });
    const late = await call(connection, 'PATCH', CHANNEL, { entries }, { 'If-Match': tag });
    expect([late.status, await customOf('channels', 'messaging:room-42')]).toEqual([
      412,
      { k: '2' },
    ]);
  });

  it('deletes all keys of all types', async () => {
    await writeDirectly('PATCH', '/channels/messaging/room-42', {
      set: { n: 1, o: { a: null }, l: [], t: 'x' },
    });
    expect((await call(connection, 'DELETE', `${CHANNEL}?all=true`)).status).toBe(204);
    expect(await customOf('channels', 'messaging:room-42')).toEqual({});
    expect(routesOf(await sandbox.arrivals()).slice(1)).toEqual([read, write]);
    expect((await call(connection, 'DELETE', `${CHANNEL}?all=true`)).status).toBe(204);
    expect(routesOf(await sandbox.arrivals()).slice(3)).toEqual([read]);
  });

  it('never creates a channel', async () => {
    for (const [method, under, body] of [
      ['GET', '', undefined],
      ['GET', '/k', undefined],
      ['PUT', '/k', { value: 'v' }],
      ['DELETE', '/k', undefined],
      ['DELETE', '?all=true', undefined],
    ] as const) {
      const { status, body: problem } = await call(
        connection,
        method,
        `open/nowhere/metadata${under}`,
        body,
      );
      expect([status, (problem as Body).code]).toEqual([404, 'target-not-found']);
    }
    expect(await sandbox.state()).not.toHaveProperty(['channels', 'livestream:nowhere']);
  });
});

it('uses the channel types of the settings, and its own for the others', async () => {
  await call('types', 'PUT', 'group/support/metadata/k', { value: 'team' });
  await call('types', 'PUT', 'community/room-42/metadata/k', { value: 'messaging' });
  await call('types', 'PUT', 'open/lobby/metadata/k', { value: 'livestream' });
  expect(await customOf('channels', 'team:support')).toEqual({ k: 'team' });
  expect(await customOf('channels', 'messaging:room-42')).toEqual({ k: 'messaging' });
  expect(await customOf('channels', 'livestream:lobby')).toEqual({ k: 'livestream' });
  expect((await call('types', 'GET', 'group/room-42/metadata')).status).toBe(404);
});

describe('a message of another channel', () => {
  const ELSEWHERE = 'group/room-42/messages/m-open/metadata';

  it.each([
    ['GET', '', undefined],
    ['PUT', '/k', { value: 'v' }],
    ['DELETE', '/k', undefined],
    ['DELETE', '?all=true', undefined],
    ['POST', '/k/values', { values: ['v'] }],
    ['PATCH', '/values', { add: [{ key: 'k', values: ['v'] }] }],
  ])('is not found, and not written: %s %s', async (method, under, body) => {
    const { status, body: problem } = await call('get', method, `${ELSEWHERE}${under}`, body);
    expect([status, (problem as Body).code]).toEqual([404, 'target-not-found']);
    expect(routesOf(await sandbox.arrivals())).toEqual(['GET /messages/{id}']);
  });
});

describe('options', () => {
  const OPTIONS = { stream: { skipPush: true, skipEnrichUrl: false } };
  const sentTo = (place: string) =>
    sandbox.exchanges.filter(({ request }) => request.path.startsWith(place)).at(-1)?.request.body;

  it.each([
    ['PUT', '/k', { value: 'v', options: OPTIONS }],
    ['POST', '/k/values', { values: ['v'], options: OPTIONS }],
    ['DELETE', `/k?options=${encodeURIComponent(JSON.stringify(OPTIONS))}`, undefined],
  ])('go with each write to a message: %s', async (method, under, body) => {
    await writeDirectly('PUT', '/messages/m1', { set: { k: 'old' }, user_id: 'ada' });
    expect((await call('get', method, `${MESSAGE}${under}`, body)).status).toBeLessThan(300);
    expect(JSON.parse(sentTo('/messages/m1') ?? '')).toMatchObject({
      skip_push: true,
      skip_enrich_url: false,
      user: { id: 'ada' },
    });
  });

  it.each([
    [
      'PUT',
      '/k',
      { value: 'v', options: { stream: { skipPush: false } } },
      '/options/stream/skipPush',
    ],
    [
      'DELETE',
      `?all=true&options=${encodeURIComponent('{"stream":{"skipEnrichUrl":true}}')}`,
      undefined,
      'query/options/stream/skipEnrichUrl',
    ],
  ])('do not apply to channels: %s', async (method, under, body, pointer) => {
    const answer = await call('get', method, `${CHANNEL}${under}`, body);
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({
        code: 'unsupported-by-provider',
        errors: [expect.objectContaining({ pointer })],
      }),
    ]);
    expect(await sandbox.arrivals()).toEqual([]);
  });
});

it('needs an actor for writes to messages only, before any call', async () => {
  const write = await call('no-actor', 'PUT', `${MESSAGE}/k`, { value: 'v' });
  expect([write.status, (write.body as Body).code]).toEqual([400, 'invalid-request']);
  expect(write.headers.get('x-quota-cost')).toBe('0');
  const named = { 'X-Actor-Id': 'ben' };
  expect((await call('no-actor', 'PUT', `${MESSAGE}/k`, { value: 'v' }, named)).status).toBe(200);
  expect((await call('no-actor', 'PUT', `${CHANNEL}/k`, { value: 'v' })).status).toBe(200);
  expect((await call('no-actor', 'GET', MESSAGE)).status).toBe(200);
});

describe('names of system fields', () => {
  it.each([
    ['get', CHANNEL, 'member_count'],
    ['get', MESSAGE, 'user_id'],
    ['get', CHANNEL, 'a.b'],
    ['get', MESSAGE, '$set'],
    ['reserved', CHANNEL, 'ai_generated'],
    ['reserved', MESSAGE, 'ai_generated'],
  ])('%s, %s: %s is refused before any call', async (connection, place, key) => {
    const path = `${place}/${encodeURIComponent(key)}`;
    const answer = await call(connection, 'PUT', path, { value: 'v' });
    expect([answer.status, (answer.body as Body).code]).toEqual([422, 'provider-limit']);
    expect([answer.headers.get('x-quota-cost'), await sandbox.arrivals()]).toEqual(['0', []]);
  });

  it('are skipped on reads', async () => {
    await writeDirectly('PATCH', '/channels/messaging/room-42', {
      set: { ai_generated: 1, k: 'v' },
    });
    const { body } = await call('reserved', 'GET', CHANNEL);
    expect(body).toEqual({ entries: [{ key: 'k', value: 'v', values: ['v'] }] });
  });
});

describe('the limit of all custom data', () => {
  // {"k":"…"} has 8 bytes besides the value
  const fits = { value: 'x'.repeat(32) };
  const exceeds = { value: 'x'.repeat(33) };

  it.each(PLACES)('%s: is checked for what a call writes, before it', async (place) => {
    const answer = await call('small', 'PUT', `${place}/k`, exceeds);
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({
        code: 'provider-limit',
        errors: [
          { pointer: '/value', reason: expect.stringContaining('at most 40 bytes') as string },
        ],
      }),
    ]);
    expect([answer.headers.get('x-quota-cost'), await sandbox.arrivals()]).toEqual(['0', []]);
    expect((await call('small', 'PUT', `${place}/k`, fits)).status).toBe(200);
  });

  it.each([
    [MESSAGE, {}, 'message.get;t=1'],
    [CHANNEL, { 'If-None-Match': '*' }, 'channel.get;t=1'],
  ])('%s: is checked for the whole where it was read', async (place, headers, cost) => {
    await call('small', 'PUT', `${place}/k`, fits);
    const answer = await call('small', 'PUT', `${place}/new`, { value: '' }, headers);
    expect([answer.status, (answer.body as Body).code]).toEqual([422, 'provider-limit']);
    expect(answer.headers.get('x-quota-cost')).toBe(cost);
    expect((await call('small', 'PUT', `${place}/k`, { value: 'short' })).status).toBe(200);
  });
});

it('reads values of any type, and lists the lost facts in discovery', async () => {
  const set = { n: 1.5, b: true, z: null, o: { a: ['b'] }, m: ['a', 1], l: ['a'], e: [], t: '5' };
  await writeDirectly('PUT', '/messages/m1', { set, user_id: 'ada' });
  const { body } = await call('get', 'GET', MESSAGE);
  const { entries } = body as { entries: { key: string; values: string[] }[] };
  expect(Object.fromEntries(entries.map(({ key, values }) => [key, values]))).toEqual({
    n: ['1.5'],
    b: ['true'],
    z: ['null'],
    o: ['{"a":["b"]}'],
    m: ['["a",1]'],
    l: ['a'],
    e: [],
    t: ['5'],
  });
  const { providers } = (await gateway.call('GET', '/v1/providers')).body as {
    providers: { name: string; lost: string[] }[];
  };
  expect(providers.find(({ name }) => name === 'stream')?.lost.join()).toMatch(
    /types of values.*null/,
  );
});
