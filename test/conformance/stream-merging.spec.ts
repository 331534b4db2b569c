/** Stream: merged calls, and the replies of a vendor that its sandbox does not give. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';
import type { WireReply } from '../support/vendor/wire';

const WINDOW_MS = 400;
const CHANNEL = 'group/room-42/metadata';
const MESSAGE = 'group/room-42/messages/m1/metadata';

let vendor: ScriptedVendor;
let gateway: TestGateway;
beforeAll(async () => {
  vendor = await startScriptedVendor();
  const rare = { limit: 1, windowMs: WINDOW_MS };
  gateway = await startGateway({
    connections: {
      merging: {
        provider: 'stream',
        quotas: { 'channel.update-partial': rare, 'message.get': rare },
      },
      scripted: { provider: 'stream', apiKey: 'another', baseUrls: [vendor.url] },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

const call = (connection: string, method: string, path: string, value?: string, wait = 5) =>
  gateway.call(method, `/v1/connections/${connection}/channels/${path}`, {
    headers: { Prefer: `wait=${wait}` },
    ...(value !== undefined && { body: { value } }),
  });

it.each([
  [CHANNEL, { set: { a: '1', c: '3' }, unset: ['b'] }],
  [MESSAGE, { set: { a: '1', c: '3' }, unset: ['b'], user: { id: 'ada' } }],
])('%s: sets and deletes that wait are one call', async (place, wanted) => {
  await call('merging', 'PUT', `${place}/b`, 'old'); // takes the only token
  const before = gateway.sandboxes.stream.exchanges.length;
  const answers = await Promise.all([
    call('merging', 'PUT', `${place}/a`, '1'),
    call('merging', 'DELETE', `${place}/b`),
    call('merging', 'PUT', `${place}/c`, '3'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 204, 200]);
  const writes = gateway.sandboxes.stream.exchanges
    .slice(before)
    .filter(({ request }) => request.method !== 'GET');
  expect(writes.map(({ request }) => JSON.parse(request.body) as unknown)).toEqual([wanted]);
});

describe('a failure of the vendor', () => {
  const failure = (
    status: number,
    more: object,
    headers: Record<string, string> = {},
  ): WireReply => ({
    status,
    headers,
    body: JSON.stringify({
      code: status === 429 ? 9 : -1,
      message: 'x',
      StatusCode: status,
      ...more,
    }),
  });

  it('is tried again, unless it is unrecoverable', async () => {
    vendor.script(failure(500, {}), {
      status: 200,
      body: '{"channel":{"cid":"messaging:room-42"}}',
    });
    expect((await call('scripted', 'GET', CHANNEL)).status).toBe(200);
    expect(vendor.requests).toHaveLength(2);
    vendor.script(failure(500, { unrecoverable: true }));
    const { status, body } = await call('scripted', 'GET', CHANNEL);
    expect([status, body]).toEqual([
      503,
      expect.objectContaining({
        upstream: expect.objectContaining({ status: 500, code: -1 }) as unknown,
      }),
    ]);
    expect(vendor.requests).toHaveLength(1);
  });

  it('of the rate limit begins a cooldown from Date to X-RateLimit-Reset', async () => {
    const seconds = Math.floor(Date.now() / 1_000);
    // the vendor's clock is an hour behind
    const headers = {
      Date: new Date((seconds - 3_600) * 1_000).toUTCString(),
      'X-RateLimit-Reset': String(seconds - 3_600 + 40),
    };
    vendor.script(failure(429, {}, headers));
    const answer = await call('scripted', 'GET', MESSAGE, undefined, 0);
    expect(answer.body).toMatchObject({
      code: 'upstream-throttled',
      violatedQuotas: ['message.get'],
      retryAfterMs: expect.any(Number),
    });
    const { quotas } = (await gateway.call('GET', '/v1/connections/scripted/quotas')).body as {
      quotas: { name: string; coolingDownMs: number }[];
    };
    const coolingDown = Object.fromEntries(
      quotas.map(({ name, coolingDownMs }) => [name, Math.ceil(coolingDownMs / 10_000)]),
    );
    expect(coolingDown).toMatchObject({ 'message.get': 4, 'channel.get': 0 });
  });
});
