import { pino } from 'pino';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const AT = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2';
const HIDDEN = 'value-that-nobody-may-see';

type Line = Record<string, unknown> & { readonly audit?: Record<string, unknown> };
const lines: Line[] = [];
let gateway: TestGateway;

beforeAll(async () => {
  const write = (text: string) => lines.push(JSON.parse(text) as Line);
  // even a log that is all but switched off has them
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

it('every mutation has a line: who, for whom, what, how it ended, and no value', async () => {
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

it('so has one that is refused, by us or by the vendor', async () => {
  const put = (key: string, path = AT) =>
    gateway.call('PUT', `${path}/metadata/${key}`, { body: { value: HIDDEN } });
  await put('k'.repeat(200));
  await put('a', AT.replace('nexconn-sandbox', 'nobody'));
  await gateway.sandboxes.nexconn.faults({ route: '*', kind: 'status', status: 403, times: 1 });
  await put('c');
  expect(audits().map(({ outcome, applied }) => [outcome, applied])).toEqual([
    ['provider-limit', 'no'],
    ['connection-not-found', 'no'],
    ['upstream-refused', 'no'],
  ]);
  expect(JSON.stringify(lines)).not.toContain(HIDDEN);
});

it('reads, explanations and requests that are none have no line', async () => {
  await gateway.call('GET', `${AT}/metadata`);
  await gateway.call('PUT', `${AT}/metadata/a?dryRun=true`, { body: { value: HIDDEN } });
  await gateway.call('PUT', `${AT}/metadata/a`, { body: { value: 1 } });
  expect(audits()).toEqual([]);
});

it('what an idempotency key answers again is told from what was done', async () => {
  const headers = { 'Idempotency-Key': 'once' };
  for (let i = 0; i < 2; i += 1)
    await gateway.call('PUT', `${AT}/metadata/a`, { body: { value: HIDDEN }, headers });
  expect(audits().map(({ outcome }) => outcome)).toEqual(['done', 'replayed']);
});

it('each operation of a batch has its own', async () => {
  const operations = [
    { id: '1', ...place, verb: 'set', entries: [{ key: 'a', value: HIDDEN }], actorId: 'bob' },
    { id: '2', ...place, verb: 'get' },
    { id: '3', ...place, verb: 'delete', keys: ['a'], actorId: 'bob' },
    { id: '4', ...place, connection: 'nobody', verb: 'delete', keys: ['a'] },
  ];
  await gateway.call('POST', '/v1/batch', { body: { operations } });
  const told = audits().map(({ operation, actor, outcome }) => [operation, actor, outcome]);
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      ['channel.set', 'bob', 'done'],
      ['channel.delete', 'bob', 'done'],
      ['channel.delete', undefined, 'connection-not-found'],
    ]),
  );
  expect(JSON.stringify(lines)).not.toContain(HIDDEN);
});

it('a line stays a line, however many keys there are', async () => {
  const entries = Array.from({ length: 5_000 }, (_, index) => ({ key: `k${index}`, value: '' }));
  await gateway.call('PATCH', `${AT}/metadata`, { body: { entries } });
  expect(audits()).toEqual([expect.objectContaining({ keyCount: 5_000 })]);
  expect(audits()[0]?.keys).toHaveLength(1_000);
});
