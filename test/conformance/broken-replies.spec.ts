/** Missing and malformed vendor replies: each becomes a problem, and a write reports its effect. */
import { createServer } from 'node:http';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { listen } from '../support/vendor/listen';
import { startTestSandbox, type TestSandbox, type Vendor } from '../support/vendor/sandbox';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';
import type { WireReply } from '../support/vendor/wire';

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
  // 200 calls a second, where a channel has five writes
  tencent: 'group/%40TGS%232SANDBOX1/messages/158/metadata',
};
const VENDORS = Object.keys(PLACES) as Vendor[];

const FAULTS = [
  ['truncate', 502, 'upstream-malformed'],
  ['not-json', 502, 'upstream-malformed'],
  ['stall', 504, 'upstream-timeout'],
  ['reset', 503, 'upstream-unavailable'],
  ['reset-after', 503, 'upstream-unavailable'],
] as const;
const BODIES: Readonly<Record<string, string>> = {
  'an empty body': '',
  'a list': '[]',
  'a number': '200',
  'half of JSON': '{"code":',
  'more than 16 MB': JSON.stringify({ code: 0, filler: 'x'.repeat(17 * 1024 * 1024) }),
};
const SCRIPTED = [...Object.keys(BODIES), 'a redirect', 'the wrong shape'];

/**
 * The tests run side by side, because most wait for a timeout. So each has a connection and a vendor of its own:
 * the circuit of a failed host stays open for a while.
 */
const sandboxes = new Map<string, TestSandbox>();
const scripted = new Map<string, ScriptedVendor>();
let gateway: TestGateway;
beforeAll(async () => {
  for (const provider of VENDORS) {
    for (const [kind] of FAULTS)
      sandboxes.set(`${provider}-${kind}`, await startTestSandbox(provider));
    for (const reply of SCRIPTED)
      scripted.set(connectionFor(provider, reply), await startScriptedVendor());
  }
  const gone = await listen(createServer());
  await gone.close();
  const connection = (name: string, url: string, timeouts: object) =>
    [name, { provider: vendorOf(name), timeouts, baseUrls: [url] }] as const;
  gateway = await startGateway({
    connections: Object.fromEntries([
      ...[...sandboxes].map(([name, { url }]) => connection(name, url, SHORT)),
      ...[...scripted].map(([name, { url }]) => connection(name, url, LONG)),
      ...VENDORS.map((provider) => connection(`${provider}-gone`, gone.url, LONG)),
    ]),
  });
});
afterAll(async () => {
  await gateway.close();
  for (const vendor of [...sandboxes.values(), ...scripted.values()]) await vendor.close();
});

const connectionFor = (provider: Vendor, reply: string): string =>
  `${provider}-${reply.replaceAll(' ', '-').toLowerCase()}`;

function vendorOf(connection: string): Vendor {
  const vendor = VENDORS.find((provider) => connection.startsWith(provider));
  if (vendor === undefined) throw new Error(`${connection} is of no vendor.`);
  return vendor;
}

function script(connection: string, reply: WireReply): ScriptedVendor {
  const vendor = scripted.get(connection);
  if (vendor === undefined) throw new Error(`${connection} has no scripted vendor.`);
  vendor.script(...Array.from({ length: 40 }, () => reply));
  return vendor;
}

/** Callers do not wait, so that retries and read-backs end soon. */
const headers = { Prefer: 'wait=0' };
const pathOf = (connection: string): string =>
  `/v1/connections/${connection}/channels/${PLACES[vendorOf(connection)]}`;
const read = (connection: string) => gateway.call('GET', pathOf(connection), { headers });
const write = (connection: string) =>
  gateway.call('PUT', `${pathOf(connection)}/k`, { body: { value: 'v' }, headers });

async function expectBoth(connection: string, status: number, problem: object) {
  const got = await read(connection);
  expect([got.status, got.body]).toEqual([status, expect.objectContaining(problem)]);
  expect(got.body).not.toHaveProperty('applied');
  const put = await write(connection);
  expect([put.status, put.body]).toEqual([
    status,
    expect.objectContaining({ applied: 'unknown', ...problem }),
  ]);
  for (const answer of [got, put]) expect(answer.headers.has('retry-after')).toBe(status === 503);
}

/** One block: Jest runs the concurrent tests of a block side by side, and the blocks one after the other. */
const forEachVendor = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
  VENDORS.flatMap((provider) => rows.map((row): [Vendor, ...Row] => [provider, ...row]));

it.concurrent.each(forEachVendor(FAULTS))(
  '%s reports the fault %s as %i %s',
  async (provider, kind, status, code) => {
    const connection = `${provider}-${kind}`;
    await sandboxes.get(connection)?.faults({ route: '*', kind });
    await expectBoth(connection, status, { code });
  },
);

it.concurrent.each(forEachVendor(Object.entries(BODIES)))(
  '%s reports %s as upstream-malformed',
  async (provider, reply, body) => {
    const connection = connectionFor(provider, reply);
    script(connection, { status: 200, body });
    await expectBoth(connection, 502, { code: 'upstream-malformed' });
  },
);

it.concurrent.each(VENDORS)(
  '%s treats a redirect as a refusal and does not follow it',
  async (provider) => {
    const connection = connectionFor(provider, 'a redirect');
    const vendor = script(connection, {
      status: 302,
      headers: { Location: '/elsewhere' },
      body: '',
    });
    const got = await read(connection);
    expect(got.body).toMatchObject({ code: 'upstream-refused', upstream: { status: 302 } });
    expect(vendor.requests.map(({ path }) => path)).not.toContain('/elsewhere');
  },
);

it.concurrent.each(VENDORS)(
  '%s reports a success of the wrong shape as upstream-malformed',
  async (provider) => {
    const connection = connectionFor(provider, 'the wrong shape');
    const reply = provider === 'nexconn' ? { code: 200, keys: 'none' } : { k: 1 };
    script(connection, { status: 200, body: JSON.stringify(reply) });
    const got = await read(connection);
    expect([got.status, got.body]).toEqual([
      502,
      expect.objectContaining({ code: 'upstream-malformed' }),
    ]);
  },
);

it.concurrent.each(VENDORS)(
  '%s reports a refused connection as upstream-unavailable with nothing applied',
  async (provider) => {
    const put = await write(`${provider}-gone`);
    expect([put.status, put.body]).toEqual([
      503,
      expect.objectContaining({ code: 'upstream-unavailable', applied: 'no' }),
    ]);
    expect(put.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  },
);
