import { parseRedisUrl } from '../core/redis-servers';
import { PROVIDERS } from '../providers/registry';
import { compareSettings } from './compare-settings';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';

const REST = `
auth: { apiKeys: [{ client: a, sha256: "${'0'.repeat(64)}", connections: ['*'], access: [read] }] }
connections:
  main: { provider: nexconn, appKey: k, appSecret: s, baseUrls: ['https://vendor.example'] }
`;

const load = (redis: string, env: Readonly<Record<string, string>> = {}) =>
  loadConfig({
    env: { ...env, GATEWAY_CONFIG: 'gateway.yaml' },
    providers: PROVIDERS,
    readFile: (path) => {
      if (path === 'gateway.yaml') return `redis: ${redis}\n${REST}`;
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });

function faultsOf(redis: string, env?: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(redis, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const serversOf = (redis: string) => {
  const { password, sentinels, ...servers } = load(redis).redis?.servers ?? {};
  return {
    ...servers,
    ...(password && { password: password.reveal() }),
    ...(sentinels && {
      sentinels: { name: sentinels.name, password: sentinels.password?.reveal() },
    }),
  };
};

it.each([
  ['redis://cache', { kind: 'single', nodes: [{ host: 'cache', port: 6379 }], db: 0 }],
  [
    'rediss://gateway:a%23b@[::1]:7000/2',
    {
      kind: 'single',
      nodes: [{ host: '::1', port: 7000 }],
      username: 'gateway',
      password: 'a#b',
      db: 2,
      tls: {},
    },
  ],
  [
    'redis://:p#a/s?s@w@cache:1?cluster=true',
    { kind: 'cluster', nodes: [{ host: 'cache', port: 1 }], password: 'p#a/s?s@w', db: 0 },
  ],
])('reads the URL %s', (url, parts) => {
  expect(parseRedisUrl(url)).toEqual(parts);
});

it.each([
  ['http://cache', 'must be a redis:// or rediss:// URL'],
  ['redis://cache:70000', 'must have a port from 1 to 65535'],
  ['redis://:50%@cache', 'must write a percent sign of the user or password as %25'],
  ['redis://cache?family=6', 'must have no parameter other than cluster=true'],
])('refuses the URL %s', (url, rule) => {
  expect(parseRedisUrl(url)).toBe(rule);
  expect(faultsOf(`{ url: "${url}" }`)).toEqual([`redis.url: ${rule}`]);
});

it('takes user, password and database from settings of their own', () => {
  expect(
    serversOf('{ url: "redis://cache", username: gateway, password: "50%#?/", db: 3 }'),
  ).toEqual({
    kind: 'single',
    nodes: [{ host: 'cache', port: 6379 }],
    username: 'gateway',
    password: '50%#?/',
    db: 3,
  });
});

it('reads sentinels and the nodes of a cluster', () => {
  expect(
    serversOf('{ sentinels: { name: m, nodes: [one, "two:7"], password: s }, tls: {} }'),
  ).toEqual({
    kind: 'sentinel',
    nodes: [
      { host: 'one', port: 26379 },
      { host: 'two', port: 7 },
    ],
    sentinels: { name: 'm', password: 's' },
    db: 0,
    tls: {},
  });
  expect(serversOf('{ cluster: { nodes: ["one:7", two] } }')).toEqual({
    kind: 'cluster',
    nodes: [
      { host: 'one', port: 7 },
      { host: 'two', port: 6379 },
    ],
    db: 0,
  });
});

it.each([
  [
    '{ onLoss: share }',
    ['redis.url: is required, unless redis.sentinels or redis.cluster is given'],
  ],
  [
    '{ url: "redis://a", sentinels: { name: m, nodes: [b] }, cluster: { nodes: [c] } }',
    [
      'redis.sentinels: cannot be combined with redis.url (or REDIS_URL)',
      'redis.cluster: cannot be combined with redis.url (or REDIS_URL)',
    ],
  ],
  [
    '{ url: "redis://u:p@a/1", username: u, password: p, db: 2 }',
    [
      'redis.username: is also in redis.url (or REDIS_URL); remove one',
      'redis.password: is also in redis.url (or REDIS_URL); remove one',
      'redis.db: is also in redis.url (or REDIS_URL); remove one',
    ],
  ],
  [
    '{ cluster: { nodes: [a] }, db: 1 }',
    ['redis.db: must be database 0: a Redis Cluster has no other'],
  ],
  [
    '{ url: "redis://a/1?cluster=true" }',
    ['redis.url: must be database 0: a Redis Cluster has no other'],
  ],
  [
    '{ url: "redis://a", tls: { ca: /missing.crt } }',
    [
      'redis.tls: needs a redis.url (or REDIS_URL) that begins with rediss://',
      'redis.tls.ca: must be a text in PEM or a file that can be read (ENOENT)',
    ],
  ],
  ['{ cluster: { nodes: ["a:b"] } }', ['redis.cluster.nodes[0]: must be a host or host:port']],
])('names the faults of %s', (redis, faults) => {
  expect(faultsOf(redis)).toEqual(faults);
});

it('refuses a setting that conflicts with REDIS_URL of the environment', () => {
  expect(faultsOf('{ cluster: { nodes: [a] } }', { REDIS_URL: 'redis://b' })).toEqual([
    'redis.cluster: cannot be combined with redis.url (or REDIS_URL)',
  ]);
});

it.each([
  ['{ url: "redis://a" }', '{ url: "redis://a/1" }', ['redis.url']],
  ['{ url: "redis://a" }', '{ url: "redis://a", password: p }', ['redis.password']],
  ['{ url: "redis://a", password: p }', '{ url: "redis://a", password: q }', ['redis.password']],
  ['{ cluster: { nodes: [a] } }', '{ cluster: { nodes: [b] } }', ['redis.cluster']],
  ['{ url: "redis://a" }', '{ url: "redis://a", required: true }', ['redis.required']],
  ['{ url: "redis://a" }', '{ url: "redis://a", onLoss: refuse }', []],
])('names what needs a restart after %s became %s', (before, after, names) => {
  expect(compareSettings(load(before), load(after)).needRestart).toEqual(names);
});

it('names the URL alone when Redis is added', () => {
  const { redis, ...without } = load('{ url: "redis://a" }');
  expect(redis?.required).toBe(false);
  const added = compareSettings(without, load('{ url: "redis://a" }'));
  expect(added.needRestart).toEqual(['redis.url']);
});

it('prints no secret', () => {
  const redis = '{ sentinels: { name: m, nodes: [a], password: hidden-1 }, password: hidden-2 }';
  expect(JSON.stringify(load(redis).redis)).not.toContain('hidden');
});
