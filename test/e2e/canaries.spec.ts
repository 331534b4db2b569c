import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { build, type Build } from '../fleet/build';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { createCall } from '../support/gateway/call';
import { canary, encodingsOf, findLeaks } from '../support/gateway/canary';
import { callAllRoutes } from '../support/gateway/canary-calls';
import { signToken, startIssuer, type Issuer } from '../support/gateway/issuer';
import { failureOf, successOf } from '../support/vendor/echo-replies';
import { listen, type Listening } from '../support/vendor/listen';
import type { Vendor } from '../support/vendor/sandbox';
import { readRequest, type WireRequest } from '../support/vendor/wire';

/** Only the vendor, Redis or the token issuer may see these. */
const secrets = {
  appSecret: canary('app-secret'),
  apiToken: canary('api-token'),
  streamKey: canary('stream-key'),
  streamSecret: canary('stream-secret'),
  tencentKey: canary('tencent-key'),
  apiKey: canary('api-key'),
  redisPassword: canary('redis-password'),
  jwksToken: canary('jwks-token'),
};
/** The token of a server, which signs every call to Stream. */
const streamToken = ((signed: string) =>
  `${signed}.${createHmac('sha256', secrets.streamSecret).update(signed).digest('base64url')}`)(
  [{ alg: 'HS256', typ: 'JWT' }, { server: true }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.'),
);
/** The caller may see these in a reply, but the log must not have them. */
const callerTexts = {
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

let compiled: Build;
let folder: string;
let redis: RedisServer;
let issuer: Issuer;
let vendor: Listening;
let token: string;
const sent: WireRequest[] = [];
const children: ChildProcess[] = [];
/** The statuses of the vendor's replies in turn; one 429, after which the gateway pauses for a second. */
const STATUSES = [
  ...Array.from({ length: 3 }, () => [200, 200, 400, 401, 403, 404, 500, 302]),
  429,
].flat();

const SECRETS: Readonly<Record<Vendor, string>> = {
  nexconn: secrets.appSecret,
  sendbird: secrets.apiToken,
  stream: secrets.streamSecret,
  tencent: secrets.tencentKey,
};

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
        response.writeHead(status, { Location: `http://127.0.0.1:1/${callerTexts.reply}` });
        response.end(
          JSON.stringify(
            status === 200
              ? successOf(request, callerTexts.reply)
              : failureOf(request, SECRETS, callerTexts.reply),
          ),
        );
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

/** Starts a gateway as a process and collects all that it writes to stdout and stderr. */
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
      STREAM_KEY: secrets.streamKey,
      STREAM_SECRET: secrets.streamSecret,
      TENCENT_KEY: secrets.tencentKey,
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

const validConfig = (): string => {
  writeFileSync(join(folder, 'token'), `${secrets.apiToken}\n`);
  return `
server: { host: 127.0.0.1, port: 0, drainDelayMs: 0, trustProxy: true }
limits: { maxLagMs: 60000 } # a busy machine is no overload here
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
    timeouts: { connectMs: 1000, totalMs: 1500 }
    defaultActorId: system
  two:
    provider: sendbird
    appId: APP
    apiToken: "\${file:${join(folder, 'token')}}"
    baseUrls: ["${vendor.url}"]
    timeouts: { connectMs: 1000, totalMs: 1500 }
  three:
    provider: stream
    apiKey: "\${STREAM_KEY}"
    apiSecret: "\${STREAM_SECRET}"
    baseUrls: ["${vendor.url}"]
    timeouts: { connectMs: 1000, totalMs: 1500 }
    defaultActorId: system
  four:
    provider: tencent
    sdkAppId: 1400000001
    identifier: admin
    secretKey: "\${TENCENT_KEY}"
    baseUrls: ["${vendor.url}"]
    timeouts: { connectMs: 1000, totalMs: 1500 }
    quotas: { group-attribute.write: { limit: 100 } }
    defaultActorId: ada
`;
};

/** Waits until the output matches, and returns the first group. */
const waitForOutput = async (
  gateway: ReturnType<typeof start>,
  pattern: RegExp,
): Promise<string> => {
  for (;;) {
    const match = pattern.exec(gateway.written());
    if (match?.[1] !== undefined) return match[1];
    const { exitCode, signalCode } = gateway.child;
    if (exitCode !== null || signalCode !== null) throw new Error(gateway.written());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

it.concurrent(
  'has no secret in its output and replies, and no value in its output',
  async () => {
    const gateway = start(validConfig());
    const url = await waitForOutput(gateway, /"api":"(http:\S+?)\/v1/);
    const credentials = [secrets.apiKey, token, `${secrets.apiKey}x`];
    const replies = await callAllRoutes(url, credentials, callerTexts);
    await redis.stop(); // the output after the loss of Redis counts too
    replies.push(
      ...(await Promise.all(
        ['GET', 'PUT'].map((method) =>
          createCall(url, secrets.apiKey)(
            method,
            '/v1/connections/one/channels/open/o/metadata/a',
            {
              headers: { Prefer: 'wait=0' },
              ...(method === 'PUT' && { body: { value: callerTexts.value } }),
            },
          ),
        ),
      )),
    );
    gateway.child.kill('SIGTERM');
    await gateway.closed;

    // the search must find secrets and values where they are: in the requests to the vendor
    const wire = JSON.stringify(sent);
    expect(
      findLeaks(
        [
          secrets.apiToken,
          secrets.streamKey,
          streamToken,
          callerTexts.value,
          callerTexts.otherValue,
        ],
        wire,
      ),
    ).toHaveLength(5);
    for (const form of encodingsOf(secrets.appSecret))
      expect(findLeaks([secrets.appSecret], `x${form}y`)).toHaveLength(1);
    const signatures = sent.flatMap(({ headers }) =>
      headers.filter(([name]) => name.toLowerCase() === 'signature').map(([, value]) => value),
    );
    expect(signatures.length).toBeGreaterThan(10);
    expect(replies.some(({ text }) => text.includes(callerTexts.value))).toBe(true);
    expect(new Set(replies.map(({ status }) => status)).size).toBeGreaterThan(6);
    const written = gateway.written();
    expect(written.match(/"msg":"mutation"/g)?.length).toBeGreaterThan(30);

    const userSigs = sent.flatMap(({ path }) => /usersig=([^&]+)/.exec(path)?.[1] ?? []);
    expect(userSigs.length).toBeGreaterThan(10);
    const [, , signedPart = ''] = token.split('.');
    const hidden = [
      ...Object.values(secrets),
      token,
      signedPart,
      streamToken,
      ...signatures,
      ...new Set(userSigs),
    ];
    expect(findLeaks([...hidden, ...Object.values(callerTexts)], written)).toEqual([]);
    for (const { text, headers } of replies)
      expect(findLeaks(hidden, text + JSON.stringify([...headers]))).toEqual([]);
    const problems = replies.filter(({ headers }) =>
      headers.get('content-type')?.includes('problem'),
    );
    expect(problems.length).toBeGreaterThan(50);
    const bodies = [
      callerTexts.broken,
      callerTexts.header,
      callerTexts.cookie,
      callerTexts.idempotencyKey,
    ];
    for (const { text } of problems) expect(findLeaks(bodies, text)).toEqual([]);
  },
  180_000,
);

it.concurrent.each<[string, (config: string) => string]>([
  [
    'a secret instead of a hash',
    (text) => text.replace(/sha256: \w+/, `sha256: ${secrets.apiKey}`),
  ],
  [
    'a secret under an unknown name',
    (text) => text.replace('appKey: app-key', `appPassword: ${secrets.apiKey}`),
  ],
  [
    'a secret as a name',
    (text) => text.replace('appKey: app-key', `appKey: { x: ${secrets.apiKey} }`),
  ],
  ['YAML that breaks at a secret', (text) => `${text}\n  apiToken: "${secrets.apiKey}\n`],
  ['a secret as a YAML tag', (text) => `${text}\nlog: !${secrets.apiKey} x\n`],
  ['a secret as a YAML alias', (text) => `${text}\nlog: *${secrets.apiKey}\n`],
  [
    'a URL with a password',
    (text) => text.replace(/baseUrls: .*/, `baseUrls: ["https://u:${secrets.apiKey}@x"]`),
  ],
  [
    'an invalid Redis URL',
    (text) => text.replace(/url: "[^"]*"/, `url: "redis//:${secrets.redisPassword}@x"`),
  ],
  [
    'a required Redis that cannot be reached',
    (text) => text.replace(/(redis: .*@127\.0\.0\.1:)\d+" \}/, '$11", required: true }'),
  ],
  ['a token with a space', (text) => text.replace(secrets.jwksToken, `"${secrets.jwksToken} x"`)],
  ['a port in use', (text) => text.replace('port: 0', `port: ${new URL(vendor.url).port}`)],
])(
  'writes no secret when the start fails: %s',
  async (_, spoil) => {
    const gateway = start(spoil(validConfig()));
    const [code] = (await gateway.closed) as [number];
    expect(code).not.toBe(0);
    expect(gateway.written()).not.toBe('');
    expect(findLeaks(Object.values(secrets), gateway.written())).toEqual([]);
  },
  60_000,
);
