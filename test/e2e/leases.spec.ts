/** A service takes tokens of the gateway for calls that it makes to the vendor itself. */
import { createHash } from 'node:crypto';
import { SANDBOX_KEY, type Access } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const CONNECTION = '/v1/connections/nexconn-sandbox';
const LEASES = `${CONNECTION}/leases`;
const GROUP = [{ quota: 'group-message', tokens: 1 }];
const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

let gateway: TestGateway;
beforeAll(async () => {
  const key = (client: string, secret: string, ...access: Access[]) => ({
    client,
    sha256: sha256(secret),
    grants: [{ connections: ['*'], access }],
    weight: 1,
  });
  const apiKeys = [
    key('sender', SANDBOX_KEY, 'read', 'lease'),
    key('another', 'another', 'lease'),
    key('operator', 'operator', 'read', 'write', 'operate', 'vendor'),
  ];
  gateway = await startGateway({ settings: { auth: { issuers: [], apiKeys } } });
});
afterAll(() => gateway.close());

const take = (body: unknown, headers = {}, key = SANDBOX_KEY) =>
  gateway.call('POST', LEASES, {
    body,
    headers: { Authorization: `Bearer ${key}`, Prefer: 'wait=0', ...headers },
  });
const end = (lease: string, query = '', key = SANDBOX_KEY) =>
  gateway.call('DELETE', `${LEASES}/${lease}${query}`, {
    headers: { Authorization: `Bearer ${key}` },
  });

async function group(): Promise<object | undefined> {
  const { body } = await gateway.call('GET', `${CONNECTION}/quotas`);
  return (body as { quotas: { name: string }[] }).quotas.find(
    ({ name }) => name === 'group-message',
  );
}

it('holds the tokens of a lease in flight until it ends', async () => {
  const { status, body, headers } = await take({ draws: GROUP, holdMs: 60_000 });
  const { lease, draws, expiresAt } = body as Record<string, string>;
  expect([status, draws, headers.get('location')]).toEqual([201, GROUP, `${LEASES}/${lease}`]);
  expect(headers.get('x-quota-cost')).toBe('group-message;t=1');
  const leftMs = Date.parse(String(expiresAt)) - Date.now();
  expect(leftMs).toBeGreaterThan(55_000);
  expect(leftMs).toBeLessThanOrEqual(60_000);
  expect(await group()).toMatchObject({
    inFlight: 1,
    leased: 1,
    leasedByClient: [{ client: 'sender', tokens: 1 }],
  });
  const metrics = await gateway.call('GET', '/metrics');
  expect(metrics.text).toContain(
    'gateway_quota_leased_tokens{connection="nexconn-sandbox",quota="group-message",client="sender"} 1',
  );
  expect((await end(String(lease), '', 'another')).status).toBe(404);
  expect((await end(String(lease))).status).toBe(204);
  expect(await group()).toMatchObject({ inFlight: 0, resting: 1, leased: 0 });
  expect(await end(String(lease))).toMatchObject({
    status: 404,
    body: { code: 'lease-not-found' },
  });
});

it('adds up draws on one quota', async () => {
  const { status, body, headers } = await take({ draws: [...GROUP, ...GROUP] });
  const { lease, draws } = body as { lease: string; draws: unknown };
  expect([status, draws]).toEqual([201, [{ quota: 'group-message', tokens: 2 }]]);
  expect(headers.get('ratelimit-policy')).toBe('"group-message";q=20;w=1');
  expect(headers.get('ratelimit')).toMatch(/^"group-message";r=\d+;t=1$/);
  expect((await end(lease, '?outcome=unsent')).status).toBe(204);
});

it('shows the names of other clients to operators only', async () => {
  const { body } = await take({ draws: GROUP }, {}, 'another');
  const { body: own } = await take({ draws: GROUP });
  const leased = async (key: string) => {
    const headers = { Authorization: `Bearer ${key}` };
    const { body: quotas } = await gateway.call('GET', `${CONNECTION}/quotas`, { headers });
    const { body: connection } = await gateway.call('GET', CONNECTION, { headers });
    return [quotas, connection].map(
      (reply) =>
        (reply as { quotas: { name: string; leasedByClient: unknown }[] }).quotas.find(
          ({ name }) => name === 'group-message',
        )?.leasedByClient,
    );
  };
  const seen = [{ client: 'sender', tokens: 1 }, { tokens: 1 }];
  expect(await leased(SANDBOX_KEY)).toEqual([seen, seen]);
  const all = expect.arrayContaining([
    { client: 'sender', tokens: 1 },
    { client: 'another', tokens: 1 },
  ]) as unknown;
  expect(await leased('operator')).toEqual([all, all]);
  const ids = [body, own].map((reply) => (reply as { lease: string }).lease);
  expect((await end(String(ids[0]), '?outcome=unsent', 'another')).status).toBe(204);
  expect((await end(String(ids[1]), '?outcome=unsent')).status).toBe(204);
});

it('answers a repeated request with the same lease, and draws nothing', async () => {
  const headers = { 'Idempotency-Key': 'lease-1' };
  const first = await take({ draws: GROUP }, headers);
  const leased = await group();
  const second = await take({ draws: GROUP }, headers);
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(second.headers.get('x-quota-cost')).toBe('0');
  expect(await group()).toMatchObject({ leased: (leased as { leased: number }).leased });
  const other = await take({ draws: GROUP, holdMs: 1 }, headers);
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  const another = await take({ draws: GROUP }, headers, 'another');
  expect(another.status).toBe(201);
  for (const [reply, key] of [
    [first, SANDBOX_KEY],
    [another, 'another'],
  ] as const) {
    const { lease } = reply.body as { lease: string };
    expect((await end(lease, '?outcome=unsent', key)).status).toBe(204);
  }
  const late = await take({ draws: GROUP }, headers);
  expect(late).toMatchObject({ status: 404, body: { code: 'lease-not-found' } });
});

it('takes a lease under the key of a refused request', async () => {
  const headers = { 'Idempotency-Key': 'lease-2' };
  const draws = [{ quota: 'open-channel.get', tokens: 100 }];
  const held = await take({ draws });
  expect((await take({ draws }, headers)).status).toBe(429);
  expect((await end((held.body as { lease: string }).lease, '?outcome=unsent')).status).toBe(204);
  const { status, body } = await take({ draws }, headers);
  expect(status).toBe(201);
  expect((await end((body as { lease: string }).lease, '?outcome=unsent')).status).toBe(204);
});

it('refuses a lease that has to wait longer, with the time of the next free tokens', async () => {
  const held = await take({ draws: [{ quota: 'direct-message', tokens: 6000 }], holdMs: 2500 });
  const { status, headers, body } = await take({
    draws: [{ quota: 'direct-message', tokens: 1 }],
  });
  expect([status, body]).toMatchObject([429, { violatedQuotas: ['direct-message'] }]);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(60);
  const { lease } = held.body as { lease: string };
  expect((await end(lease, '?outcome=unsent')).status).toBe(204);
});

it.each([
  ['no draws', { draws: [] }, '/draws'],
  ['an unknown quota', { draws: [{ quota: 'none', tokens: 1 }] }, '/draws/0/quota'],
  ['no tokens', { draws: [{ quota: 'group-message', tokens: 0 }] }, '/draws/0/tokens'],
  ['a part of a token', { draws: [{ quota: 'group-message', tokens: 0.5 }] }, '/draws/0/tokens'],
  [
    'more tokens than a number counts',
    { draws: [{ quota: 'group-message', tokens: Number.MAX_VALUE }] },
    '/draws/0/tokens',
  ],
  ['too long a lease', { draws: GROUP, holdMs: 60_001 }, '/holdMs'],
  ['a lease without length', { draws: GROUP, holdMs: 0 }, '/holdMs'],
  ['an unknown field', { draws: GROUP, hold: 1 }, '/hold'],
])('refuses %s', async (_, body, pointer) => {
  const reply = await take(body);
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
});

it.each([
  [1, 21],
  [20, Number.MAX_SAFE_INTEGER],
])('refuses more tokens than the quota has: %i draws of %i', async (count, tokens) => {
  const reply = await take({ draws: Array(count).fill({ quota: 'group-message', tokens }) });
  expect(reply).toMatchObject({ status: 422, body: { code: 'provider-limit' } });
});

it('refuses an unknown outcome', async () => {
  const reply = await end('any', '?outcome=lost');
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer: 'query/outcome' }] } });
});

it('needs lease access, which no other includes', async () => {
  expect((await take({ draws: GROUP }, {}, 'operator')).status).toBe(403);
  expect((await end('any', '', 'operator')).status).toBe(403);
});
