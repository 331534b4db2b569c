import { sha256 } from '../support/gateway/live-gateway';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const QUOTA = 'open-channel.get';
/** Tokens in a window that outlasts the test. */
const LIMIT = { limit: 10, windowMs: 60_000 };

let gateway: TestGateway;
beforeAll(async () => {
  const rights = { grants: [{ connections: ['*'], access: ['read'] as const }], weight: 1 };
  gateway = await startGateway({
    connections: { main: { provider: 'nexconn', quotas: { [QUOTA]: LIMIT } } },
    settings: {
      auth: {
        apiKeys: [
          { ...rights, client: 'capped', share: 0.5, sha256: sha256('capped-key') },
          { ...rights, client: 'other', sha256: sha256('other-key') },
        ],
        issuers: [],
      },
    },
  });
});
afterAll(() => gateway.close());

const read = (key: string, query = '') =>
  gateway.call('GET', `/v1/connections/main/channels/open/kvchatroom2/metadata${query}`, {
    headers: { Authorization: `Bearer ${key}-key`, Prefer: 'wait=0' },
  });

it('gives a client its share of a quota at most, and the rest to the others', async () => {
  for (let call = 0; call < 5; call += 1) expect((await read('capped')).status).toBe(200);
  const refused = await read('capped');
  expect(refused).toMatchObject({
    status: 429,
    body: {
      code: 'quota-exhausted',
      detail: expect.stringMatching(
        /^The client has used its share, 0\.5 of the quota open-channel\.get, for the next \d+ ms\.$/,
      ) as string,
      violatedQuotas: [QUOTA],
    },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  const forecastMs = async (key: string) =>
    ((await read(key, '?dryRun=true')).body as { waitForecastMs: number }).waitForecastMs;
  expect(await forecastMs('capped')).toBeGreaterThan(50_000);
  expect(await forecastMs('other')).toBe(0);
  for (let call = 0; call < 5; call += 1) expect((await read('other')).status).toBe(200);
  expect((await read('other')).body).toMatchObject({
    detail: expect.stringMatching(/^The quota open-channel\.get is used up/) as string,
  });
  const metrics = await fetch(`${gateway.url}/metrics`).then((reply) => reply.text());
  const refusals = 'gateway_client_refused_total{client';
  expect(metrics).toContain(`${refusals}="capped",connection="main",reason="share"} 1`);
  expect(metrics).toContain(`${refusals}="other",connection="main",reason="forecast"} 1`);
});
