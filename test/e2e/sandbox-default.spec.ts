/** The gateway of `npm start` without a configuration. */
import { createLogger } from '../../src/api/http/logging/logger';
import { embedSandboxes, type EmbeddedSandboxes } from '../../src/app/embedded-sandboxes';
import { startServer, type RunningServer } from '../../src/app/server';
import { loadConfig, SANDBOX_KEY } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { createCall, type Call } from '../support/gateway/call';

let sandboxes: EmbeddedSandboxes;
let server: RunningServer;
let call: Call;
beforeAll(async () => {
  sandboxes = await embedSandboxes();
  const { connections: sandboxConnections } = sandboxes;
  const settings = loadConfig({ env: { PORT: '0' }, providers: PROVIDERS, sandboxConnections });
  server = await startServer(settings, createLogger('silent'));
  call = createCall(server.url, SANDBOX_KEY);
});
afterAll(async () => {
  await server.close();
  await sandboxes.close();
});

it('has a connection to each sandbox, and one that speaks RongCloud', async () => {
  expect((await call('GET', '/v1/connections')).body).toEqual({
    connections: [
      { name: 'nexconn-sandbox', provider: 'nexconn' },
      { name: 'rongcloud-sandbox', provider: 'nexconn' },
      { name: 'sendbird-sandbox', provider: 'sendbird' },
      { name: 'stream-sandbox', provider: 'stream' },
      { name: 'tencent-sandbox', provider: 'tencent' },
    ],
  });
});

it('reads through the RongCloud connection an entry that the Nexconn connection has set', async () => {
  const message = 'channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata/type';
  const [nexconn, rongcloud] = ['nexconn', 'rongcloud'].map(
    (dialect) => `/v1/connections/${dialect}-sandbox/${message}`,
  );
  await call('PUT', String(nexconn), { body: { value: '3' } });
  expect((await call('GET', String(rongcloud))).body).toMatchObject({ key: 'type', value: '3' });
  expect((await call('GET', `${rongcloud}?dryRun=true`)).text).toContain(
    '/message/expansion/query.json',
  );
});
