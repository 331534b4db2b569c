import { createHash } from 'node:crypto';
import type { Access } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const PATH = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';

const apiKey = (client: string, key: string, access: readonly Access[], connections = ['*']) => ({
  client,
  sha256: createHash('sha256').update(key).digest('hex'),
  grants: [{ connections, access }],
  weight: 1,
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    settings: {
      auth: {
        issuers: [],
        apiKeys: [
          apiKey('orders', 'old', ['read', 'write']),
          apiKey('orders', 'new', ['read', 'write']),
          apiKey('reader', 'reads', ['read']),
          apiKey('writer', 'writes', ['write']),
          {
            ...apiKey('both', 'both', []),
            grants: [
              { connections: ['nexconn-sandbox'], access: ['read'] },
              { connections: ['sendbird-sandbox'], access: ['read', 'write'] },
            ],
          },
          { ...apiKey('capped', 'capped', ['read']), maxConcurrent: 1 },
          { ...apiKey('orders', 'valid', ['read']), expiresAtMs: Date.now() + 3_600_000 },
          { ...apiKey('orders', 'expired', ['read']), expiresAtMs: Date.now() - 1 },
          apiKey('elsewhere', 'elsewhere', ['read', 'write'], ['sendbird-sandbox']),
        ],
      },
    },
    server: { trustProxy: 1 },
  });
});
afterAll(() => gateway.close());

/** By default each call has an address of its own, so that no reply is delayed after failures. */
let addresses = 0;
const call = (key: string, method = 'GET', from = `192.0.2.${(addresses += 1)}`) =>
  gateway.call(method, method === 'GET' ? PATH : `${PATH}/theme`, {
    headers: { Authorization: `Bearer ${key}`, 'X-Forwarded-For': from },
    ...(method === 'PUT' && { body: { value: 'dark' } }),
  });

it('accepts both keys of a client that has two', async () => {
  expect((await call('old', 'PUT')).status).toBe(200);
  expect((await call('new', 'PUT')).status).toBe(200);
});

it.each([
  ['reads', 200, 403, 403],
  ['writes', 403, 200, 204],
  ['elsewhere', 403, 403, 403],
])('grants the key %s its own access and no other', async (key, get, put, del) => {
  const statuses = [await call(key), await call(key, 'PUT'), await call(key, 'DELETE')];
  expect(statuses.map(({ status }) => status)).toEqual([get, put, del]);
});

it('grants a key its own access to each connection', async () => {
  expect((await call('both')).status).toBe(200);
  expect((await call('both', 'PUT')).body).toMatchObject({
    status: 403,
    detail: 'These credentials do not include write access to this connection.',
  });
  const elsewhere =
    '/v1/connections/sendbird-sandbox/channels/open/sendbird_open_channel_1/metadata/theme';
  const { status } = await gateway.call('PUT', elsewhere, {
    headers: { Authorization: 'Bearer both' },
    body: { value: 'dark' },
  });
  expect(status).toBe(200);
});

it('refuses calls of a client beyond its maxConcurrent, and no others', async () => {
  const stream = new AbortController();
  const { status } = await fetch(`${gateway.url}/v1/events?follow=true`, {
    headers: { Authorization: 'Bearer capped' },
    signal: stream.signal,
  });
  expect(status).toBe(200);
  const refused = await call('capped');
  expect(refused.body).toMatchObject({ status: 503, code: 'overloaded' });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await call('old')).status).toBe(200);
  stream.abort();
  let again = await call('capped');
  for (let calls = 0; calls < 500 && again.status === 503; calls += 1) again = await call('capped');
  expect(again.status).toBe(200);
});

it('refuses a key from the time at which it expires', async () => {
  expect((await call('valid')).status).toBe(200);
  expect((await call('expired')).status).toBe(401);
});

it.each(['', 'OLD', 'old ', ' old', 'old\t', 'ol', 'oldd', 'old,new', '*', 'undefined', '%6fld'])(
  'compares keys exactly: %j',
  async (key) => {
    // HTTP removes white space around the value of a header
    expect((await call(key)).status).toBe(key.trim() === 'old' ? 200 : 401);
  },
);

it('delays replies to wrong keys more and more, but not to a valid key from the same address', async () => {
  const from = '198.51.100.1';
  let replies = 0;
  const wrong = Array.from({ length: 150 }, (_, index) =>
    call(`wrong-${index}`, 'GET', from).then(({ status }) => {
      replies += 1;
      return status;
    }),
  );
  await Promise.all(wrong.slice(0, 10));
  expect((await call('old', 'GET', from)).status).toBe(200);
  expect(replies).toBeLessThan(150);
  const startedAt = performance.now();
  expect((await call('wrong', 'GET', '198.51.100.2')).status).toBe(401);
  expect(new Set(await Promise.all(wrong))).toEqual(new Set([401]));
  expect(performance.now() - startedAt).toBeGreaterThan(500);
});

it('counts wrong keys on all routes together, vendor calls included', async () => {
  const from = '198.51.100.4';
  await Promise.all(Array.from({ length: 40 }, () => call('wrong', 'GET', from)));
  const startedAt = performance.now();
  const { status } = await gateway.call('GET', '/v1/connections/nexconn-sandbox/vendor/v4/a', {
    headers: { Authorization: 'Bearer wrong', 'X-Forwarded-For': from },
  });
  expect(status).toBe(401);
  expect(performance.now() - startedAt).toBeGreaterThan(300);
});

it('ignores addresses in X-Forwarded-For beyond the configured number of proxies', async () => {
  const replies = Array.from({ length: 60 }, (_, index) =>
    call(`wrong-${index}`, 'GET', `203.0.113.${index}, 198.51.100.3`),
  );
  const startedAt = performance.now();
  await Promise.all(replies);
  expect(performance.now() - startedAt).toBeGreaterThan(300);
});
