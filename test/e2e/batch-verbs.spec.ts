/** The verbs of a batch that change values and counters, and writes of existing keys only. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const CHANNEL = {
  connection: 'sendbird-sandbox',
  channelType: 'group',
  channelId: 'sendbird_group_channel_1',
};
const MESSAGE = { ...CHANNEL, messageId: '273778828' };
const NEXCONN = { connection: 'nexconn-sandbox', channelType: 'open', channelId: 'kvchatroom2' };

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

async function batch(operations: readonly object[], headers: Record<string, string> = {}) {
  const body = { operations: operations.map((one, index) => ({ id: String(index), ...one })) };
  const { text } = await gateway.call('POST', '/v1/batch', { body, headers });
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines
    .filter((line) => 'id' in line)
    .sort((one, other) => Number(one.id) - Number(other.id))
    .map(({ status, reply, problem }) => ({
      status,
      ...(reply !== undefined && { reply }),
      ...(problem !== undefined && { problem }),
    }));
}

const entry = (key: string, ...values: string[]) => ({ key, value: values[0], values });
const count = (op: string, amount: number, more = {}) => ({
  ...CHANNEL,
  verb: 'count',
  counters: [{ key: 'n', op, amount }],
  ...more,
});

it('add and remove values of several keys', async () => {
  const entries = [
    { key: 'a', values: ['1', '2'] },
    { key: 'b', value: '1' },
  ];
  expect(
    await batch([
      { ...MESSAGE, verb: 'add-values', entries },
      { ...MESSAGE, verb: 'remove-values', entries: [{ key: 'a', value: '1' }] },
      { ...MESSAGE, verb: 'get', keys: ['a', 'b'] },
    ]),
  ).toEqual([
    { status: 200, reply: { entries: [entry('a', '1', '2'), entry('b', '1')] } },
    { status: 200, reply: { entries: [entry('a', '2')] } },
    { status: 200, reply: { entries: [entry('a', '2'), entry('b', '1')] } },
  ]);
});

it('count, each with the value after its own change', async () => {
  expect(await batch([count('set', 5), count('increase', 2), count('decrease', 3)])).toEqual(
    [5, 7, 4].map((value) => ({ status: 200, reply: { counters: [{ key: 'n', value }] } })),
  );
});

it('write existing keys only with upsert: false', async () => {
  const set = (place: object) => ({
    ...place,
    verb: 'set',
    entries: [{ key: 'none', value: '1' }],
    upsert: false,
  });
  expect(
    await batch([set(NEXCONN), set(CHANNEL), count('increase', 1, { upsert: false })]),
  ).toEqual([
    { status: 200, reply: { entries: [], skipped: ['none'] } },
    { status: 200, reply: { entries: [], skipped: ['none'] } },
    { status: 200, reply: { counters: [], skipped: ['n'] } },
  ]);
});

it('count once under an idempotency key', async () => {
  const headers = { 'Idempotency-Key': 'count-once' };
  const first = await batch([count('increase', 2)], headers);
  expect(await batch([count('increase', 2)], headers)).toEqual(first);
  const { body } = await gateway.call(
    'GET',
    '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1/counters/n',
  );
  expect(body).toEqual({ key: 'n', value: 2 });
});

it('are refused where the vendor has no such thing, or a parameter is wrong', async () => {
  const results = await batch([
    { ...count('set', 1), ...NEXCONN },
    { ...NEXCONN, messageId: 'm', verb: 'add-values', entries: [{ key: 'a', value: '1' }] },
    count('increase', -1),
    { ...MESSAGE, verb: 'add-values', entries: [{ key: 'x'.repeat(81), value: '1' }] },
  ]);
  expect(results).toMatchObject([
    { status: 422, problem: { code: 'unsupported-by-provider' } },
    { status: 422, problem: { code: 'unsupported-by-provider' } },
    { status: 400, problem: { errors: [{ pointer: '/counters/0/amount' }] } },
    { status: 422, problem: { errors: [{ pointer: '/entries/0/key' }] } },
  ]);
});
