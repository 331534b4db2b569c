import { createHash } from 'node:crypto';
import type { Access } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const PATH = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';

const keyOf = (client: string, key: string, access: readonly Access[], connections = ['*']) => ({
  client,
  sha256: createHash('sha256').update(key).digest('hex'),
  ...{ access, connections, weight: 1 },
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    settings: {
      auth: {
        apiKeys: [
          keyOf('orders', 'old', ['read', 'write']),
          keyOf('orders', 'new', ['read', 'write']),
          keyOf('reader', 'reads', ['read']),
          keyOf('writer', 'writes', ['write']),
          keyOf('elsewhere', 'elsewhere', ['read', 'write'], ['sendbird-sandbox']),
        ],
      },
    },
    server: { trustProxy: 1 },
  });
});
afterAll(() => gateway.close());

let strangers = 0;
const call = (key: string, method = 'GET', from = `192.0.2.${(strangers += 1)}`) =>
  gateway.call(method, method === 'GET' ? PATH : `${PATH}/theme`, {
    headers: { Authorization: `Bearer ${key}`, 'X-Forwarded-For': from },
    ...(method === 'PUT' && { body: { value: 'dark' } }),
  });

it('a client may have two live keys', async () => {
  expect((await call('old', 'PUT')).status).toBe(200);
  expect((await call('new', 'PUT')).status).toBe(200);
});

it.each([
  ['reads', 200, 403, 403],
  ['writes', 403, 200, 204],
  ['elsewhere', 403, 403, 403],
])('%s gives its access and no other', async (key, get, put, del) => {
  const statuses = [await call(key), await call(key, 'PUT'), await call(key, 'DELETE')];
  expect(statuses.map(({ status }) => status)).toEqual([get, put, del]);
});

it.each(['', 'OLD', 'old ', ' old', 'old\t', 'ol', 'oldd', 'old,new', '*', 'undefined', '%6fld'])(
  'is compared exactly: %j',
  async (key) => {
    // blanks around the key belong to HTTP, not to it
    expect((await call(key)).status).toBe(key.trim() === 'old' ? 200 : 401);
  },
);

it('wrong keys are answered slower and slower, while a good one from the same address is not', async () => {
  const from = '198.51.100.1';
  let answered = 0;
  const wrong = Array.from({ length: 150 }, (_, index) =>
    call(`wrong-${index}`, 'GET', from).then(({ status }) => {
      answered += 1;
      return status;
    }),
  );
  await Promise.all(wrong.slice(0, 10));
  expect((await call('old', 'GET', from)).status).toBe(200);
  expect(answered).toBeLessThan(150);
  const startedAt = performance.now();
  expect((await call('wrong', 'GET', '198.51.100.2')).status).toBe(401);
  expect(new Set(await Promise.all(wrong))).toEqual(new Set([401]));
  expect(performance.now() - startedAt).toBeGreaterThan(500);
});

it('an address that a caller makes up is not believed beyond the configured proxies', async () => {
  const answers = Array.from({ length: 60 }, (_, index) =>
    call(`wrong-${index}`, 'GET', `203.0.113.${index}, 198.51.100.3`),
  );
  const startedAt = performance.now();
  await Promise.all(answers);
  expect(performance.now() - startedAt).toBeGreaterThan(300);
});
