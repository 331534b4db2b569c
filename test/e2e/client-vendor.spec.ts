/** The TypeScript client shares a quota with vendor calls: through leases, and through the gateway. */
import { connect, ProblemError, type GatewayClient, type Lease } from '../../src/client';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startListedVendor, type ListedVendor } from '../support/vendor/listed-vendor';

const NEXCONN = 'nexconn-sandbox';
/** Its window is a minute: tokens rest for longer than a test. */
const QUOTA = 'direct-message';
const DRAWS = { [QUOTA]: 2 };

let vendor: ListedVendor;
let gateway: TestGateway;
let client: GatewayClient;

beforeAll(async () => {
  vendor = await startListedVendor();
  gateway = await startGateway({
    connections: { [NEXCONN]: { provider: 'nexconn' }, own: vendor.connection },
  });
});
beforeEach(() => {
  vendor.received.splice(0);
  vendor.reply = { status: 200, type: 'application/json', body: '{}' };
  client = connect({ url: `${gateway.url}/`, key: 'sandbox-key', retries: 1 });
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

async function quota() {
  const { data } = await client.quotas({ path: { connection: NEXCONN } });
  return data.quotas.find(({ name }) => name === QUOTA);
}

describe('withLease', () => {
  const inLease = (work: (lease: Lease) => unknown, others = {}) =>
    client.withLease(NEXCONN, DRAWS, work, { holdMs: 60_000, waitSeconds: 5, ...others });

  it('holds the tokens while the work runs, then lets them rest', async () => {
    const during = await inLease(async ({ draws }) => [draws, await quota()]);
    expect(during).toEqual([
      [{ quota: QUOTA, tokens: 2 }],
      expect.objectContaining({ leased: 2, inFlight: 2 }),
    ]);
    expect(await quota()).toMatchObject({ leased: 0, inFlight: 0, resting: 2 });
  });

  it('ends the lease as answered if the work fails, and throws its error', async () => {
    const failure = new Error('vendor down');
    await expect(inLease(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(await quota()).toMatchObject({ leased: 0, inFlight: 0 });
    expect((await quota())?.resting).toBeGreaterThanOrEqual(2);
  });

  it('frees the tokens of work that has called no vendor', async () => {
    const before = await quota();
    await inLease(({ markUnsent }) => {
      markUnsent();
    });
    const { free, resting } = before ?? {};
    expect(await quota()).toMatchObject({ free, resting, leased: 0 });
  });

  it('ends the lease after the signal of all calls', async () => {
    const stop = new AbortController();
    const stopped = connect({ url: gateway.url, key: 'sandbox-key', signal: stop.signal });
    const result = await stopped.withLease(NEXCONN, DRAWS, () => {
      stop.abort();
      return 'sent';
    });
    expect([result, await quota()]).toEqual(['sent', expect.objectContaining({ leased: 0 })]);
  });

  it('reports a lease that was lost, and keeps the result of the work', async () => {
    const failures: unknown[] = [];
    const result = await inLease(
      async ({ lease }) => {
        await client.endLease({ path: { connection: NEXCONN, lease } });
        return 'sent';
      },
      { onEndFailure: (error: unknown) => failures.push(error) },
    );
    expect(result).toBe('sent');
    expect(failures).toMatchObject([{ code: 'lease-not-found' }]);
  });

  it('does no work if the lease is refused', async () => {
    const work = jest.fn();
    const failure = client.withLease(NEXCONN, { none: 1 }, work);
    await expect(failure).rejects.toMatchObject({ code: 'invalid-request' });
    expect(work).not.toHaveBeenCalled();
  });
});

describe('vendor', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

  it('carries the bytes of request and reply', async () => {
    vendor.reply = { status: 201, type: 'application/octet-stream', body: Buffer.from(bytes) };
    const response = await client.vendor('own', 'POST', '/v3/a%20b/messages?x=%41', {
      query: { to: ['ä b', 'c'] },
      body: bytes,
    });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      201,
      vendor.reply.type,
    ]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('X-Quota-Cost')).toBe('post;t=1');
    const url = '/v3/a%20b/messages?x=%41&to=%C3%A4%20b&to=c';
    expect(vendor.received).toMatchObject([
      { method: 'POST', url, type: undefined, body: Buffer.from(bytes) },
    ]);
  });

  it('sends a text with its own media type only, and a form as one', async () => {
    const headers = { 'Content-Type': 'application/x' };
    await client.vendor('own', 'POST', '/v3/a/messages', { body: 'a' });
    await client.vendor('own', 'POST', '/v3/a/messages', { body: 'é', headers });
    await client.vendor('own', 'POST', '/v3/a/messages', { body: new URLSearchParams({ a: 'b' }) });
    expect(vendor.received.map(({ type, body }) => [type, body.toString()])).toEqual([
      [undefined, 'a'],
      ['application/x', 'é'],
      [expect.stringContaining('application/x-www-form-urlencoded'), 'a=b'],
    ]);
  });

  it.each([400, 409, 429, 503])('returns a %i of the vendor, and sends once', async (status) => {
    vendor.reply = { status, type: 'text/html', body: '<p>no' };
    const response = await client.vendor('own', 'POST', '/v3/a/messages');
    expect([response.status, await response.text(), vendor.received.length]).toEqual([
      status,
      '<p>no',
      1,
    ]);
  });

  it('throws the problem of the gateway', async () => {
    const failure = client.vendor('own', 'GET', '/v3/applications');
    await expect(failure).rejects.toBeInstanceOf(ProblemError);
    await expect(failure).rejects.toMatchObject({ code: 'route-not-found' });
  });

  it('sends a request with a key once', async () => {
    const send = () => client.vendor('own', 'POST', '/v3/a/messages', { body: '{}', key: 'k' });
    expect((await send()).status).toBe(200);
    expect((await send()).headers.get('Idempotency-Replayed')).toBe('true');
    expect(vendor.received).toHaveLength(1);
  });

  it('shows the request of a dry run', async () => {
    const { steps } = await client.vendor('own', 'POST', '/v3/a/messages', {
      headers: { Prefer: 'wait=1' },
      dryRun: true,
    });
    expect(steps).toMatchObject([{ method: 'POST', url: `${vendor.url}/v3/a/messages` }]);
    expect(vendor.received).toEqual([]);
  });

  it.each(['/../leases', '/v3/%2e%2e/x', '/v3/a b', 'v3/users/a', '/v3/users/a#b', '/v3\\..\\a'])(
    'refuses the path %j, which a URL would change',
    async (path) => {
      await expect(client.vendor('own', 'GET', path)).rejects.toBeInstanceOf(TypeError);
    },
  );
});
