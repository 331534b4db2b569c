/** A configuration that passes all checks and cannot be applied: the replica goes on with the previous one. */
import { nexconnSandbox } from '../../src/sandbox/nexconn';
import { startSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { startServer, type RunningServer } from '../../src/app/server';
import { loadConfig, type GatewaySettings } from '../../src/config';
import { Secret } from '../../src/config/secret';
import { PROVIDERS } from '../../src/providers/registry';
import { createCall } from '../support/gateway/call';
import { sha256 } from '../support/gateway/live-gateway';
import { recordLog } from '../support/gateway/log-lines';

const PLACE = 'channels/group/group-001/messages/MSG-GROUP-1/metadata';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let server: RunningServer;
let settings: GatewaySettings;
const log = recordLog();

const load = (key: string, connections: readonly string[]): GatewaySettings =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'gateway.yaml', PORT: '0', HOST: '127.0.0.1' },
    providers: PROVIDERS,
    readFile: () =>
      JSON.stringify({
        server: { drainDelayMs: 0 },
        auth: {
          apiKeys: [
            { client: 'a', sha256: sha256(key), connections: ['*'], access: ['read', 'write'] },
          ],
        },
        connections: Object.fromEntries(
          connections.map((name) => [
            name,
            {
              provider: 'nexconn',
              appKey: 'sandbox-app-key',
              appSecret: 'sandbox-app-secret',
              baseUrls: [sandbox.url],
              defaultActorId: 'system',
            },
          ]),
        ),
      }),
  });

beforeAll(async () => {
  sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
  settings = load('first', ['main', 'other']);
  server = await startServer(settings, log.logger);
});
afterAll(async () => {
  await server.close();
  await sandbox.close();
});

/** The conduct of the replica, and its report on the configuration. */
async function observe() {
  const call = (key: string) => createCall(server.url, key);
  const status = async (key: string, connection: string) =>
    (await call(key)('GET', `/v1/connections/${connection}/${PLACE}`)).status;
  const { body } = await call('first')('GET', '/health/ready');
  const { text } = await call('first')('GET', '/metrics');
  return {
    main: await status('first', 'main'),
    other: await status('first', 'other'),
    withNewKey: await status('second', 'main'),
    faults: (body as { info: { configuration: { faults?: string[] } } }).info.configuration.faults,
    successful: /^gateway_config_last_reload_successful (.)$/m.exec(text)?.[1],
  };
}

const BEFORE = { main: 200, other: 200, withNewKey: 401, successful: '1' };

it.each<[string, string, (loaded: GatewaySettings) => Partial<GatewaySettings>]>([
  [
    'server.trustProxy',
    'TypeError',
    ({ server: current }) => ({ server: { ...current, trustProxy: ['not-an-address'] } }),
  ],
  [
    'egress.proxy, which connections are opened with',
    'URIError',
    ({ connections }) => ({
      egress: { proxy: new Secret('http://user:50%off@proxy.test'), noProxy: [] },
      connections: new Map(
        [...connections].map(([name, one]) => [name, { ...one, baseUrls: ['http://vendor.test'] }]),
      ),
    }),
  ],
])('keeps everything as it was if one setting fails: %s', async (_setting, cause, fail) => {
  const fault = `unexpected error while applying the configuration (${cause})`;
  expect(await observe()).toEqual(BEFORE);
  const loaded = load('second', ['main', 'new']);
  server.reconfigure({ ...loaded, ...fail(loaded) });
  const failed = log.lines.findLast(({ event }) => event === 'reload-failed');
  expect(failed).toMatchObject({ level: 'error', faults: [fault] });
  expect(failed?.frames).toContainEqual(expect.stringContaining('reconfigure'));
  expect(JSON.stringify(failed)).not.toMatch(/50%off|not-an-address/);
  expect(await observe()).toEqual({ ...BEFORE, faults: [fault], successful: '0' });
  server.reconfigure(settings);
  expect(await observe()).toEqual(BEFORE);
});

it('gives a shutdown the time of the current drain delay', () => {
  const before = server.maxShutdownMs;
  server.reconfigure({ ...settings, server: { ...settings.server, drainDelayMs: 60_000 } });
  expect(server.maxShutdownMs).toBe(before + 60_000);
  server.reconfigure(settings);
  expect(server.maxShutdownMs).toBe(before);
});
