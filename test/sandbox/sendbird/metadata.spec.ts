import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call, json, set, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startCaptured();
});
beforeEach(() => call(sandbox, 'POST', '/_sandbox/reset'));
afterAll(() => sandbox.close());

const METADATA = '/v3/open_channels/ch%20url%2F1%2C%C3%A9/metadata';
const COUNTERS = '/v3/open_channels/ch%20url%2F1%2C%C3%A9/metacounter';

const send = async (method: string, path: string, body?: unknown) => {
  const reply = await call(sandbox, method, path, body);
  return [reply.status, json(reply)] as const;
};
const refused = (code: number) => [400, expect.objectContaining({ code, error: true })] as const;
const unknowns = (given: object) => set(sandbox, { unknowns: given });

describe('updating several', () => {
  beforeEach(() => send('POST', METADATA, { metadata: { a: '1', b: '2' } }));

  it('ignores missing keys and answers with the changed ones', async () => {
    expect(await send('PUT', METADATA, { metadata: { b: '3', c: '4' } })).toEqual([
      200,
      { b: '3' },
    ]);
    expect(await send('GET', METADATA)).toEqual([200, { a: '1', b: '3' }]);
  });

  it('adds missing keys with upsert and keeps the others', async () => {
    const body = { metadata: { b: '3', c: '4' }, upsert: true };
    expect(await send('PUT', METADATA, body)).toEqual([200, { b: '3', c: '4' }]);
    expect(await send('GET', METADATA)).toEqual([200, { a: '1', b: '3', c: '4' }]);
  });

  it('changes nothing if one value is wrong', async () => {
    const body = { metadata: { a: 'new', b: 'x'.repeat(191) }, upsert: true };
    expect(await send('PUT', METADATA, body)).toEqual(refused(400110));
    expect(await send('GET', METADATA)).toEqual([200, { a: '1', b: '2' }]);
  });

  it('adds the time to the reply on request', async () => {
    const body = { metadata: { a: '9' }, include_ts: true };
    const wrapped = [200, { metadata: { a: '9' }, ts: expect.any(Number) }];
    expect(await send('PUT', METADATA, body)).toEqual(wrapped);
    expect(await send('GET', `${METADATA}?keys=a&include_ts=true`)).toEqual(wrapped);
    expect(await send('DELETE', `${METADATA}?include_ts=true`)).toEqual([
      200,
      { ts: expect.any(Number) },
    ]);
  });
});

it('looks a channel up under its type only', async () => {
  await send('POST', '/v3/group_channels', { channel_url: 'only-group' });
  expect(await send('GET', '/v3/group_channels/only-group/metadata')).toEqual([200, {}]);
  expect(await send('GET', '/v3/open_channels/only-group/metadata')).toEqual(refused(400201));
});

describe('creating a key that exists', () => {
  const body = { metadata: { a: 'new', b: '2' } };
  beforeEach(() => send('POST', METADATA, { metadata: { a: 'old' } }));

  it('is refused and stores nothing', async () => {
    expect(await send('POST', METADATA, body)).toEqual(refused(400202));
    expect(await send('GET', METADATA)).toEqual([200, { a: 'old' }]);
  });

  it('stores the new keys first if the setting says so', async () => {
    await unknowns({ createExistingKey: 'refuse-after-the-rest' });
    expect(await send('POST', METADATA, body)).toEqual(refused(400202));
    expect(await send('GET', METADATA)).toEqual([200, { a: 'old', b: '2' }]);
  });

  it('overwrites if the setting says so', async () => {
    await unknowns({ createExistingKey: 'overwrite' });
    expect(await send('POST', METADATA, body)).toEqual([200, { a: 'new', b: '2' }]);
  });

  it('overwrites with upsert, unless createUpsert is ignore', async () => {
    expect(await send('POST', METADATA, { ...body, upsert: true })).toEqual([
      200,
      { a: 'new', b: '2' },
    ]);
    await unknowns({ createUpsert: 'ignore' });
    expect(await send('POST', METADATA, { ...body, upsert: true })).toEqual(refused(400202));
  });
});

describe.each([METADATA, COUNTERS])('a missing key: %s', (path) => {
  const value = path === METADATA ? '1' : 1;

  it('is refused or shown as empty on view', async () => {
    expect(await send('GET', `${path}/none`)).toEqual(refused(400201));
    await unknowns({ viewMissingKey: 'empty' });
    expect(await send('GET', `${path}/none`)).toEqual([200, {}]);
  });

  it('is refused or ignored on update', async () => {
    expect(await send('PUT', `${path}/none`, { value })).toEqual(refused(400201));
    await unknowns({ updateMissingKey: 'ignore' });
    expect(await send('PUT', `${path}/none`, { value })).toEqual([200, {}]);
    expect(await send('GET', path)).toEqual([200, {}]);
    expect(await send('PUT', `${path}/none`, { value, upsert: true })).toEqual([
      200,
      { none: value },
    ]);
  });

  it('is ignored or refused on delete', async () => {
    expect(await send('DELETE', `${path}/none`)).toEqual([200, {}]);
    await unknowns({ deleteMissingKey: 'not-found' });
    expect(await send('DELETE', `${path}/none`)).toEqual(refused(400201));
  });
});

describe('values that are not strings', () => {
  it('are refused', async () => {
    expect(await send('POST', METADATA, { metadata: { a: 1 } })).toEqual(refused(400100));
  });

  it('are stored as their JSON text if the setting says so', async () => {
    await unknowns({ nonStringValue: 'stringify' });
    const metadata = { a: 1, b: true, c: null };
    expect(await send('POST', METADATA, { metadata })).toEqual([
      200,
      { a: '1', b: 'true', c: 'null' },
    ]);
  });
});

it('limits the number of items only if the setting says so', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${n}`, 'v']));
  expect(await send('POST', METADATA, { metadata })).toEqual([200, metadata]);
  await unknowns({ metadataItems: 200 });
  const more = { metadata: { one: 'more' }, upsert: true };
  expect(await send('PUT', METADATA, more)).toEqual(refused(400203));
});

describe('counters', () => {
  beforeEach(() => send('POST', COUNTERS, { metacounter: { likes: 1, shares: 2 } }));

  it.each([
    ['set', 5, 5],
    ['increase', 5, 6],
    ['decrease', 5, -4],
    [undefined, 5, 5],
  ])('change by mode %s and amount %i', async (mode, amount, after) => {
    const body = { metacounter: { likes: amount, unknown: 1 }, mode };
    expect(await send('PUT', COUNTERS, body)).toEqual([200, { likes: after }]);
    expect(await send('GET', COUNTERS)).toEqual([200, { likes: after, shares: 2 }]);
  });

  it('start at 0 with upsert', async () => {
    const body = { metacounter: { fresh: 3 }, mode: 'decrease', upsert: true };
    expect(await send('PUT', COUNTERS, body)).toEqual([200, { fresh: -3 }]);
  });

  it('can be viewed by keys or one by one, and ignore include_ts', async () => {
    expect(await send('GET', `${COUNTERS}?keys=shares&include_ts=true`)).toEqual([
      200,
      { shares: 2 },
    ]);
    expect(await send('GET', `${COUNTERS}/likes`)).toEqual([200, { likes: 1 }]);
  });

  it('are deleted one by one or all at once', async () => {
    expect(await send('DELETE', `${COUNTERS}/likes`)).toEqual([200, {}]);
    expect(await send('GET', COUNTERS)).toEqual([200, { shares: 2 }]);
    expect(await send('DELETE', COUNTERS)).toEqual([200, {}]);
    expect(await send('GET', COUNTERS)).toEqual([200, {}]);
  });

  it.each([
    [{ metacounter: { likes: '3' } }, 400101],
    [{ metacounter: { likes: 1.5 } }, 400101],
    [{ metacounter: { likes: 2 ** 53 } }, 400113],
    [{ metacounter: { likes: 1 }, mode: 'double' }, 400111],
    [{ metacounter: { 'a,b': 1 } }, 400151],
    [{ metacounter: ['likes'] }, 400103],
    [{}, 400105],
  ])('reject %j with %i', async (body, code) => {
    expect(await send('PUT', COUNTERS, body)).toEqual(refused(code));
  });

  it('never exceed the integers that JSON preserves', async () => {
    await send('PUT', COUNTERS, { metacounter: { likes: Number.MAX_SAFE_INTEGER } });
    const body = { metacounter: { shares: 1, likes: 1 }, mode: 'increase' };
    expect(await send('PUT', COUNTERS, body)).toEqual(refused(400113));
    expect(await send('GET', `${COUNTERS}/shares`)).toEqual([200, { shares: 2 }]);
  });
});
