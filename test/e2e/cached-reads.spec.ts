/** `Cache-Control: max-age` on reads. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const CHANNEL = '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1';
const MESSAGE = `${CHANNEL}/messages/273778828/metadata`;
const read = (path: string, cacheControl?: string) =>
  gateway.call('GET', path, {
    headers: cacheControl === undefined ? {} : { 'Cache-Control': cacheControl },
  });
const calls = async () => (await gateway.sandboxes.sendbird.arrivals()).length;

it.each([
  MESSAGE,
  `${MESSAGE}/candidates`,
  `${CHANNEL}/metadata`,
  `${CHANNEL}/counters`,
  `${CHANNEL}/messages/metadata?messageIds=273778828`,
])('costs no quota where the replica has the reply: %s', async (path) => {
  const first = await read(path);
  const before = await calls();
  const hit = await read(path, 'max-age=60');
  expect([hit.status, hit.body]).toEqual([200, first.body]);
  expect(hit.headers.get('age')).toMatch(/^\d$/);
  expect(hit.headers.get('x-quota-cost')).toBe('0');
  expect(hit.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(await calls()).toBe(before);
  expect(first.headers.get('age')).toBeNull();
});

it.each([undefined, 'max-age=0', 'no-cache', 'no-cache, max-age=60', 'max-stale=60'])(
  'asks the vendor with %s',
  async (cacheControl) => {
    await read(MESSAGE, 'max-age=60');
    const before = await calls();
    const answer = await read(MESSAGE, cacheControl);
    expect([answer.status, answer.headers.get('age')]).toEqual([200, null]);
    expect(await calls()).toBe(before + 1);
  },
);

it('shows what a write through this replica has changed', async () => {
  await read(MESSAGE, 'max-age=60');
  await gateway.call('PUT', `${MESSAGE}/places`, { body: { value: 'office' } });
  const { body } = await read(`${MESSAGE}/places`, 'max-age=60');
  expect(body).toMatchObject({ value: 'office' });
  const whole = await read(MESSAGE, 'max-age=60');
  expect(JSON.stringify(whole.body)).toContain('office');
});

it('refuses a max-age that is no number before a vendor call, and ignores it on writes', async () => {
  const answer = await read(MESSAGE, 'max-age=soon');
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.objectContaining({
      errors: [
        {
          pointer: 'header/Cache-Control',
          reason: 'must have whole seconds as max-age: max-age=60',
        },
      ],
    }),
  ]);
  expect(await calls()).toBe(0);
  const write = await gateway.call('PUT', `${MESSAGE}/places`, {
    body: { value: 'office' },
    headers: { 'Cache-Control': 'max-age=soon' },
  });
  expect(write.status).toBe(200);
});

it('serves the reads of a batch from memory', async () => {
  await read(MESSAGE);
  const before = await calls();
  const { text } = await gateway.call('POST', '/v1/batch', {
    headers: { 'Cache-Control': 'max-age=60' },
    body: {
      operations: [
        {
          id: '1',
          connection: 'sendbird-sandbox',
          channelType: 'group',
          channelId: 'sendbird_group_channel_1',
          messageId: '273778828',
          verb: 'get',
        },
      ],
    },
  });
  expect(text).toContain('candidates');
  expect(await calls()).toBe(before);
});

it('counts hits and misses', async () => {
  for (const cacheControl of ['max-age=60', 'max-age=60', 'no-cache'])
    await read(MESSAGE, cacheControl);
  const { text } = await gateway.call('GET', '/metrics');
  expect(text).toMatch(/^gateway_cached_reads_total\{.*result="hit"\} 1$/m);
  expect(text).toMatch(/^gateway_cached_reads_total\{.*result="miss"\} 1$/m);
});
