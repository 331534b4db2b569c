/** An operator ends the cooldown of a quota after a vendor's 429. */
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { SANDBOX_KEY, type Access } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const QUOTAS = '/v1/connections/nexconn-sandbox/quotas';
const QUOTA = 'message-metadata.set';
const MESSAGE =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

const audits: Record<string, unknown>[] = [];
let gateway: TestGateway;
beforeAll(async () => {
  const write = (text: string): void => {
    const { audit } = JSON.parse(text) as { audit?: Record<string, unknown> };
    if (audit) audits.push(audit);
  };
  const all = (...access: Access[]) => ({
    grants: [{ connections: ['*'], access }],
    weight: 1,
  });
  gateway = await startGateway({
    logger: pino({ level: 'fatal' }, { write }),
    settings: {
      auth: {
        issuers: [],
        apiKeys: [
          { ...all('read', 'write'), client: 'orders', sha256: sha256('orders') },
          {
            ...all('read', 'write', 'operate'),
            client: 'operator',
            sha256: sha256(SANDBOX_KEY),
          },
        ],
      },
    },
  });
});
afterAll(() => gateway.close());

const end = (quota = QUOTA, key = SANDBOX_KEY, quotas = QUOTAS) =>
  gateway.call('DELETE', `${quotas}/${quota}/cooldown`, {
    headers: { Authorization: `Bearer ${key}` },
  });

/** The names of the quotas that are in cooldown. */
async function cooldowns(): Promise<string[]> {
  const { body } = await gateway.call('GET', QUOTAS);
  const { quotas } = body as { quotas: { name: string; coolingDownMs: number }[] };
  return quotas.filter(({ coolingDownMs }) => coolingDownMs > 0).map(({ name }) => name);
}

const write = (wait: number) =>
  gateway.call('PUT', `${MESSAGE}/type`, {
    body: { value: '3' },
    headers: { Prefer: `wait=${wait}` },
  });

it('ends a cooldown, so that waiting calls are sent at once', async () => {
  // the vendor names no time, so that each refusal in a row doubles the cooldown: 1 s, 2 s, 4 s
  await gateway.sandboxes.nexconn.faults({ route: '*', kind: 'status', status: 429, times: 3 });
  for (let refusal = 0; refusal < 3; refusal += 1) {
    expect((await write(0)).status).toBe(429);
    expect(await cooldowns()).toEqual(expect.arrayContaining([QUOTA, 'direct-message']));
    expect((await end('direct-message')).status).toBe(204);
    audits.splice(0);
    expect((await end()).status).toBe(204);
    expect(await cooldowns()).toEqual([]);
  }
  expect(audits).toEqual([
    {
      ...{ operation: 'quota.end-cooldown', client: 'operator', connection: 'nexconn-sandbox' },
      ...{ quota: QUOTA, outcome: 'done', applied: 'yes' },
    },
  ]);
  expect((await write(0)).status).toBe(200);
});

it('replies 204 for a quota without a cooldown', async () => {
  const { status, text } = await end();
  expect([status, text]).toEqual([204, '']);
});

it('needs the access `operate`, and writes an audit line of the refusal', async () => {
  audits.splice(0);
  const { status, body } = await end(QUOTA, 'orders');
  expect([status, body]).toEqual([
    403,
    expect.objectContaining({
      code: 'forbidden',
      detail: 'These credentials do not include operate access to this connection.',
    }),
  ]);
  expect(audits).toEqual([
    expect.objectContaining({ client: 'orders', outcome: 'forbidden', applied: 'no' }),
  ]);
});

it('replies 404 for an unknown quota and for an unknown connection', async () => {
  expect((await end('no%20quota')).body).toMatchObject({
    status: 404,
    code: 'route-not-found',
    detail: expect.stringContaining(`GET ${QUOTAS} lists its quotas`) as string,
  });
  expect((await end(QUOTA, SANDBOX_KEY, '/v1/connections/none/quotas')).body).toMatchObject({
    status: 404,
    code: 'connection-not-found',
  });
});
