import 'reflect-metadata';
import { PROVIDERS } from '../providers/registry';
import { ConfigError, loadConfig } from '.';

const FILE = `
server: { port: "\${API_PORT}", trustProxy: "\${PROXIES}", cors: { origins: ["\${ORIGIN}"] } }
limits:
  maxReplicas: \${file:/replicas}
auth:
  apiKeys:
    - { client: "\${CLIENT}", sha256: "${'ab'.repeat(32)}", connections: ["*"], access: [read], weight: "\${WEIGHT}" }
connections:
  main:
    provider: nexconn
    appKey: "\${NUMBER}"
    appSecret: "\${NUMBER}\${NUMBER}"
    baseUrls: [https://vendor.test]
    allowInsecure: "\${INSECURE}"
    quotas: { group-message: { reserve: "\${RESERVE}" } }
    vendorRoutes: [{ method: POST, path: /send, draws: { group-message: "\${RESERVE}" } }]
`;
const ENV = {
  API_PORT: '8080',
  PROXIES: '2',
  ORIGIN: 'https://app.example',
  CLIENT: '42',
  WEIGHT: '0.5',
  NUMBER: '0123',
  INSECURE: 'true',
  RESERVE: '5',
};

const load = (env: Readonly<Record<string, string>>) =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'f', ...env },
    providers: PROVIDERS,
    readFile: (path) => (path === 'f' ? FILE : '3\n'),
  });

const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

it('reads numbers and switches from variables and files', () => {
  const { server, limits, auth, connections } = load(ENV);
  expect([server.port, server.trustProxy, limits.maxReplicas]).toEqual([8080, 2, 3]);
  expect(auth.apiKeys[0]).toMatchObject({ client: '42', weight: 0.5 });
  const main = connections.get('main');
  expect(main?.allowInsecure).toBe(true);
  expect(main?.quotas.find(({ name }) => name === 'group-message')?.reserve).toBe(5);
  expect(main?.vendorRoutes[0]?.draws).toEqual([{ quota: 'group-message', tokens: 5 }]);
});

it('leaves a text a text where the setting takes one', () => {
  const source = load({ ...ENV, NUMBER: '123' })
    .connections.get('main')
    ?.source.reveal();
  expect(JSON.parse(source ?? '')).toMatchObject({ appKey: '123', appSecret: '123123' });
});

it.each([
  [{ API_PORT: '65536' }, 'server.port: must be a port number from 0 to 65535'],
  [{ API_PORT: '0x1f' }, 'server.port: must be a port number from 0 to 65535'],
  [{ WEIGHT: '0' }, 'auth.apiKeys[0].weight: must be at least 0.01'],
  [{ WEIGHT: ' 1' }, 'auth.apiKeys[0].weight: must be a number'],
  [{ INSECURE: 'yes' }, 'connections.main.allowInsecure: must be true or false'],
])('refuses %j', (change, fault) => {
  expect(faultsOf({ ...ENV, ...change })).toEqual([fault]);
});
