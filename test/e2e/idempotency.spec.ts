import { startGateway, type TestGateway } from '../support/gateway/gateway';

const CHANNEL = '/v1/connections/sendbird-sandbox/channels/open/sendbird_open_channel_1';
const MESSAGE =
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';
const COUNTER_ROUTE = 'PUT /v3/{channel_type}/{channel_url}/metacounter';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ settings: {} });
});
afterEach(() => gateway.close());

const increase = (key: string, amount = 1) =>
  gateway.call('PATCH', `${CHANNEL}/counters`, {
    body: { counters: [{ key: 'likes', op: 'increase', amount }] },
    headers: { 'Idempotency-Key': key },
  });
const likes = async (): Promise<unknown> =>
  (await gateway.call('GET', `${CHANNEL}/counters/likes`)).body;

describe('an idempotency key', () => {
  it('carries out a mutation once, and replays its reply', async () => {
    const first = await increase('k1');
    const again = await increase('k1');
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('x-quota-cost')).toBe('0');
    expect(await likes()).toEqual({ key: 'likes', value: 1 });
  });

  it('carries out a mutation once that is sent many times at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => increase('k2')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses).toContain(200);
    expect(await likes()).toEqual({ key: 'likes', value: 1 });
  });

  it('is refused while its first request runs, and for another request', async () => {
    await gateway.sandboxes.sendbird.settings({ latencyMs: [300, 300] });
    const running = increase('k3');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await increase('k3')).body).toMatchObject({
      status: 409,
      code: 'idempotency-in-progress',
    });
    await running;
    expect((await increase('k3', 5)).body).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
  });

  it.each<[string, string, string, object]>([
    ['one entry', 'PUT', '/a', { value: 'v' }],
    ['entries', 'PATCH', '', { entries: [{ key: 'b', value: '1' }] }],
    ['only existing keys', 'PATCH', '', { entries: [{ key: 'c', value: '1' }], upsert: false }],
  ])('replays the same text after a write of %s', async (_, method, path, body) => {
    const send = () =>
      gateway.call(method, `${CHANNEL}/metadata${path}`, {
        body,
        headers: { 'Idempotency-Key': 'k' },
      });
    const first = await send();
    const again = await send();
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('replays a reply without a body', async () => {
    const headers = { 'Idempotency-Key': '"k4"' };
    const path = `${CHANNEL}/metadata/a`;
    expect((await gateway.call('DELETE', path, { headers })).status).toBe(204);
    const again = await gateway.call('DELETE', path, { headers });
    expect([again.status, again.text]).toEqual([204, '']);
  });

  it('can be used again if nothing was done', async () => {
    await gateway.sandboxes.sendbird.faults({
      route: COUNTER_ROUTE,
      kind: 'status',
      status: 403,
      times: 1,
    });
    expect((await increase('k5')).body).toMatchObject({
      code: 'upstream-not-enabled',
      applied: 'no',
    });
    expect((await increase('k5')).status).toBe(200);
    expect(await likes()).toEqual({ key: 'likes', value: 1 });
  });

  it('does not repeat an increment of unknown outcome', async () => {
    await gateway.sandboxes.sendbird.faults({
      route: COUNTER_ROUTE,
      kind: 'reset-after',
      times: 1,
    });
    expect((await increase('k6')).body).toMatchObject({ applied: 'unknown' });
    expect((await increase('k6')).body).toMatchObject({
      code: 'upstream-timeout',
      applied: 'unknown',
    });
    expect(await likes()).toEqual({ key: 'likes', value: 1 });
  });

  it('must be printable ASCII', async () => {
    expect((await increase('a b')).body).toMatchObject({ code: 'invalid-request' });
  });

  it('belongs to one method and URL', async () => {
    const headers = { 'Idempotency-Key': 'k7' };
    const body = { value: '1' };
    expect((await gateway.call('PUT', `${MESSAGE}/a`, { body, headers })).status).toBe(200);
    const other = await gateway.call('PUT', `${MESSAGE}/b`, { body, headers });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });
});
