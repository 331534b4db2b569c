/** The example vendor of examples/vendor, in a gateway, against a server that stands in for the vendor. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { acme } from '../../examples/vendor';
import { createLogger } from '../../src/api/http/logging/logger';
import { loadConfig } from '../../src/config';
import { startServer, type RunningServer } from '../../src/app/server';
import { createCall, type Call } from '../support/gateway/call';
import { listen, type Listening } from '../support/vendor/listen';

const KEY = 'a-key';
const METADATA = '/v1/connections/acme-main/channels/group/room%2F1/metadata';

let vendor: Listening;
let gateway: RunningServer;
let call: Call;
/** The requests that the vendor received. */
let received: string[];

beforeEach(async () => {
  received = [];
  const attributes = new Map<string, string>();
  const server = createServer((message, response) => {
    received.push(
      `${message.method ?? ''} ${message.url ?? ''} ${message.headers.authorization ?? ''}`,
    );
    const written = message.method === 'PUT' ? json(message) : Promise.resolve({});
    void written.then((pairs) => {
      for (const [key, value] of Object.entries(pairs as Record<string, string>))
        attributes.set(key, value);
      response.end(JSON.stringify(Object.fromEntries(attributes)));
    });
  });
  vendor = await listen(server);
  const document = {
    server: { host: '127.0.0.1', port: 0 },
    auth: {
      apiKeys: [
        {
          client: 'test',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: { 'acme-main': { provider: 'acme', token: 'acme-token', baseUrls: [vendor.url] } },
  };
  const settings = loadConfig({
    env: { GATEWAY_CONFIG: 'gateway.yaml' },
    readFile: () => JSON.stringify(document),
    providers: [acme],
  });
  gateway = await startServer(settings, createLogger('silent'));
  call = createCall(gateway.url, KEY);
});
afterEach(async () => {
  await gateway.close();
  await vendor.close();
});

it('sets and reads entries through the normalized API', async () => {
  const set = await call('PUT', `${METADATA}/theme`, { body: { value: 'dark' } });
  expect([set.status, set.headers.get('x-quota-cost')]).toEqual([200, 'attributes;t=1']);
  const got = await call('GET', `${METADATA}?keys=theme`);
  expect(got.body).toEqual({ entries: [{ key: 'theme', value: 'dark', values: ['dark'] }] });
  expect(received).toEqual(
    ['PUT', 'GET'].map((method) => `${method} /groups/room%2F1/attributes Bearer acme-token`),
  );
});

it('refuses unsupported operations and values over a limit without a vendor call', async () => {
  const deletion = await call('DELETE', `${METADATA}/theme`);
  expect(deletion.body).toMatchObject({ code: 'unsupported-by-provider', status: 422 });
  const long = await call('PUT', `${METADATA}/${'k'.repeat(41)}`, { body: { value: 'v' } });
  expect(long.body).toMatchObject({ code: 'provider-limit', errors: [{ pointer: 'path/key' }] });
  expect(received).toEqual([]);
});

it('masks the secret in a dry run', async () => {
  const { body } = await call('PUT', `${METADATA}/theme?dryRun=true`, { body: { value: 'dark' } });
  expect(body).toMatchObject({
    steps: [{ method: 'PUT', headers: { Authorization: '***' }, body: '{"theme":"dark"}' }],
  });
});
