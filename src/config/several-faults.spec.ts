import 'reflect-metadata';
import { PROVIDERS } from '../providers/registry';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';

const KEY = `{ client: a, sha256: "${'0'.repeat(64)}", connections: ['*'], access: [read] }`;
const MAIN = "provider: nexconn, appKey: k, appSecret: s, baseUrls: ['https://vendor.test']";
const SENDBIRD =
  "provider: sendbird, appId: ABC, apiToken: t, baseUrls: ['https://api-ABC.sendbird.com']";

/** The sections of a valid file, of which a test replaces some. */
const SECTIONS: Readonly<Record<string, string>> = {
  auth: `{ apiKeys: [${KEY}] }`,
  connections: `{ main: { ${MAIN} } }`,
};

/** The faults of a file with these sections, whose other files are absent, without their remedies. */
function faultsOf(sections: Readonly<Record<string, string>>, env: object = {}): string[] {
  const lines = Object.entries({ ...SECTIONS, ...sections }).map((pair) => pair.join(': '));
  try {
    loadConfig({
      env: { ...env, GATEWAY_CONFIG: 'f' },
      providers: PROVIDERS,
      readFile: (path) => {
        if (path === 'f') return lines.join('\n');
        throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      },
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault) => fault.replace('connections.main.', '')).sort();
  }
  return [];
}

/** Equals each fault that begins so. */
const beginningOf = (text: string): unknown =>
  expect.stringMatching(new RegExp(`^${text.replace(/[[\]().$^*+?{}|\\]/g, '\\$&')}`));

const UNKNOWN = 'is not a known field';
const UNREADABLE = 'must be a text in PEM or a file that can be read (ENOENT)';
const NO_HTTPS = expect.stringMatching(/^baseUrls\[0\]: must begin with https:\/\//);
const NO_PATH = expect.stringMatching(/^vendorRoutes\[0\]\.path: must have segments/);
const NO_QUOTA = expect.stringMatching(/^vendorRoutes\[0\]\.draws\.nope: is not a quota/);
const ROUTE = 'method: POST, path: v4/x, draws: { nope: 1 }';

/** A route that draws this many tokens. */
const drawing = (tokens: number, quota = 'group-message'): string =>
  `vendorRoutes: [{ method: POST, path: /a, draws: { ${quota}: ${tokens} } }]`;

describe('a fault of a section hides none of the rules beyond one field', () => {
  it.each<[string, string, string[]]>([
    [
      'server',
      '{ foo: 1, port: 8080, metricsPort: 8080, tls: { cert: /nope, key: /nope } }',
      [
        `server.foo: ${UNKNOWN}`,
        'server.metricsPort: must differ from server.port',
        `server.tls.cert: ${UNREADABLE}`,
        `server.tls.key: ${UNREADABLE}`,
      ],
    ],
    [
      'server',
      '{ tls: { cert: 5, key: /nope, clientCa: /nope } }',
      [
        'server.tls.cert: must be a string',
        `server.tls.clientCa: ${UNREADABLE}`,
        `server.tls.key: ${UNREADABLE}`,
      ],
    ],
    ['egress', '{ foo: 1, ca: /nope }', [`egress.ca: ${UNREADABLE}`, `egress.foo: ${UNKNOWN}`]],
    [
      'limits',
      '{ maxWaitMs: 5, defaultWaitMs: 10, foo: 1 }',
      ['limits.defaultWaitMs: must be at most limits.maxWaitMs', `limits.foo: ${UNKNOWN}`],
    ],
    [
      'auth',
      '{ foo: 1 }',
      [
        `auth.foo: ${UNKNOWN}`,
        'auth: must have an API key or the section jwt, or all calls would be refused',
      ],
    ],
    [
      'redis',
      `{ foo: 1, url: 'rediss://x', tls: { ca: /nope }, sentinels: { name: m, nodes: [a] }, cluster: { nodes: [b] } }`,
      [
        'redis.cluster: cannot be combined with redis.url (or REDIS_URL)',
        `redis.foo: ${UNKNOWN}`,
        'redis.sentinels: cannot be combined with redis.url (or REDIS_URL)',
        `redis.tls.ca: ${UNREADABLE}`,
      ],
    ],
    [
      'redis',
      `{ url: 'redis://a:70000', onLoss: x, cluster: { nodes: [b] }, username: "a\\n", tls: { ca: /nope, cert: /nope } }`,
      [
        'redis.cluster: cannot be combined with redis.url (or REDIS_URL)',
        'redis.onLoss: must be one of share, refuse',
        `redis.tls.ca: ${UNREADABLE}`,
        `redis.tls.cert: ${UNREADABLE}`,
        'redis.tls.key: is required beside redis.tls.cert',
        'redis.url: must have a port from 1 to 65535',
        'redis.username: has a line break or a byte-order mark',
      ],
    ],
  ])('%s: %s', (name, section, faults) => {
    expect(faultsOf({ [name]: section })).toEqual(faults);
  });

  it.each<[string, unknown[]]>([
    [
      `${MAIN}, vendorRoutes: [{ ${ROUTE}, foo: 1 }, { method: GET, path: 5 }, 7]`,
      [
        NO_QUOTA,
        `vendorRoutes[0].foo: ${UNKNOWN}`,
        NO_PATH,
        'vendorRoutes[1].draws: is required',
        'vendorRoutes[1].path: must be a string',
        'vendorRoutes[2]: must be an object',
      ],
    ],
    [
      `${MAIN.replace('https', 'http')}, mode: x, timeouts: { connectMs: 0 }, vendorRoutes: [{ ${ROUTE} }]`,
      [
        NO_HTTPS,
        'mode: must be one of read-write, read-only, off',
        'timeouts.connectMs: must be at least 1',
        NO_QUOTA,
        NO_PATH,
      ],
    ],
    [
      `${MAIN.replace("['https", "['http://a.test', 'ftp")}, timeouts: { totalMs: 5, foo: 1 }`,
      [
        NO_HTTPS,
        expect.stringMatching(/^baseUrls\[1\]: must be an http/),
        `timeouts.foo: ${UNKNOWN}`,
        'timeouts.totalMs: must be at least timeouts.connectMs',
      ],
    ],
    [
      `${MAIN}, quotas: { group-message: { windowMs: 0, reserve: 20 } }`,
      [
        'quotas.group-message.reserve: must be below the limit of 20',
        'quotas.group-message.windowMs: must be at least 1',
      ],
    ],
    [
      `${MAIN.replace('https', 'http').replace('nexconn', 'nexxconn')}, timeouts: { totalMs: 1 }, vendorRoutes: [{ ${ROUTE} }]`,
      [
        NO_HTTPS,
        expect.stringMatching(/^provider: must be one of /),
        'timeouts.totalMs: must be at least timeouts.connectMs',
        NO_PATH,
      ],
    ],
    [
      `${MAIN}, foo: 1, quotas: { group-message: { reserve: 1 } }, ${drawing(20)}`,
      [
        `foo: ${UNKNOWN}`,
        beginningOf('vendorRoutes[0].draws.group-message: must be at most 19, the limit less'),
      ],
    ],
    [
      `${SENDBIRD.replace('api-ABC', 'api-D').replace(': t', ': 5')}, plan: 100k-mau, quotas: { post: { reserve: 30 } }`,
      [
        'apiToken: must be a string',
        'baseUrls[0]: must be api-ABC.sendbird.com, the host of the appId',
      ],
    ],
  ])('connections.main: %s', (connection, faults) => {
    expect(faultsOf({ connections: `{ main: { ${connection} } }` })).toEqual(faults);
  });
});

describe('a faulty field has no second fault, and causes none', () => {
  const withKeys = (...shares: string[]) => {
    const keys = shares.map((share, index) =>
      KEY.replace('0000', `000${index}`).replace('client: a', share),
    );
    return `{ apiKeys: [${keys.join(', ')}] }`;
  };

  it.each<[string, string, string[]]>([
    ['server', '5', ['server: must be an object']],
    ['server', '{ port: x, metricsPort: 3000 }', ['server.port: must be a port number from 0']],
    ['server', '{ tls: 5 }', ['server.tls: must be an object']],
    ['egress', '{ ca: 5 }', ['egress.ca: must be a string']],
    ['limits', '{ maxWaitMs: -1, defaultWaitMs: 20000 }', ['limits.maxWaitMs: must be a whole']],
    ['limits', '{ maxWaitMs: 1, defaultWaitMs: 0.5 }', ['limits.defaultWaitMs: must be a whole']],
    ['auth', '5', ['auth: must be an object']],
    ['auth', '{ apiKeys: 5 }', ['auth.apiKeys: must be an array']],
    ['auth', '{ jwt: [] }', ['auth.jwt: must be an object or a list of objects']],
    [
      'auth',
      withKeys('client: a, share: 2', 'client: a, share: 0.5'),
      ['auth.apiKeys[0].share: must be at most 1'],
    ],
    [
      'auth',
      withKeys('share: 0.1', 'share: 0.5'),
      ['auth.apiKeys[0].client: is required', 'auth.apiKeys[1].client: is required'],
    ],
    ['redis', '5', ['redis: must be an object']],
    ['redis', '{ url: 5 }', ['redis.url: must be a redis:// or rediss:// URL']],
    ['redis', '{ sentinels: 5 }', ['redis.sentinels: must be an object']],
    [
      'redis',
      "{ url: 'rediss://a', tls: { cert: 5, key: '${X}' } }",
      ['redis.tls.cert: must be a string', 'redis.tls.key: refers to the environment variable X'],
    ],
    ['redis', "{ url: 'redis://:p@a', password: 5 }", ['redis.password: must be a string']],
    ['redis', '{ cluster: { nodes: [a] }, db: -1 }', ['redis.db: must be at least 0']],
  ])('%s: %s', (name, section, faults) => {
    expect(faultsOf({ [name]: section })).toEqual(faults.map(beginningOf));
  });

  it.each<[string, string[]]>([
    [`${MAIN.replace('https', 'http')}, allowInsecure: 5`, ['allowInsecure: must be true']],
    [`${MAIN}, timeouts: { connectMs: 10000, totalMs: x }`, ['timeouts.totalMs: must be']],
    [`${MAIN}, vendorRoutes: 5`, ['vendorRoutes: must be an array']],
    [`${MAIN}, quotas: 5`, ['quotas: must be an object']],
    [
      `${MAIN}, quotas: { group-message: { limit: x, reserve: 100 }, direct-message: 5 }`,
      ['quotas.direct-message: must be an object', 'quotas.group-message.limit: must be a whole'],
    ],
    [
      `${MAIN}, quotas: { group-message: { reserve: 20 } }, ${drawing(1)}`,
      ['quotas.group-message.reserve: must be below'],
    ],
    [
      `${MAIN}, quotas: { group-message: { limit: 0 } }, ${drawing(21)}`,
      ['quotas.group-message.limit: must be at least 1'],
    ],
    [`${SENDBIRD}, plan: x, ${drawing(1000, 'post')}`, ['plan: must be one of']],
    [SENDBIRD.replace('ABC', '5'), ['appId: must be a string']],
    [SENDBIRD.replace('ABC', "'${X}'"), ['appId: refers to the environment variable X']],
    [`${SENDBIRD}, plan: x, quotas: { post: { reserve: 1000 } }`, ['plan: must be one of']],
    [`${SENDBIRD}, foo: { bar: ' x' }`, [`foo: ${UNKNOWN}`]],
  ])('connections.main: %s', (connection, faults) => {
    expect(faultsOf({ connections: `{ main: { ${connection} } }` })).toEqual(
      faults.map(beginningOf),
    );
  });

  it('nor does a faulty REDIS_URL', () => {
    expect(
      faultsOf({ redis: '{ onLoss: share, tls: { ca: /nope } }' }, { REDIS_URL: 'x' }),
    ).toEqual(['REDIS_URL: must be a redis:// or rediss:// URL', `redis.tls.ca: ${UNREADABLE}`]);
  });
});
