import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { checkConnect } from '../../src/bin/config-check';
import { loadConfig } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { sha256, startLiveGateway, type LiveGateway } from '../support/gateway/live-gateway';
import { findFreePort, startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { until } from '../support/until';

const KEY = 'redis-state-key';

const yaml = (redis: string): string => `
redis: ${redis}
auth: { apiKeys: [{ client: a, sha256: ${sha256(KEY)}, connections: ['*'], access: [read, write] }] }
connections:
  main: { provider: sendbird, appId: redis-state, apiToken: t, baseUrls: ['http://127.0.0.1:1'], timeouts: { connectMs: 200, totalMs: 300 } }
`;

interface Ready {
  readonly details: {
    readonly redis: {
      readonly state: string;
      readonly cause?: string;
      readonly ledgers?: Readonly<Record<string, { readonly state: string }>>;
    };
  };
}

let server: RedisServer;
let gateway: LiveGateway | undefined;
let lines: string[];
beforeEach(async () => {
  server = await startRedisServer();
  lines = [];
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await server.stop();
});

async function start(redis: string, moreConnections = ''): Promise<LiveGateway> {
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  gateway = await startLiveGateway(
    { 'gateway.yaml': yaml(redis) + moreConnections },
    KEY,
    pino(stream),
  );
  return gateway;
}

const ready = ({ url }: LiveGateway) => fetch(`${url}/health/ready`);

async function untilState(one: LiveGateway, state: string): Promise<Ready['details']['redis']> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    const reply = await ready(one);
    const { details } = (await reply.json()) as Partial<Ready>;
    const redis = details?.redis;
    if (redis?.state === state && (state !== 'lost' || redis.ledgers)) return redis;
    await sleep(20);
  }
  throw new Error(`Redis did not become ${state}.`);
}

const untilLine = (part: string) => until(() => lines.some((line) => line.includes(part)));

/** The state of the locks, once there is one. */
async function lockStates(admin: Redis): Promise<readonly string[]> {
  const read = () => admin.keys('{cmg:*}:locks');
  await until(async () => (await read()).length > 0);
  return read();
}

const read = ({ url }: LiveGateway) =>
  fetch(`${url}/v1/connections/main/channels/open/c/metadata/theme`, {
    headers: { Authorization: `Bearer ${KEY}` },
  });

it('begins the wait for locks when a flush is noticed, and not with the first lock', async () => {
  const one = await start(`{ url: "${server.url}" }`);
  const admin = new Redis(server.url);
  await untilLine('"ledger":"quarantined"');
  await untilLine('"ledger":"shared"');
  await admin.flushall();
  await read(one); // a read takes no lock, but tokens of the ledger
  expect(await lockStates(admin)).toHaveLength(1);
  admin.disconnect();
});

it('begins it again when Redis is flushed in the quarantine after a loss', async () => {
  await start(`{ url: "${server.url}" }`);
  const admin = new Redis(server.url);
  await untilLine('"ledger":"quarantined"');
  expect(await lockStates(admin)).toHaveLength(1);
  await admin.flushall();
  expect(await lockStates(admin)).toHaveLength(1);
  admin.disconnect();
});

it('says that the password is wrong, without it', async () => {
  const one = await start(
    `{ url: "${server.url}", username: stranger, password: canary-password }`,
  );
  let text = '';
  while (!text.includes('it rejects the user or the password')) {
    await sleep(20);
    text = await (await ready(one)).text();
  }
  expect(lines.join('\n')).toContain('"cause":"auth"');
  expect(text + lines.join('\n')).not.toContain('canary-password');
});

it('has one connection for a hundred vendor accounts, also when Redis comes back', async () => {
  const accounts = Array.from(
    { length: 99 },
    (_, index) =>
      `  c${index}: { provider: sendbird, appId: app-${index}, apiToken: t, baseUrls: ['http://127.0.0.1:1'] }\n`,
  );
  const one = await start(`{ url: "${server.url}" }`, accounts.join(''));
  await untilState(one, 'connected');
  expect(await connectionsOf(server.port)).toEqual({ now: 1, others: 1 });
  const { port } = server;
  await server.stop();
  server = await startRedisServer(port);
  while ((await connectionsOf(port)).now === 0) await sleep(100);
  await untilState(one, 'connected');
  const { now, others } = await connectionsOf(port);
  expect({ now, others }).toEqual({ now: 1, others: 1 });
});

/** How often this file has counted the connections of the present server. */
let counts: { of: RedisServer; times: number } | undefined;

/** The connections of others to a server, now and since its start. */
async function connectionsOf(port: number): Promise<{ now: number; others: number }> {
  if (counts?.of !== server) counts = { of: server, times: 0 };
  counts.times += 1;
  const admin = new Redis(port);
  const now =
    String(await admin.client('LIST'))
      .trim()
      .split('\n').length - 1;
  const [, all] = /total_connections_received:(\d+)/.exec(await admin.info('stats')) ?? [];
  admin.disconnect();
  return { now, others: Number(all) - counts.times };
}

it('is not ready while a required Redis is lost, and ready when it is back', async () => {
  const one = await start(`{ url: "${server.url}", required: true }`);
  expect((await ready(one)).status).toBe(200);
  const { port } = server;
  await server.stop();
  while ((await ready(one)).status === 200) await sleep(20);
  expect(await (await ready(one)).json()).toMatchObject({
    status: 503,
    code: 'limiter-unavailable',
    detail: expect.stringContaining('Redis is required') as string,
  });
  server = await startRedisServer(port);
  await untilState(one, 'connected').catch(() => undefined);
  while ((await ready(one)).status !== 200) await sleep(20);
});

it('refuses to start without a required Redis, with the reason', async () => {
  await expect(
    start(`{ url: "${server.url}", username: stranger, password: wrong, required: true }`),
  ).rejects.toThrow('it rejects the user or the password');
});

it('config:check --connect reports the state of Redis and of each vendor host', async () => {
  const settings = (redis: string) =>
    loadConfig({
      env: { GATEWAY_CONFIG: 'gateway.yaml' },
      providers: PROVIDERS,
      readFile: () => yaml(redis),
    });
  const good = await checkConnect(settings(`{ url: "${server.url}" }`));
  expect(good.text).toContain('redis: ok');
  expect(good.text).toContain(
    'connections.main http://127.0.0.1:1: no TCP connection (ECONNREFUSED)',
  );
  expect(good.ok).toBe(false);
  const bad = await checkConnect(settings(`{ url: "redis://127.0.0.1:${await findFreePort()}" }`));
  expect(bad.text).toContain('redis: Redis cannot be used: nothing listens at its address');
});
