import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { build, type Build } from '../fleet/build';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { createCall, type Answer } from '../support/gateway/call';
import { signToken, startIssuer, type Issuer } from '../support/gateway/issuer';
import { listen, type Listening } from '../support/vendor/listen';
import { readRequest, type WireRequest } from '../support/vendor/wire';

const canary = (name: string): string => `canary-${name}-${randomBytes(9).toString('hex')}`;

/** Nobody but the vendor, Redis or the token issuer may ever see these. */
const secrets = {
  appSecret: canary('app-secret'),
  apiToken: canary('api-token'),
  apiKey: canary('api-key'),
  redisPassword: canary('redis-password'),
  jwksToken: canary('jwks-token'),
};
/** The caller may see these in an answer; nothing that the process writes has them. */
const owned = {
  value: canary('value'),
  otherValue: canary('other-value'),
  header: canary('header'),
  cookie: canary('cookie'),
  idempotencyKey: canary('idempotency-key'),
  broken: canary('broken-body'),
  unknownField: canary('unknown-field'),
  parameter: canary('parameter'),
  reply: canary('vendor-reply'),
};

/** A text as it may be dressed up. */
const formsOf = (text: string): string[] => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
  Array.from(text).reverse().join(''),
  createHash('sha1').update(text).digest('hex'),
  createHash('sha1').update(text).digest('base64').replace(/=+$/, ''),
];
const found = (texts: Iterable<string>, where: string): string[] =>
  [...texts].filter((text) => formsOf(text).some((form) => where.includes(form)));

let compiled: Build;
let folder: string;
let redis: RedisServer;
let issuer: Issuer;
let vendor: Listening;
let token: string;
const sent: WireRequest[] = [];
const children: ChildProcess[] = [];
/** What the vendor answers in turn; it repeats what it was sent in every error. */
const STATUSES = [200, 200, 400, 401, 403, 404, 429, 500, 302];

beforeAll(async () => {
  compiled = build();
  folder = mkdtempSync(join(tmpdir(), 'gateway-canaries-'));
  redis = await startRedisServer();
  const admin = new Redis(redis.url);
  await admin.config('SET', 'requirepass', secrets.redisPassword);
  admin.disconnect();
  issuer = await startIssuer();
  const key = await issuer.publish('one');
  token = await signToken(key.privateKey, {
    sub: 'orders',
    connections: ['*'],
    exp: Math.floor(Date.now() / 1_000) + 600,
  });
  vendor = await listen(
    createServer((message, response) => {
      void readRequest(message).then((request) => {
        sent.push(request);
        const status = STATUSES[sent.length % STATUSES.length] ?? 200;
        const own = request.path.startsWith('/v3/') ? secrets.apiToken : secrets.appSecret;
        const headers = request.headers.map(([, value]) => value).join(' ');
        const echo = `${own} ${headers} ${owned.reply} ${request.body}`;
        const entries = [{ key: 'a', value: owned.reply }];
        const good = { code: 0, result: { metadata: entries }, keys: entries };
        const bad = { code: 1004, error: true, message: echo, errorMessage: echo };
        response.writeHead(status, { Location: `http://127.0.0.1:1/${owned.reply}` });
        response.end(JSON.stringify(status === 200 ? good : bad));
      });
    }),
  );
}, 120_000);
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  await vendor.close();
  await issuer.close();
  await redis.stop();
  compiled.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A gateway of its own process, and every byte that it writes. */
function start(config: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, `${children.length}.yaml`);
  writeFileSync(file, config);
  const child = spawn(process.execPath, [compiled.gateway], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_CONFIG: file,
      LOG_LEVEL: 'trace',
      NODE_DEBUG: '',
      APP_SECRET: secrets.appSecret,
      REDIS_PASSWORD: secrets.redisPassword,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (written += part.toString('latin1')));
  return { child, closed: once(child, 'close'), written: () => written };
}

const good = (): string => {
  writeFileSync(join(folder, 'token'), `${secrets.apiToken}\n`);
  return `
server: { host: 127.0.0.1, port: 0, drainDelayMs: 0 }
redis: { url: "redis://:\${REDIS_PASSWORD}@127.0.0.1:${redis.port}" }
auth:
  apiKeys:
    - { client: orders, sha256: ${createHash('sha256').update(secrets.apiKey).digest('hex')}, connections: ["*"], access: [read, write] }
  jwt: { issuer: https://issuer.test, audience: chat-metadata-gateway, jwksUri: "${issuer.settings().jwksUri}", algorithms: [ES256], jwksToken: ${secrets.jwksToken} }
connections:
  one:
    provider: nexconn
    appKey: app-key
    appSecret: "\${APP_SECRET}"
    baseUrls: ["${vendor.url}"]
    timeouts: { connectMs: 300, totalMs: 600 }
    defaultActorId: system
  two:
    provider: sendbird
    appId: APP
    apiToken: "\${file:${join(folder, 'token')}}"
    baseUrls: ["${vendor.url}"]
    timeouts: { connectMs: 300, totalMs: 600 }
`;
};

const untilSaid = async (gateway: ReturnType<typeof start>, pattern: RegExp): Promise<string> => {
  for (;;) {
    const match = pattern.exec(gateway.written());
    if (match?.[1] !== undefined) return match[1];
    if (gateway.child.exitCode !== null) throw new Error(gateway.written());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Every operation, good and bad, of both vendors; everything open; with both kinds of credentials. */
async function tour(url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  const places = [
    '/v1/connections/one/channels/open/room/metadata',
    '/v1/connections/one/channels/group/g/messages/m/metadata',
    '/v1/connections/one/channels/community/c/messages/m/metadata?subchannelId=s',
    '/v1/connections/two/channels/group/g/metadata',
    '/v1/connections/two/channels/group/g/messages/1/metadata',
    '/v1/connections/two/channels/open/o/counters',
  ];
  for (const credentials of [secrets.apiKey, token, `${secrets.apiKey}x`]) {
    const as = createCall(url, credentials);
    const ask = async (method: string, path: string, body?: unknown, more = {}) => {
      const headers = {
        Prefer: 'wait=10',
        Cookie: `session=${owned.cookie}`,
        'X-Secret': owned.header,
        ...more,
      };
      answers.push(await as(method, path, { headers, ...(body !== undefined && { body }) }));
    };
    for (const place of places) {
      const [path = '', query = ''] = place.split(/(?=\?)/);
      const and = query === '' ? '?' : `${query}&`;
      const entries = [
        { key: 'a', value: owned.value },
        { key: 'b', value: owned.otherValue },
      ];
      await ask('GET', place);
      await ask('PATCH', place, { entries }, { 'Idempotency-Key': owned.idempotencyKey + path });
      await ask('PATCH', place, { counters: [{ key: 'a', op: 'set', amount: 3 }] });
      await ask('PUT', `${path}/a${query}`, { value: owned.value });
      await ask('PUT', `${path}/a${and}dryRun=true`, { value: owned.value });
      await ask('GET', `${path}/a${query}`);
      await ask('POST', `${path}/a/values${query}`, { values: [owned.value] });
      await ask('DELETE', `${path}/a/values${and}values=${owned.value}`);
      await ask('DELETE', `${path}/a${query}`);
      await ask('PATCH', place, `{"entries": ${owned.broken}`);
      await ask('PUT', `${path}/a${query}`, { value: owned.value, [owned.unknownField]: 1 });
      await ask('PUT', `${path}/a${query}`, { value: [owned.value] });
      await ask('PUT', `${path}/a${query}`, owned.value, { 'Content-Type': owned.header });
      await ask('GET', `${path}${and}x=${owned.parameter}`);
    }
    const place = {
      channelType: 'open',
      channelId: 'o',
      entries: [{ key: 'a', value: owned.value }],
    };
    await ask('POST', '/v1/batch', {
      operations: ['one', 'two', 'three'].map((connection) => ({
        id: connection,
        connection,
        verb: 'set',
        ...place,
      })),
    });
    for (const path of [
      '/v1/providers',
      '/v1/connections',
      '/v1/connections/one',
      '/v1/connections/two/quotas',
    ])
      await ask('GET', path);
    for (const path of [
      '/docs',
      '/docs-json',
      '/docs-yaml',
      '/console/',
      '/console/start.json',
      '/health/live',
      '/health/ready',
      '/version',
      '/metrics',
      '/nothing',
    ])
      await ask('GET', path);
  }
  return answers;
}

it('nothing that the process writes or answers has a secret, and nothing it writes a value', async () => {
  const gateway = start(good());
  const url = await untilSaid(gateway, /API\s+(http:\S+)\/v1/);
  const answers = await tour(url);
  await redis.stop(); // the log of a fleet that has lost its Redis, too
  answers.push(
    ...(await Promise.all(
      ['GET', 'PUT'].map((method) =>
        createCall(url, secrets.apiKey)(method, '/v1/connections/one/channels/open/o/metadata/a', {
          headers: { Prefer: 'wait=0' },
          ...(method === 'PUT' && { body: { value: owned.value } }),
        }),
      ),
    )),
  );
  gateway.child.kill('SIGTERM');
  await gateway.closed;

  // the control: all of it has gone through the process, and the search finds it where it is
  const wire = JSON.stringify(sent);
  expect(found([secrets.apiToken, owned.value, owned.otherValue], wire)).toHaveLength(3);
  for (const form of formsOf(secrets.appSecret))
    expect(found([secrets.appSecret], `x${form}y`)).toHaveLength(1);
  const signatures = sent.flatMap(({ headers }) =>
    headers.filter(([name]) => name.toLowerCase() === 'signature').map(([, value]) => value),
  );
  expect(signatures.length).toBeGreaterThan(10);
  expect(answers.some(({ text }) => text.includes(owned.value))).toBe(true);
  expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThan(6);
  const written = gateway.written();
  expect(written.match(/"msg":"mutation"/g)?.length).toBeGreaterThan(30);

  const [, , signedPart = ''] = token.split('.');
  const hidden = [...Object.values(secrets), token, signedPart, ...signatures];
  expect(found([...hidden, ...Object.values(owned)], written)).toEqual([]);
  for (const { text, headers } of answers)
    expect(found(hidden, text + JSON.stringify([...headers]))).toEqual([]);
  const problems = answers.filter(({ headers }) =>
    headers.get('content-type')?.includes('problem'),
  );
  expect(problems.length).toBeGreaterThan(50);
  const bodies = [owned.broken, owned.header, owned.cookie, owned.idempotencyKey];
  for (const { text } of problems) expect(found(bodies, text)).toEqual([]);
}, 180_000);

it.each<[string, (config: string) => string]>([
  ['a secret that is no hash', (text) => text.replace(/sha256: \w+/, `sha256: ${secrets.apiKey}`)],
  [
    'a secret under a wrong name',
    (text) => text.replace('appKey: app-key', `appPassword: ${secrets.apiKey}`),
  ],
  [
    'a secret as a name',
    (text) => text.replace('appKey: app-key', `appKey: { x: ${secrets.apiKey} }`),
  ],
  ['YAML that breaks at a secret', (text) => `${text}\n  apiToken: "${secrets.apiKey}\n`],
  ['a tag that is a secret', (text) => `${text}\nlog: !${secrets.apiKey} x\n`],
  ['an alias that is a secret', (text) => `${text}\nlog: *${secrets.apiKey}\n`],
  [
    'a URL with a password',
    (text) => text.replace(/baseUrls: .*/, `baseUrls: ["https://u:${secrets.apiKey}@x"]`),
  ],
  [
    'a Redis URL that is none',
    (text) => text.replace(/url: "[^"]*"/, `url: "redis//:${secrets.redisPassword}@x"`),
  ],
  ['a token with a blank', (text) => text.replace(secrets.jwksToken, `"${secrets.jwksToken} x"`)],
  ['a port that is taken', (text) => text.replace('port: 0', `port: ${new URL(vendor.url).port}`)],
])(
  'a start that fails tells no secret: %s',
  async (_, spoil) => {
    const gateway = start(spoil(good()));
    const [code] = (await gateway.closed) as [number];
    expect(code).not.toBe(0);
    expect(gateway.written()).not.toBe('');
    expect(found(Object.values(secrets), gateway.written())).toEqual([]);
  },
  60_000,
);
