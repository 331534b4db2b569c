import { startGateway, type TestGateway } from '../support/gateway/gateway';

interface Line {
  readonly id?: string;
  readonly status?: number;
  readonly reply?: { readonly entries: { key: string; value: string }[] };
  readonly problem?: { readonly code: string; readonly errors?: { pointer: string }[] };
  readonly done?: true;
  readonly succeeded?: number;
  readonly failed?: number;
}

const MESSAGE = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
};
const OPEN = {
  connection: 'sendbird-sandbox',
  channelType: 'open',
  channelId: 'sendbird_open_channel_1',
};

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

async function batch(operations: readonly object[]): Promise<Line[]> {
  const answer = await gateway.call('POST', '/v1/batch', { body: { operations } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  return answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const sets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    ...MESSAGE,
    verb: 'set',
    entries: [{ key: `k${index}`, value: String(index) }],
  }));

describe('POST /v1/batch', () => {
  it('gives each operation the reply of a single call, and counts at the end', async () => {
    const lines = await batch([
      { id: 'set', ...MESSAGE, verb: 'set', entries: [{ key: 'a', value: '1' }] },
      { id: 'get', ...MESSAGE, verb: 'get', keys: ['a'] },
      { id: 'delete', ...MESSAGE, verb: 'delete', keys: ['a'] },
      { id: 'gone', ...MESSAGE, verb: 'get' },
      { id: 'other', ...OPEN, verb: 'set', entries: [{ key: 'theme', value: 'dark' }] },
      { id: 'limit', ...MESSAGE, verb: 'set', entries: [{ key: 'no spaces', value: '' }] },
      { id: 'nowhere', ...MESSAGE, connection: 'none', verb: 'get' },
      { id: 'unsupported', ...MESSAGE, channelType: 'open', verb: 'get' },
    ]);
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 5, failed: 3 });
    const byId = new Map(lines.slice(0, -1).map((line) => [line.id, line]));
    expect(byId.get('set')).toMatchObject({
      status: 200,
      reply: { entries: [{ key: 'a', value: '1' }] },
    });
    expect(byId.get('get')).toMatchObject({
      status: 200,
      reply: { entries: [{ key: 'a', value: '1' }] },
    });
    expect(byId.get('delete')).toEqual({ id: 'delete', status: 204 });
    expect(byId.get('gone')).toMatchObject({ status: 200, reply: { entries: [] } });
    expect(byId.get('other')).toMatchObject({ status: 200 });
    expect(byId.get('limit')).toMatchObject({ status: 422, problem: { code: 'provider-limit' } });
    expect(byId.get('nowhere')).toMatchObject({
      status: 404,
      problem: { code: 'connection-not-found' },
    });
    expect(byId.get('unsupported')).toMatchObject({
      status: 422,
      problem: { code: 'unsupported-by-provider' },
    });
  });

  it('merges writes to one message into as few vendor calls as possible', async () => {
    const lines = await batch(sets(300));
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 300, failed: 0 });
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(3);
  });

  it('keeps the order of operations on one target', async () => {
    const writes = Array.from({ length: 40 }, (_, index) => ({
      id: `w${index}`,
      ...MESSAGE,
      actorId: `actor-${index % 3}`, // writes of different actors are not merged
      verb: 'set',
      entries: [{ key: 'same', value: String(index) }],
    }));
    const lines = await batch([...writes, { id: 'last', ...MESSAGE, verb: 'get', keys: ['same'] }]);
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 41, failed: 0 });
    const ids = lines.flatMap(({ id }) => id ?? []);
    expect(ids).toEqual([...writes.map(({ id }) => id), 'last']);
    expect(lines.find(({ id }) => id === 'last')).toMatchObject({
      reply: { entries: [{ value: '39' }] },
    });
  });

  it('carries out each write of a merged call that the vendor refuses alone', async () => {
    const route = '/v4/message/metadata/set';
    await gateway.sandboxes.nexconn.faults({ route, kind: 'status', status: 403, times: 1 });
    const lines = await batch(sets(3));
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 3, failed: 0 });
  });

  it('waits for quota as long as necessary, and reports progress once a second', async () => {
    const group = {
      ...MESSAGE,
      channelType: 'group',
      channelId: 'group-001',
      messageId: 'MSG-GROUP-1',
    };
    const operations = Array.from({ length: 70 }, (_, index) => ({
      id: String(index),
      ...group,
      actorId: `actor-${index}`,
      verb: 'set',
      entries: [{ key: 'k', value: '1' }],
    }));
    const lines = await batch(operations);
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 70, failed: 0 });
    const progress = lines.filter((line) => 'progress' in line);
    expect(progress.length).toBeGreaterThanOrEqual(2);
    expect(progress[0]).toEqual({
      progress: { received: 70, succeeded: expect.any(Number), failed: 0 },
    });
  });

  it('shares one vendor call between equal reads without a write between them', async () => {
    const gets = Array.from({ length: 50 }, (_, index) => ({
      id: `g${index}`,
      ...MESSAGE,
      verb: 'get',
    }));
    expect((await batch(gets)).at(-1)).toEqual({ done: true, succeeded: 50, failed: 0 });
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(1);
  });

  it('begins no more operations after a disconnect', async () => {
    const operations = sets(200).map((operation, index) => ({
      ...operation,
      actorId: `actor-${index}`,
    }));
    const client = new AbortController();
    const running = gateway.call('POST', '/v1/batch', {
      body: { operations },
      signal: client.signal,
    });
    setTimeout(() => {
      client.abort();
    }, 60);
    await expect(running).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = (await gateway.sandboxes.nexconn.arrivals()).length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(begun).toBeLessThan(200);
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(begun);
  });

  it.each<[string, object, string]>([
    ['an unknown verb', { verb: 'put' }, '/verb'],
    ['a set without entries', { verb: 'set' }, '/entries'],
    ['a delete without keys', { verb: 'delete' }, '/keys'],
    ['a get with entries', { verb: 'get', entries: [{ key: 'a', value: '' }] }, '/entries'],
    ['two dots as its channel id', { channelId: '..', verb: 'get' }, '/channelId'],
    ['an unknown field', { verb: 'get', color: 'red' }, '/color'],
    [
      'both value and values',
      { verb: 'set', entries: [{ key: 'a', value: '', values: ['b'] }] },
      '/entries/0',
    ],
  ])('fails an operation with %s, and carries out the others', async (_, part, pointer) => {
    const bad = { id: 'bad', ...MESSAGE, ...part };
    const lines = await batch([bad, { id: 'good', ...MESSAGE, verb: 'get' }]);
    expect(lines.find(({ id }) => id === 'bad')).toMatchObject({
      status: 400,
      problem: { code: 'invalid-request', errors: [{ pointer }] },
    });
    expect(lines.find(({ id }) => id === 'good')).toMatchObject({ status: 200 });
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 1, failed: 1 });
  });

  it.each<[string, unknown, string]>([
    [
      'a repeated id',
      [
        { id: '1', ...MESSAGE, verb: 'get' },
        { id: '1', ...MESSAGE, verb: 'get' },
      ],
      '/operations/1/id',
    ],
    ['a missing id', [{ ...MESSAGE, verb: 'get' }], '/operations/0/id'],
    ['an operation that is no object', [null], '/operations/0'],
    ['an empty list', [], '/operations'],
    ['a missing list', {}, '/operations'],
    [
      'more than 10,000 operations',
      Array.from({ length: 10_001 }, (_, id) => ({ id: String(id), ...MESSAGE, verb: 'get' })),
      '/operations',
    ],
  ])('refuses the whole body for %s', async (_, operations, pointer) => {
    const { status, body } = await gateway.call('POST', '/v1/batch', { body: { operations } });
    expect([status, (body as Line['problem'])?.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect(await gateway.sandboxes.nexconn.arrivals()).toEqual([]);
  });
});
