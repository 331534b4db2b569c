import { pino } from 'pino';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const AT = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2';
const HIDDEN = 'value-that-must-not-be-logged';

type Line = Record<string, unknown> & { readonly audit?: Record<string, unknown> };
const lines: Line[] = [];
let gateway: TestGateway;

beforeAll(async () => {
  const write = (text: string) => lines.push(JSON.parse(text) as Line);
  // audit lines are written at every level but silent
  gateway = await startGateway({ logger: pino({ level: 'fatal' }, { write }) });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  lines.splice(0);
  for (const sandbox of Object.values(gateway.sandboxes)) await sandbox.reset();
});

const audits = (): Record<string, unknown>[] =>
  lines.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));
const place = { connection: 'nexconn-sandbox', channelType: 'open', channelId: 'kvchatroom2' };

it('logs client, actor, target, keys and outcome of each mutation, but no value', async () => {
  const headers = { 'X-Actor-Id': 'ann', 'X-Request-Id': 'request-1' };
  const entries = [
    { key: 'a', value: HIDDEN },
    { key: 'b', value: HIDDEN },
  ];
  await gateway.call('PATCH', `${AT}/metadata`, { body: { entries }, headers });
  await gateway.call('DELETE', `${AT}/metadata/a`, { headers: { 'X-Actor-Id': 'ann' } });
  await gateway.call('DELETE', `${AT}/metadata?all=true`, { headers: { 'X-Actor-Id': 'ann' } });
  expect(lines[0]).toMatchObject({ requestId: 'request-1', msg: 'mutation', level: 30 });
  const usual = { client: 'sandbox', ...place, outcome: 'done', applied: 'yes' };
  expect(audits()).toEqual([
    { ...usual, operation: 'channel.set', actor: 'ann', keys: ['a', 'b'], keyCount: 2 },
    { ...usual, operation: 'channel.delete', actor: 'ann', keys: ['a'], keyCount: 1 },
    { ...usual, operation: 'channel.delete', actor: 'ann', keys: 'all' },
  ]);
  expect(JSON.stringify(lines)).not.toContain(HIDDEN);
});

it('logs mutations that the gateway or the vendor refuses', async () => {
  const put = (key: string, path = AT) =>
    gateway.call('PUT', `${path}/metadata/${key}`, { body: { value: HIDDEN } });
  await put('k'.repeat(200));
  await put('a', AT.replace('nexconn-sandbox', 'unknown'));
  await gateway.sandboxes.nexconn.faults({ route: '*', kind: 'status', status: 403, times: 1 });
  await put('c');
  expect(audits().map(({ outcome, applied }) => [outcome, applied])).toEqual([
    ['provider-limit', 'no'],
    ['connection-not-found', 'no'],
    ['upstream-refused', 'no'],
  ]);
  expect(JSON.stringify(lines)).not.toContain(HIDDEN);
});

it('logs no reads, dry runs or invalid requests', async () => {
  await gateway.call('GET', `${AT}/metadata`);
  await gateway.call('PUT', `${AT}/metadata/a?dryRun=true`, { body: { value: HIDDEN } });
  await gateway.call('PUT', `${AT}/metadata/a`, { body: { value: 1 } });
  expect(audits()).toEqual([]);
});

it('logs a replay as such', async () => {
  const headers = { 'Idempotency-Key': 'once' };
  for (let i = 0; i < 2; i += 1)
    await gateway.call('PUT', `${AT}/metadata/a`, { body: { value: HIDDEN }, headers });
  expect(audits().map(({ outcome }) => outcome)).toEqual(['done', 'replayed']);
});

it('logs each write of a batch', async () => {
  const operations = [
    { id: '1', ...place, verb: 'set', entries: [{ key: 'a', value: HIDDEN }], actorId: 'bob' },
    { id: '2', ...place, verb: 'get' },
    { id: '3', ...place, verb: 'delete', keys: ['a'], actorId: 'bob' },
    { id: '4', ...place, connection: 'unknown', verb: 'delete', keys: ['a'] },
  ];
  await gateway.call('POST', '/v1/batch', { body: { operations } });
  const logged = audits().map(({ operation, actor, outcome }) => [operation, actor, outcome]);
  expect(logged).toHaveLength(3);
  expect(logged).toEqual(
    expect.arrayContaining([
      ['channel.set', 'bob', 'done'],
      ['channel.delete', 'bob', 'done'],
      ['channel.delete', undefined, 'connection-not-found'],
    ]),
  );
  const ids = audits().map(({ vendorRequestIds }) => vendorRequestIds);
  expect(ids.filter((list) => Array.isArray(list) && list.length === 1)).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain(HIDDEN);
});

it('logs at most 1,000 keys of a mutation, and their number', async () => {
  const entries = Array.from({ length: 5_000 }, (_, index) => ({ key: `k${index}`, value: '' }));
  await gateway.call('PATCH', `${AT}/metadata`, { body: { entries } });
  expect(audits()).toEqual([expect.objectContaining({ keyCount: 5_000 })]);
  expect(audits()[0]?.keys).toHaveLength(1_000);
});
