import { checkConfig, run } from '../../src/bin/config-check';
import { summarize } from '../../src/app/summarize-settings';
import { loadConfig, loadWithoutSecrets } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';

const EXAMPLE_PATH = 'examples/gateway.yaml';
const ENV = {
  ORDERS_KEY_SHA256: 'a'.repeat(64),
  NEXCONN_APP_KEY: 'app-key',
  NEXCONN_APP_SECRET: 'secret-canary-app-secret',
  SENDBIRD_APP_ID: 'app-id',
  SENDBIRD_API_TOKEN: 'secret-canary-token',
  STREAM_API_KEY: 'api-key',
  STREAM_API_SECRET: 'secret-canary-api-secret',
  TENCENT_SECRET_KEY: 'secret-canary-secret-key',
};

it('summarizes a valid file without its secrets', () => {
  const { ok, text } = checkConfig(EXAMPLE_PATH, ENV);
  expect(ok).toBe(true);
  expect(text).toContain(`${EXAMPLE_PATH}: ok`);
  expect(text).toContain('API keys: orders');
  expect(text).toContain('group-message 15/1000 ms');
  expect(text).not.toContain('secret-canary');
});

it('reports all faults of an invalid file at once', () => {
  const { ok, text } = checkConfig(EXAMPLE_PATH, {
    ...ENV,
    PORT: 'many',
    ORDERS_KEY_SHA256: 'short',
  });
  expect(ok).toBe(false);
  expect(text).toContain('PORT');
  expect(text).toContain('sha256');
  expect(text).not.toContain('secret-canary');
});

it('reports faults of the file and of the variables of OpenTelemetry at once', () => {
  const telemetry = { OTEL_TRACES_SAMPLER: 'sometimes', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' };
  expect(checkConfig(EXAMPLE_PATH, { ...ENV, ...telemetry })).toMatchObject({ ok: false });
  const { text } = checkConfig(EXAMPLE_PATH, { ...ENV, ...telemetry, PORT: 'many' });
  for (const name of ['PORT', ...Object.keys(telemetry)]) expect(text).toContain(`${name}: must`);
});

it.each([
  [['--foo'], "Unknown option '--foo'"],
  [['--foo', EXAMPLE_PATH], "Unknown option '--foo'"],
  [['--connect=yes', EXAMPLE_PATH], "Option '--connect' does not take an argument"],
  [[EXAMPLE_PATH, 'other.yaml'], 'Only one file can be checked at a time.'],
  [[], 'No file is named.'],
])('prints the usage for the arguments %j', async (parameters, reason) => {
  const printed = jest.spyOn(console, 'error').mockReturnValue();
  expect(await run(parameters, ENV)).toBe(2);
  const [[text] = []] = printed.mock.calls;
  printed.mockRestore();
  expect(text).toMatch(/\nUsage: npm run config:check -- \[--connect\]/);
  expect(text).toContain(reason);
});

it('returns the exit code of the check', async () => {
  const printed = [
    jest.spyOn(console, 'log').mockReturnValue(),
    jest.spyOn(console, 'error').mockReturnValue(),
  ];
  expect(await run(['--help'], {})).toBe(0);
  expect(await run([EXAMPLE_PATH], ENV)).toBe(0);
  expect(await run(['--no-secrets', EXAMPLE_PATH], {})).toBe(0);
  expect(await run([], { ...ENV, GATEWAY_CONFIG: EXAMPLE_PATH, PORT: 'many' })).toBe(1);
  for (const spy of printed) spy.mockRestore();
});

it('checks a file without its secrets, but not less', () => {
  const withoutSecrets = (text: string) =>
    loadWithoutSecrets({
      env: { GATEWAY_CONFIG: 'f' },
      providers: PROVIDERS,
      readFile: (path) => {
        if (path === 'f') return text;
        throw Object.assign(new Error(), { code: 'ENOENT' });
      },
    });
  const file = `
redis: { url: '\${REDIS_URL}', required: '\${REQUIRED}', fallback: { forMs: '\${FOR_MS}', then: share } }
limits: { maxReplicas: '\${REPLICAS}' }
auth:
  apiKeys:
    - { client: a, sha256: '\${A}', weight: 0.01, share: '\${SHARE}', expiresAt: 2020-01-01, grants: [{ connections: ['*'], access: [read] }] }
    - { client: b, sha256: '\${B}', connections: [one], access: [write] }
connections:
  one: &one
    provider: nexconn
    appKey: '\${KEY}'
    appSecret: '\${file:/absent}'
    baseUrls: ['http://\${HOST_NAME}.test']
    allowInsecure: true
    quotas: { group-message: { limit: 20, reserve: 5 } }
  two: { <<: *one, mode: read-only }
  three:
    <<: *one
    appKey: '\${OTHER_KEY}'
    quotas: { group-message: { limit: '\${LIMIT}', reserve: 5 } }
    vendorRoutes: [{ method: POST, path: /a, draws: { group-message: 2, direct-message: '\${TOKENS}' } }]
`;
  const text = summarize(withoutSecrets(file)).join('\n');
  for (const part of [
    'shared through Redis',
    'grants of a (weight 0.01): read on *',
    'grants of b (weight 1): write on one',
    'group-message 15/1000 ms (20 less a reserve of 5)',
    'share a vendor account and its quotas: one, two',
    'unusual: connections.one.allowInsecure',
    'unusual: connections.two.mode: read-only',
    'unusual: redis.fallback.then: share',
    'unusual: weight 0.01 of a',
    'unusual: auth.apiKeys: a key of a has expired on 2020-01-01T00:00:00.000Z',
  ])
    expect(text).toContain(part);
  expect(() => withoutSecrets(file.replace('provider: nexconn', 'provider: nexxconn'))).toThrow(
    'connections.one.provider: must be',
  );
  expect(() => withoutSecrets(file.replace('mode: read-only', "mode: '${MODE}'"))).toThrow(
    'connections.two.mode: must be',
  );
});

it.each([
  ['redis: { url: \'redis://h\', password: "a\\nb" }', 'redis.password: has a line break'],
  ['redis: { url: \'redis://h\', username: "\\uFEFFb" }', 'redis.username: has a line break'],
  [
    'redis: { sentinels: { name: m, nodes: [\'h\'], password: "a\\r" } }',
    'redis.sentinels.password: has a line break',
  ],
  ['server: { drainDelayMs: 86400001 }', 'server.drainDelayMs: must'],
  [
    'auth: { jwt: { issuer: i, audience: a, jwksUri: \'https://i.test\', jwksToken: "t\\n" } }',
    'auth.jwt.jwksToken: must be a bearer token',
  ],
])('refuses %s', (text, fault) => {
  const load = () =>
    loadConfig({ env: { GATEWAY_CONFIG: 'f' }, providers: PROVIDERS, readFile: () => text });
  expect(load).toThrow(fault);
});
