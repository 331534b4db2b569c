/** Missing and malformed vendor replies: each becomes a problem, and a write reports its effect. */
import { createServer } from 'node:http';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { listen } from '../support/vendor/listen';
import type { Vendor } from '../support/vendor/sandbox';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';

/**
 * Short for tests that wait for a timeout; longer for the others, so that a busy machine causes none. A write
 * of unknown outcome is answered after the total timeout.
 */
const SHORT = { connectMs: 1_000, totalMs: 1_500 };
const LONG = { connectMs: 3_000, totalMs: 3_000 };
const PLACES: Readonly<Record<Vendor, string>> = {
  nexconn: 'open/kvchatroom2/metadata',
  sendbird: 'group/sendbird_group_channel_1/metadata',
  stream: 'group/room-42/metadata',
};
const VENDORS = Object.keys(PLACES) as Vendor[];

let vendor: ScriptedVendor;
let gateway: TestGateway;
/** New for each test, because the circuit of a failed host stays open for a while. */
beforeEach(async () => {
  vendor = await startScriptedVendor();
  const gone = await listen(createServer());
  await gone.close();
  gateway = await startGateway({
    connections: Object.fromEntries(
      VENDORS.flatMap((provider) => [
        [provider, { provider, timeouts: SHORT }],
        [`${provider}-raw`, { provider, timeouts: LONG, baseUrls: [vendor.url] }],
        [`${provider}-gone`, { provider, timeouts: LONG, baseUrls: [gone.url] }],
      ]),
    ),
  });
});
afterEach(async () => {
  await gateway.close();
  await vendor.close();
});

/** Callers do not wait, so that retries and read-backs end soon. */
const headers = { Prefer: 'wait=0' };
const pathOf = (connection: string, provider: Vendor) =>
  `/v1/connections/${connection}/channels/${PLACES[provider]}`;
const read = (connection: string, provider: Vendor) =>
  gateway.call('GET', pathOf(connection, provider), { headers });
const write = (connection: string, provider: Vendor) =>
  gateway.call('PUT', `${pathOf(connection, provider)}/k`, { body: { value: 'v' }, headers });

async function expectBoth(connection: string, provider: Vendor, status: number, problem: object) {
  const got = await read(connection, provider);
  expect([got.status, got.body]).toEqual([status, expect.objectContaining(problem)]);
  expect(got.body).not.toHaveProperty('applied');
  const put = await write(connection, provider);
  expect([put.status, put.body]).toEqual([
    status,
    expect.objectContaining({ applied: 'unknown', ...problem }),
  ]);
  for (const answer of [got, put]) expect(answer.headers.has('retry-after')).toBe(status === 503);
}

describe.each(VENDORS)('%s', (provider) => {
  it.each([
    ['truncate', 502, 'upstream-malformed'],
    ['not-json', 502, 'upstream-malformed'],
    ['stall', 504, 'upstream-timeout'],
    ['reset', 503, 'upstream-unavailable'],
    ['reset-after', 503, 'upstream-unavailable'],
  ])('reports the fault %s as %i %s', async (kind, status, code) => {
    await gateway.sandboxes[provider].faults({ route: '*', kind });
    await expectBoth(provider, provider, status, { code });
  });

  it.each([
    ['an empty body', ''],
    ['a list', '[]'],
    ['a number', '200'],
    ['half of JSON', '{"code":'],
    ['more than 16 MB', JSON.stringify({ code: 0, filler: 'x'.repeat(17 * 1024 * 1024) })],
  ])('reports %s as upstream-malformed', async (_, body) => {
    const reply = { status: 200, body };
    vendor.script(...Array.from({ length: 40 }, () => reply));
    await expectBoth(`${provider}-raw`, provider, 502, { code: 'upstream-malformed' });
  });

  it('treats a redirect as a refusal and does not follow it', async () => {
    const reply = { status: 302, headers: { Location: `${vendor.url}/elsewhere` }, body: '' };
    vendor.script(...Array.from({ length: 40 }, () => reply));
    const got = await read(`${provider}-raw`, provider);
    expect(got.body).toMatchObject({ code: 'upstream-refused', upstream: { status: 302 } });
    expect(vendor.requests.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('reports a success of the wrong shape as upstream-malformed', async () => {
    const body = JSON.stringify(provider === 'nexconn' ? { code: 200, keys: 'none' } : { k: 1 });
    vendor.script({ status: 200, body });
    const got = await read(`${provider}-raw`, provider);
    expect([got.status, got.body]).toEqual([
      502,
      expect.objectContaining({ code: 'upstream-malformed' }),
    ]);
  });

  it('reports a refused connection as upstream-unavailable with nothing applied', async () => {
    const put = await write(`${provider}-gone`, provider);
    expect([put.status, put.body]).toEqual([
      503,
      expect.objectContaining({ code: 'upstream-unavailable', applied: 'no' }),
    ]);
    expect(put.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  });
});
