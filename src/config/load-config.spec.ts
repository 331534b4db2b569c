import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { IsIn, IsString, MinLength } from 'class-validator';
import type { Provider } from '../core/provider';
import { PROVIDERS } from '../providers/registry';
import { ConfigError, loadConfig, SANDBOX_KEY } from '.';

class AcmeSettings {
  @IsString() @MinLength(1) account: string;
  @IsString() @MinLength(8) token: string;
  @IsIn(['small', 'large']) plan: 'small' | 'large' = 'small';
}

const acme: Provider<AcmeSettings> = {
  name: 'acme',
  title: 'Acme Chat',
  settings: AcmeSettings,
  capabilities: {},
  limits: [],
  lost: [],
  secretHeaders: [],
  sandboxExamples: { settings: {}, targets: [] },
  keepAlive: { idleMs: 1000, maxUses: 10 },
  createAdapter: ({ plan, token }) => ({
    vendorAccountId: 'acme',
    plans: {},
    quotas: [
      {
        name: 'writes',
        limit: plan === 'small' ? 10 : 100,
        windowMs: 1000,
        unit: 'requests',
        source: 'Acme, "Limits"',
      },
    ],
    lockedOperations: [],
    mergeLimits: {},
    sign: ({ method, path }) => ({ method, path, headers: { token } }),
    readReply: () => ({}),
    warnings: () => [],
  }),
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const load = (
  yaml: string,
  env: Record<string, string> = {},
  files: Record<string, string> = {},
): ReturnType<typeof loadConfig> =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'gateway.yaml', ...env },
    readFile: (path) => {
      const text = { 'gateway.yaml': yaml, ...files }[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return text;
    },
    providers: [acme],
  });

function faultsOf(...input: Parameters<typeof load>): readonly string[] {
  try {
    load(...input);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const KEY = `{ client: orders, sha256: "${sha256('k').toUpperCase()}", connections: ["*"], access: [read] }`;
const GOOD = `
server: { host: 0.0.0.0, port: 8080, trustProxy: 1, bodyLimit: 64kb, metricsPort: 9090 }
redis: { url: "redis://:\${REDIS_PASSWORD}@cache:6379", onLoss: refuse }
limits: { maxReplicas: 8 }
log: { level: warn }
auth: { apiKeys: [${KEY}] }
connections:
  main: &account
    provider: acme
    account: a-1
    token: "\${file:/run/secrets/token}"
    baseUrls: [https://one.example, https://two.example:8443/api]
    defaultActorId: system
    timeouts: { totalMs: 3000 }
    quotas: { writes: { limit: 20, reserve: 5 } }
  large:
    <<: *account
    plan: large
    quotas: {}
`;
const SECRETS = { REDIS_PASSWORD: 'hunter-22' };
const FILES = { '/run/secrets/token': 'very-secret-token\n' };

describe('a configuration file', () => {
  const settings = load(GOOD, SECRETS, FILES);

  it('becomes settings with all defaults', () => {
    expect(settings).toMatchObject({
      sandbox: false,
      server: { port: 8080, metricsPort: 9090, trustProxy: 1, bodyLimit: 65_536 },
      limits: { maxReplicas: 8, maxWaitMs: 10_000, defaultWaitMs: 2000, maxWaiting: 5000 },
      log: { level: 'warn' },
      auth: {
        apiKeys: [
          {
            client: 'orders',
            sha256: sha256('k'),
            grants: [{ connections: ['*'], access: ['read'] }],
            weight: 1,
          },
        ],
      },
    });
    expect(settings.server.batchBodyLimit).toBe(32 * 1024 * 1024);
    expect(settings.redis?.url?.reveal()).toBe('redis://:hunter-22@cache:6379');
    expect(settings.connections.get('main')).toMatchObject({
      name: 'main',
      provider: acme,
      defaultActorId: 'system',
      baseUrls: ['https://one.example', 'https://two.example:8443/api'],
      timeouts: { connectMs: 1000, totalMs: 3000, maxCooldownMs: 60_000 },
      quotas: [{ name: 'writes', limit: 20, reserve: 5, windowMs: 1000 }],
    });
  });

  it('passes vendor settings to the provider, and drops the last line break of secret files', () => {
    const { adapter, quotas } = settings.connections.get('large') ?? {};
    expect(quotas).toMatchObject([{ limit: 100, reserve: 0 }]);
    const call = { method: 'GET', path: '/', route: '/', draws: [], effect: 'read' } as const;
    const signed = adapter?.sign(call, { nowMs: 0, nonce: '1', requestId: '' });
    expect(signed?.headers).toEqual({ token: 'very-secret-token' });
  });

  it('masks secrets when settings are printed', () => {
    for (const text of [
      inspect(settings, { depth: 10, showHidden: true }),
      JSON.stringify(settings),
      String(settings.redis?.url),
    ])
      expect(text).not.toMatch(/hunter-22|very-secret/);
  });

  it('is overridden by environment variables', () => {
    const env = {
      ...SECRETS,
      PORT: '0',
      HOST: '::1',
      LOG_LEVEL: 'silent',
      REDIS_URL: 'rediss://r',
    };
    const overridden = load(GOOD, env, FILES);
    expect(overridden.server).toMatchObject({ port: 0, host: '::1' });
    expect(overridden.log.level).toBe('silent');
    expect(overridden.redis).toMatchObject({ onLoss: 'refuse' });
    expect(overridden.redis?.url?.reveal()).toBe('rediss://r');
  });

  it('ignores empty environment variables', () => {
    expect(load(GOOD, { ...SECRETS, PORT: '', HOST: '' }, FILES).server.port).toBe(8080);
  });
});

const EVERY_FAULT = [
  'HOST: must be a host name or an IP address',
  'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
  'PORT: must be a port number from 0 to 65535',
  'REDIS_URL: must be a redis:// or rediss:// URL',
  'connections.main.token: refers to the environment variable ACME_TOKEN, which is not set',
  'connections.main.baseUrls[0]: refers to the file /absent, which cannot be read (ENOENT)',
  'connections.late.account: refers to the file /empty, which is empty',
  'connections.late.token: refers to the environment variable SHORT, which is empty',
  'serve: is not a known field',
  'server.bodyLimit: must be a size above 0 such as 512b, 64kb or 1mb',
  'server.colour: is not a known field',
  'server.host: must be a host name or an IP address',
  'server.port: must be a port number from 0 to 65535',
  'server.trustProxy: must be true, false, the number of proxies, or a list of their addresses and CIDR ranges, each with a prefix of at least 1',
  'limits.maxReplicas: must be at least 1',
  'limits.maxWaitMs: must be a whole number of milliseconds, at most 2147483647',
  'log.level: must be one of fatal, error, warn, info, debug, trace, silent',
  'redis.fallback.forMs: must be at least 1000',
  'redis.fallback.then: must be one of refuse, share',
  'redis.onLoss: must be one of share, refuse',
  'redis.url: must be a redis:// or rediss:// URL',
  'connections.no/name: must have a name of 1 to 64 letters, digits, ".", "_" and "-"',
  'connections.no/name.baseUrls: must have at least 1 item',
  'connections.no/name.token: must be a string',
  'connections.other.baseUrls[0]: must be an http:// or https:// URL without credentials, query or fragment',
  'connections.other.baseUrls[1]: must be an http:// or https:// URL without credentials, query or fragment',
  'connections.other.quotas: must be an object',
  'connections.other.provider: must be one of acme',
  'connections.main.timeouts.connectMs: must be at least 1',
  'connections.main.timeouts.totalMs: must be a whole number of milliseconds, at most 2147483647',
  'connections.main.account: is required',
  'connections.main.acount: is not a known field',
  'connections.text: must be an object',
  'connections.late.timeouts.totalMs: must be at least timeouts.connectMs',
  'connections.greedy.quotas.reads: is not a quota of the vendor: writes',
  'connections.greedy.quotas.writes.reserve: must be below the limit of 10',
  'auth.apiKeys[0].access[0]: must be one of read, write, operate, lease, vendor',
  'auth.apiKeys[0].client: must have at least 1 character',
  'auth.apiKeys[0].connections: must have at least 1 item',
  'auth.apiKeys[0].sha256: must be the SHA-256 of a key: 64 hexadecimal digits, or the line that sha256sum prints; and not that of an empty key',
  'auth.apiKeys[0].weight: must be at least 0.01',
  'auth.jwt.algorithms[0]: must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA',
  'auth.jwt.audience: must be a string',
  'auth.jwt.jwksUri: must be an https:// URL (http:// on loopback only)',
];

describe('configuration faults', () => {
  it('are all reported at once, by path, without any value', () => {
    const yaml = `
serve: {}
server: { host: "a b", port: 70000, trustProxy: yes, bodyLimit: 1tb, colour: red }
redis: { url: "http://:hunter-22@cache", onLoss: panic, fallback: { forMs: 10, then: panic } }
limits: { maxReplicas: 0, maxWaitMs: 1.5, defaultWaitMs: 20000 }
log: { level: loud }
auth:
  apiKeys:
    - { client: "", sha256: hunter-22, connections: [], access: [admin], weight: 0 }
  jwt: { issuer: me, audience: 3, jwksUri: "http://keys.example", algorithms: [HS256] }
connections:
  "no/name": { provider: acme, account: a, token: 12345678, baseUrls: [] }
  other: { provider: unknown, baseUrls: ["ftp://x", "https://u:hunter-22@x"], quotas: [] }
  main:
    provider: acme
    acount: a
    token: "\${ACME_TOKEN}"
    baseUrls: ["\${file:/absent}"]
    timeouts: { connectMs: 0, totalMs: soon }
  text: hello
  late: { provider: acme, account: "\${file:/empty}", token: "\${SHORT}", baseUrls: [https://a], timeouts: { connectMs: 2, totalMs: 1 } }
  greedy:
    provider: acme
    account: "$\${a}"
    token: long-enough
    baseUrls: [https://a]
    quotas: { writes: { reserve: 10 }, reads: { limit: 1 } }
`;
    const env = { PORT: '-1', HOST: 'two words', LOG_LEVEL: 'loud', REDIS_URL: 'cache', SHORT: '' };
    const faults = faultsOf(yaml, env, { '/empty': '\n' });
    expect(faults).toEqual(EVERY_FAULT);
    expect(faults.join()).not.toMatch(/hunter-22|12345678/);
  });

  it.each([
    ['a: [', 'gateway.yaml: line 1: unexpected end of the stream within a flow collection'],
    ['log: {}\nlog: {}', 'gateway.yaml: line 2: duplicated mapping key'],
    ['a:\n  token: !hunter-22 x', 'gateway.yaml: line 2: unknown scalar tag'],
    ['a: *hunter-22', 'gateway.yaml: line 1: unidentified alias'],
    ['', 'gateway.yaml: expected a document, but the input is empty'],
    ['- 1', 'gateway.yaml: must be a YAML mapping'],
  ])('name the line of invalid YAML: %j', (yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([fault]);
  });

  it('name a missing file', () => {
    expect(faultsOf('', { GATEWAY_CONFIG: 'other.yaml' })).toEqual([
      'other.yaml: cannot be read (ENOENT)',
    ]);
  });

  it('include a missing connection and a missing credential', () => {
    expect(faultsOf('auth: { apiKeys: [] }')).toEqual([
      'connections: must have at least one connection',
      'auth: must have an API key or the section jwt, or all calls would be refused',
    ]);
  });

  it('include a missing Redis URL beside another fault of the section', () => {
    const yaml = GOOD.replace(/^redis: .*$/m, 'redis: { onLoss: panic }');
    expect(faultsOf(yaml, SECRETS, FILES)).toEqual([
      'redis.onLoss: must be one of share, refuse',
      'redis.url: is required, unless redis.sentinels or redis.cluster is given',
    ]);
  });

  it('include a repeated API key and a grant for an unknown connection', () => {
    const yaml = GOOD.replace(
      KEY,
      `${KEY}, ${KEY.replace('orders', 'other').replace('*', 'mian')}`,
    );
    expect(faultsOf(yaml, SECRETS, FILES)).toEqual([
      'auth.apiKeys[1].sha256: repeats the key of auth.apiKeys[0]',
      'auth.apiKeys[1].connections[0]: must be "*" or the name of a connection',
    ]);
  });

  it('include settings that contradict each other', () => {
    const yaml = GOOD.replace('metricsPort: 9090', 'metricsPort: 8080').replace(
      'maxReplicas: 8',
      'maxWaitMs: 1, defaultWaitMs: 2',
    );
    expect(faultsOf(yaml, SECRETS, FILES)).toEqual([
      'server.metricsPort: must differ from server.port',
      'limits.defaultWaitMs: must be at most limits.maxWaitMs',
    ]);
  });

  it.each<[string, string]>([
    ['trustProxy: [10.0.0.0/8, "::1", "fc00::/7", loopback]', ''],
    ['trustProxy: [10.0.0.0/33]', 'server.trustProxy'],
    ['trustProxy: [10.0.0.300]', 'server.trustProxy'],
    ['trustProxy: []', 'server.trustProxy'],
    ['trustProxy: ["::1/129"]', 'server.trustProxy'],
    ['basePath: /chat/metadata', ''],
    ['basePath: /', 'server.basePath'],
    ['basePath: /chat/', 'server.basePath'],
    ['basePath: chat', 'server.basePath'],
    ['basePath: /v1/chat', 'server.basePath'],
    ['basePath: /a/../b', 'server.basePath'],
    ['cors: { origins: ["*", "https://a.example:8443"] }', ''],
    ['cors: { origins: ["https://a.example/"] }', 'server.cors.origins[0]'],
    ['cors: { origins: ["a.example"] }', 'server.cors.origins[0]'],
    ['keepAliveTimeoutMs: 600000', ''],
    ['keepAliveTimeoutMs: 600', 'server.keepAliveTimeoutMs'],
  ])('include those of the server: %s', (setting, place) => {
    const yaml = GOOD.replace('trustProxy: 1', setting);
    const places = faultsOf(yaml, SECRETS, FILES).map((fault) => fault.split(': ')[0]);
    expect(places).toEqual(place === '' ? [] : [place]);
  });

  it('include a reference that is neither a variable nor a file', () => {
    const yaml = GOOD.replace('account: a-1', 'account: "${not a name}"');
    expect(faultsOf(yaml, SECRETS, FILES)[0]).toBe(
      'connections.main.account: contains a reference other than ${NAME} and ${file:/path}',
    );
  });

  it('include a YAML alias to its own parent, without an endless loop', () => {
    expect(faultsOf('connections: &a { b: *a }').join()).toMatch(/is nested too deeply/);
  });
});

describe('the sandbox default', () => {
  const sandboxConnections = {
    'acme-sandbox': {
      provider: 'acme',
      account: 'a',
      token: 'sandbox-token',
      baseUrls: ['http://127.0.0.1:1'],
    },
  };
  const start = (env: Record<string, string>): ReturnType<typeof loadConfig> =>
    loadConfig({ env, providers: [acme], sandboxConnections });

  it('listens on loopback and accepts the public key, without any input', () => {
    const settings = start({});
    expect(settings).toMatchObject({
      sandbox: true,
      server: { host: '127.0.0.1', port: 3000 },
      auth: {
        apiKeys: [
          {
            client: 'sandbox',
            sha256: sha256(SANDBOX_KEY),
            grants: [
              { connections: ['*'], access: ['read', 'write', 'operate', 'lease', 'vendor'] },
            ],
          },
        ],
      },
    });
    expect([...settings.connections.keys()]).toEqual(['acme-sandbox']);
    expect(settings.redis).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.example', '127.evil.example'])(
    'rejects HOST=%s',
    (HOST) => {
      expect(() => start({ HOST })).toThrow(/HOST: must be a loopback address/);
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('accepts HOST=%s', (HOST) => {
    expect(start({ HOST, PORT: '0' }).server).toMatchObject({ host: HOST, port: 0 });
  });
});

describe('examples/gateway.yaml', () => {
  it('is valid once its environment variables are set', () => {
    const example = readFileSync(join(__dirname, '../../examples/gateway.yaml'), 'utf8');
    const variables = [...example.matchAll(/^[^#\n]*\$\{(\w+)\}/gm)].map(([, name]) =>
      String(name),
    );
    const env = Object.fromEntries(variables.map((name) => [name, 'a'.repeat(64)]));
    const settings = loadConfig({
      env: { ...env, GATEWAY_CONFIG: 'example' },
      readFile: () => example,
      providers: PROVIDERS,
    });
    expect(settings.connections.size).toBe(4);
  });
});
