import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call, json, set, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startCaptured();
});
beforeEach(() => call(sandbox, 'POST', '/_sandbox/reset'));
afterAll(() => sandbox.close());

const MESSAGE = '/v3/group_channels/ch%20url%2F1%2C%C3%A9/messages/640903435';
const SORTED = `${MESSAGE}/sorted_metaarray`;
const LEGACY = `${MESSAGE}/metaarray`;

const send = async (method: string, path: string, body?: unknown) => {
  const reply = await call(sandbox, method, path, body);
  return [reply.status, json(reply)] as const;
};
const refused = (code: number) => [400, expect.objectContaining({ code, error: true })] as const;
const unknowns = (given: object) => set(sandbox, { unknowns: given });

type Items = readonly (readonly [key: string, value: readonly string[]])[];
const sorted = (...items: Items) => ({
  sorted_metaarray: items.map(([key, value]) => ({ key, value })),
});
const add = (...items: Items) => send('POST', SORTED, sorted(...items));
const change = (mode: string, upsert: boolean, ...items: Items) =>
  send('PUT', SORTED, { ...sorted(...items), mode, upsert });
const stored = async () => {
  const [, message] = await send('GET', `${MESSAGE}?with_sorted_meta_array=true`);
  return { sorted_metaarray: (message as { sorted_metaarray: unknown }).sorted_metaarray };
};

describe('the sorted generation', () => {
  beforeEach(() => add(['10', ['z', 'a']], ['2', ['x']]));

  it('keeps the order of items and values, integer-like keys included', async () => {
    expect(await stored()).toEqual(sorted(['10', ['z', 'a']], ['2', ['x']]));
  });

  it('answers with every item, changed or not', async () => {
    expect(await change('add', false, ['2', ['y', 'x']])).toEqual([
      200,
      sorted(['10', ['z', 'a']], ['2', ['x', 'y']]),
    ]);
    expect(await change('remove', false, ['10', ['z', 'gone']])).toEqual([
      200,
      sorted(['10', ['a']], ['2', ['x', 'y']]),
    ]);
  });

  it('creates items by PUT only with upsert', async () => {
    const before = sorted(['10', ['z', 'a']], ['2', ['x']]);
    expect(await change('add', false, ['new', ['n']])).toEqual([200, before]);
    expect(await change('add', true, ['new', [] as string[]])).toEqual([
      200,
      sorted(['10', ['z', 'a']], ['2', ['x']], ['new', []]),
    ]);
  });

  it('accepts the deprecated form instead', async () => {
    expect(await send('POST', SORTED, { metaarray: { old: ['form'] } })).toEqual([
      200,
      sorted(['10', ['z', 'a']], ['2', ['x']], ['old', ['form']]),
    ]);
  });

  it('deletes by keys in any encoding and ignores unknown keys', async () => {
    expect(await send('DELETE', `${SORTED}?keys=10&keys=gone`)).toEqual([200, {}]);
    expect(await stored()).toEqual(sorted(['2', ['x']]));
  });

  it('cannot address a key with a comma by DELETE', async () => {
    await add(['a,b', ['c']]);
    expect(await send('DELETE', `${SORTED}?keys=a%2Cb`)).toEqual([200, {}]);
    expect(await stored()).toEqual(sorted(['10', ['z', 'a']], ['2', ['x']], ['a,b', ['c']]));
  });
});

describe('the legacy generation', () => {
  it('shares its store with the sorted one', async () => {
    await send('POST', LEGACY, { metaarray: { places: ['office'] } });
    expect(await stored()).toEqual(sorted(['places', ['office']]));
  });

  it('answers with the named items only', async () => {
    await add(['a', ['1']], ['b', ['2']]);
    const body = { metaarray: { b: ['3'] }, mode: 'add' };
    expect(await send('PUT', LEGACY, body)).toEqual([200, { b: ['2', '3'] }]);
  });

  it('ignores missing items unless legacyUpsert is honour', async () => {
    const body = { metaarray: { new: ['n'] }, mode: 'add', upsert: true };
    expect(await send('PUT', LEGACY, body)).toEqual([200, {}]);
    await unknowns({ legacyUpsert: 'honour' });
    expect(await send('PUT', LEGACY, body)).toEqual([200, { new: ['n'] }]);
  });

  it('wraps the added items if legacyAddReply is wrapped', async () => {
    await unknowns({ legacyAddReply: 'wrapped' });
    const body = { metaarray: { places: ['office'] } };
    expect(await send('POST', LEGACY, body)).toEqual([200, body]);
  });

  it('is not served if legacyPath is dead', async () => {
    await unknowns({ legacyPath: 'dead' });
    const body = { metaarray: { a: ['1'] }, mode: 'add' };
    expect(await send('POST', LEGACY, body)).toEqual(refused(400930));
    expect(await send('PUT', LEGACY, body)).toEqual(refused(400930));
    expect(await send('DELETE', `${LEGACY}?keys=a`)).toEqual(refused(400930));
  });
});

describe('settings for undocumented behaviour', () => {
  beforeEach(() => add(['a', ['1']], ['b', ['2']]));

  it('merge or refuse an addition to an existing item', async () => {
    expect(await add(['a', ['1', '3']])).toEqual([200, sorted(['a', ['1', '3']], ['b', ['2']])]);
    await unknowns({ addExistingItem: 'refuse' });
    expect(await add(['c', ['9']], ['a', ['4']])).toEqual(refused(400202));
    expect(await stored()).toEqual(sorted(['a', ['1', '3']], ['b', ['2']]));
  });

  it('delete or keep an item whose removal names no values', async () => {
    expect(await change('remove', false, ['a', []])).toEqual([200, sorted(['b', ['2']])]);
    await unknowns({ removeNoValues: 'ignore' });
    expect(await change('remove', false, ['b', []])).toEqual([200, sorted(['b', ['2']])]);
  });

  it('keep or delete an item that loses its last value', async () => {
    expect(await change('remove', false, ['a', ['1']])).toEqual([
      200,
      sorted(['a', []], ['b', ['2']]),
    ]);
    await unknowns({ removeLastValue: 'delete-item' });
    expect(await change('remove', false, ['b', ['2']])).toEqual([200, sorted(['a', []])]);
  });

  it('refuse a missing mode or read it as add', async () => {
    const body = sorted(['a', ['3']]);
    expect(await send('PUT', SORTED, body)).toEqual(refused(400105));
    await unknowns({ missingMode: 'add' });
    expect(await send('PUT', SORTED, body)).toEqual([200, sorted(['a', ['1', '3']], ['b', ['2']])]);
  });

  it('refuse a DELETE without keys or delete all items', async () => {
    expect(await send('DELETE', `${SORTED}?keys=`)).toEqual(refused(400105));
    await unknowns({ deleteWithoutKeys: 'delete-all' });
    expect(await send('DELETE', SORTED)).toEqual([200, {}]);
    expect(await stored()).toEqual(sorted());
  });

  it('refuse a DELETE that names a missing item, or ignore that item', async () => {
    await unknowns({ deleteMissingItem: 'not-found' });
    expect(await send('DELETE', `${SORTED}?keys=a,none`)).toEqual(refused(400201));
    expect(await stored()).toEqual(sorted(['a', ['1']], ['b', ['2']]));
  });

  it('limit the number of items and values', async () => {
    await unknowns({ metaarrayItems: 2, metaarrayValues: 2 });
    expect(await add(['c', []])).toEqual(refused(400203));
    expect(await add(['a', ['2', '3']])).toEqual(refused(400203));
    expect(await stored()).toEqual(sorted(['a', ['1']], ['b', ['2']]));
  });

  it("keep or change the message's updated_at", async () => {
    const updatedAt = async () => {
      const [, message] = await send('GET', MESSAGE);
      return (message as { updated_at: number }).updated_at;
    };
    await add(['a', ['5']]);
    expect(await updatedAt()).toBe(0);
    await unknowns({ updatedAt: 'touched' });
    await add(['a', ['6']]);
    expect(await updatedAt()).toBeGreaterThan(0);
  });
});

describe('refusals', () => {
  it.each([
    ['POST', {}, 400105],
    ['POST', { sorted_metaarray: { a: ['1'] } }, 400102],
    ['POST', { sorted_metaarray: ['a'] }, 400103],
    ['POST', { sorted_metaarray: [{ value: ['1'] }] }, 400105],
    ['POST', { sorted_metaarray: [{ key: 1, value: ['1'] }] }, 400100],
    ['POST', sorted(['a', [1 as unknown as string]]), 400100],
    ['POST', { sorted_metaarray: [{ key: 'a', value: '1' }] }, 400102],
    ['POST', sorted(['a', ['x'.repeat(129)]]), 400110],
    ['POST', sorted(['x'.repeat(81), []]), 400110],
    ['PUT', { ...sorted(['a', ['1']]), mode: 'replace' }, 400111],
    ['PUT', { ...sorted(['a', ['1']]), mode: 'add', upsert: 'yes' }, 400104],
  ])('%s %j is answered with %i', async (method, body, code) => {
    expect(await send(method, SORTED, body)).toEqual(refused(code));
    expect(await stored()).toEqual(sorted());
  });
});
