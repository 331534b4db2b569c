import { startGateway, type TestGateway } from '../support/gateway/gateway';

interface Line {
  readonly id?: string;
  readonly status?: number;
  readonly problem?: { readonly code: string };
}

const MESSAGE = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
};
const SET_ROUTE = '/v4/message/metadata/set';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

/** Each write has an actor of its own, so that no two of them are merged. */
const set = (id: string, key: string, value: string) => ({
  id,
  ...MESSAGE,
  actorId: `actor-${id}`,
  verb: 'set',
  entries: [{ key, value }],
});
const get = { id: 'read', ...MESSAGE, verb: 'get' };
const deleteZ = { id: 'gone', ...MESSAGE, verb: 'delete', keys: ['z'] };

async function batch(
  operations: readonly object[],
  headers: Record<string, string> = { 'Idempotency-Key': 'k1' },
): Promise<readonly Line[]> {
  const { status, text } = await gateway.call('POST', '/v1/batch', {
    body: { operations },
    headers,
  });
  expect(status).toBe(200);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line & { done?: true; progress?: object })
    .filter((line) => line.done === undefined && line.progress === undefined)
    .sort((one, other) => String(one.id).localeCompare(String(other.id)));
}

const calls = async (route = SET_ROUTE) =>
  (await gateway.sandboxes.nexconn.arrivals()).filter((call) => call.route.endsWith(route)).length;
const readEntry = async (key: string) => {
  const { channelType, channelId, messageId } = MESSAGE;
  const path = `channels/${channelType}/${channelId}/messages/${messageId}/metadata/${key}`;
  return (await gateway.call('GET', `/v1/connections/${MESSAGE.connection}/${path}`)).body;
};

describe('an idempotency key on a batch', () => {
  it('makes each write happen once, and repeats its result', async () => {
    const operations = [set('a', 'x', '1'), set('b', 'y', '2'), deleteZ];
    const first = await batch(operations);
    expect(first.map(({ status }) => status)).toEqual([200, 200, 204]);
    const before = (await gateway.sandboxes.nexconn.arrivals()).length;
    expect(await batch(operations)).toEqual(first);
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(before);
    await batch(operations, {});
    expect((await gateway.sandboxes.nexconn.arrivals()).length).toBeGreaterThan(before);
  });

  it('does not undo later writes of others', async () => {
    await batch([set('a', 'x', '1')]);
    await batch([set('a', 'x', '2')], { 'Idempotency-Key': 'another' });
    await batch([set('a', 'x', '1')]);
    expect(await readEntry('x')).toMatchObject({ value: '2' });
  });

  it('lets new writes and all reads be carried out', async () => {
    await batch([set('a', 'x', '1'), get]);
    const [a, b, read] = await batch([set('a', 'x', '1'), set('b', 'y', '2'), get]);
    expect([a?.status, b?.status]).toEqual([200, 200]);
    expect(await calls()).toBe(2);
    expect(read).toMatchObject({ reply: { entries: [{ key: 'x' }, { key: 'y' }] } });
  });

  it('is refused for another operation with the same id, and for no other', async () => {
    await batch([set('a', 'x', '1')]);
    const [a, b] = await batch([set('a', 'x', '2'), set('b', 'y', '2')]);
    expect([a, b]).toMatchObject([
      { status: 422, problem: { code: 'idempotency-key-reused' } },
      { status: 200 },
    ]);
    expect(await readEntry('x')).toMatchObject({ value: '1' });
  });

  it('is independent of the keys of single calls', async () => {
    const { channelType, channelId, messageId } = MESSAGE;
    const path = `channels/${channelType}/${channelId}/messages/${messageId}/metadata/x`;
    const { status } = await gateway.call('PUT', `/v1/connections/${MESSAGE.connection}/${path}`, {
      body: { value: '1' },
      headers: { 'Idempotency-Key': 'k1' },
    });
    expect([status, (await batch([set('a', 'x', '2')]))[0]?.status]).toEqual([200, 200]);
  });

  it('waits for a write in progress, or reports it to a caller that does not wait', async () => {
    await gateway.sandboxes.nexconn.settings({ latencyMs: [500, 500] });
    const running = batch([set('a', 'x', '1')]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const impatient = batch([set('a', 'x', '1')], { 'Idempotency-Key': 'k1', Prefer: 'wait=0' });
    expect(await impatient).toMatchObject([
      { status: 409, problem: { code: 'idempotency-in-progress', retryAfterMs: 1_000 } },
    ]);
    expect(await batch([set('a', 'x', '1')])).toEqual(await running);
    expect(await calls()).toBe(1);
  });

  it('repeats a failed write, and then the later write that it would undo', async () => {
    await gateway.sandboxes.nexconn.faults({
      route: SET_ROUTE,
      kind: 'status',
      status: 403,
      times: 1,
    });
    const operations = [set('a', 'x', 'early'), set('b', 'x', 'late'), set('c', 'y', '3')];
    const first = await batch(operations);
    expect(first.map(({ status }) => status)).toEqual([502, 200, 200]);
    const second = await batch(operations);
    expect(second.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await readEntry('x')).toMatchObject({ value: 'late' });
    expect(await calls()).toBe(5); // c is not repeated
  });

  it('is checked before any operation begins', async () => {
    const { status, body } = await gateway.call('POST', '/v1/batch', {
      body: { operations: [set('a', 'x', '1')] },
      headers: { 'Idempotency-Key': 'a b' },
    });
    expect([status, body]).toMatchObject([400, { code: 'invalid-request' }]);
    expect(await calls()).toBe(0);
  });
});
