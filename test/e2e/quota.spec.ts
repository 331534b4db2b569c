import { setTimeout as delay } from 'node:timers/promises';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { Answer } from '../support/gateway/call';

const GROUP =
  '/v1/connections/nexconn-sandbox/channels/group/group-001/messages/MSG-GROUP-1/metadata';
const DIRECT =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const LIMIT = 20; // calls a second, of the quota group-message

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const write = (index: number, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  gateway.call('PUT', `${GROUP}/k${index}`, {
    body: { value: String(index) },
    headers: { 'X-Actor-Id': `actor-${index}`, ...headers }, // writes of different actors are not merged
    ...(signal !== undefined && { signal }),
  });

const many = (count: number, headers: Record<string, string>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => write(index, headers)));

/** The largest number of calls that the vendor counted in any second, and their total. */
async function countCalls(): Promise<{ worst: number; total: number }> {
  const arrivals = await gateway.sandboxes.nexconn.arrivals();
  const times = arrivals.filter(({ quotas }) => 'group-message' in quotas).map(({ atMs }) => atMs);
  const within = times.map(
    (at) => times.filter((other) => other > at - 1_000 && other <= at).length,
  );
  return { worst: Math.max(0, ...within), total: times.length };
}

/** The quota as the API reports it. */
async function group(): Promise<{ waiting: number; free: number }> {
  const { body } = await gateway.call('GET', '/v1/connections/nexconn-sandbox/quotas');
  const { quotas } = body as { quotas: { name: string; waiting: number; free: number }[] };
  const [found] = quotas.filter(({ name }) => name === 'group-message');
  if (found === undefined) throw new Error('no group-message');
  return found;
}

/** Starts a gateway whose quota one call uses up for 3 seconds, long enough for a busy machine. */
async function useUpQuota(): Promise<void> {
  await gateway.close();
  const quotas = { 'group-message': { limit: 1, windowMs: 3_000 } };
  gateway = await startGateway({
    connections: { 'nexconn-sandbox': { provider: 'nexconn', quotas } },
  });
  expect((await write(1)).status).toBe(200);
}

describe('over quota', () => {
  it('waits as long as the caller allows, and the vendor never sees more than its limit', async () => {
    const answers = await many(50, { Prefer: 'wait=8' });
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const { worst, total } = await countCalls();
    expect(total).toBe(50);
    expect(worst).toBeLessThanOrEqual(LIMIT);
  });

  it('refuses at once with a Retry-After, after which the call succeeds', async () => {
    await useUpQuota();
    const refused = await write(90, { Prefer: 'wait=0' });
    const refusedAt = performance.now(); // the delay counts from the receipt of the reply
    expect(refused.body).toMatchObject({
      status: 429,
      code: 'quota-exhausted',
      violatedQuotas: ['group-message'],
      applied: 'no',
    });
    expect(refused.headers.get('x-quota-cost')).toBe('0');
    const { retryAfterMs } = refused.body as { retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(3_000);
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1_000));
    while (performance.now() < refusedAt + retryAfterMs) await delay(1); // timers may fire early
    expect((await write(91, { Prefer: 'wait=0' })).status).toBe(200);
  });

  it('takes no tokens for a caller that disconnects while it waits', async () => {
    await useUpQuota();
    const client = new AbortController();
    const waiting = write(92, { Prefer: 'wait=9' }, client.signal).catch((error: unknown) => error);
    while ((await group()).waiting === 0) await delay(5);
    client.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    while ((await group()).waiting > 0 || (await group()).free === 0) await delay(20);
    expect((await countCalls()).total).toBe(1);
  });

  it('forecasts the wait of an operation with several vendor calls', async () => {
    await gateway.close();
    const quotas = { 'open-channel.set': { limit: 100, windowMs: 60_000 } };
    gateway = await startGateway({
      connections: { 'nexconn-sandbox': { provider: 'nexconn', quotas } },
    });
    const open = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
    const set = (count: number) => ({
      body: { entries: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: 'v' })) },
    });
    const waitOf = async (count: number) =>
      (
        (await gateway.call('PATCH', `${open}?dryRun=true`, set(count))).body as {
          waitForecastMs: number;
        }
      ).waitForecastMs;
    expect(await waitOf(100)).toBe(0);
    expect((await gateway.call('PATCH', open, set(60))).status).toBe(200);
    expect(await waitOf(40)).toBe(0); // two calls of 20 tokens
    expect(await waitOf(60)).toBeGreaterThan(1_000); // three calls, of which only two can be sent at once
  });

  it('does not delay calls that draw from other quotas', async () => {
    const busy = many(40, { Prefer: 'wait=8' });
    const answer = await gateway.call('PUT', `${DIRECT}/k`, {
      body: { value: '1' },
      headers: { Prefer: 'wait=0' },
    });
    expect(answer.status).toBe(200);
    await busy;
  });

  it('reports the tokens that a call took and those that are left', async () => {
    const { headers } = await gateway.call('PUT', `${DIRECT}/k`, { body: { value: '1' } });
    expect(headers.get('x-quota-cost')).toBe('message-metadata.set;t=1, direct-message;t=1');
    expect(headers.get('ratelimit-policy')).toBe(
      '"message-metadata.set";q=100;w=1, "direct-message";q=6000;w=60',
    );
    expect(headers.get('ratelimit')).toMatch(
      /^"message-metadata.set";r=99;t=\d+, "direct-message";r=5999;t=\d+$/,
    );
    const quotas = await gateway.call('GET', '/v1/connections/nexconn-sandbox/quotas');
    expect((quotas.body as { quotas: object[] }).quotas).toContainEqual(
      expect.objectContaining({
        name: 'direct-message',
        limit: 6_000,
        windowMs: 60_000,
        inFlight: 0,
        resting: 1,
        free: 5_999,
        waiting: 0,
        waitForecastMs: 0,
        worstWindow: 1,
        coolingDownMs: 0,
      }),
    );
  });

  it('pauses when the vendor throttles, retries, and counts it in the metrics', async () => {
    const route = '/v4/message/metadata/set';
    await gateway.sandboxes.nexconn.faults({ route, kind: 'throttle', times: 1 });
    const answer = await write(1, { Prefer: 'wait=5' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-quota-cost')).toBe('message-metadata.set;t=2, group-message;t=2');
    await gateway.sandboxes.nexconn.faults({ route, kind: 'throttle', times: 9 });
    const refused = await write(2, { Prefer: 'wait=0' });
    expect(refused.body).toMatchObject({ status: 429, code: 'upstream-throttled', applied: 'no' });
    const metrics = (await gateway.call('GET', '/metrics')).text;
    expect(metrics).toContain(
      'gateway_upstream_errors_total{connection="nexconn-sandbox",provider="nexconn",outcome="upstream-throttled",code="1008"} 2',
    );
    expect(metrics).toContain(
      'gateway_upstream_host_in_use{connection="nexconn-sandbox",host="0"} 1',
    );
    expect(metrics).toContain(
      'gateway_upstream_circuit_open{connection="nexconn-sandbox",host="0"} 0',
    );
    expect(metrics).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(metrics).toContain(
      'gateway_upstream_throttled_total{connection="nexconn-sandbox",quota="group-message"} 2',
    );
  });
});
