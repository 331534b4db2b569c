/** Each change of state of Redis: one line in the log, one metric, one line in the readiness, and the console's sample. */
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { startReplica } from '../limiter/ledger/replica';
import { sha256, startLiveGateway, type LiveGateway } from '../support/gateway/live-gateway';
import { readEvents } from '../support/gateway/read-events';
import { runTool } from '../support/process/run-tool';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';

const KEY = 'redis-changes-key';
const QUOTA = 'metacounter.get';
const OTHER_QUOTA = 'metacounter.delete';
const QUOTAS = '/v1/connections/main/quotas';
const SHARES = `${QUOTAS}/${QUOTA}/suspended-shares`;
const FALLBACK_MS = 3_000;
/** Until a change is seen everywhere; the gateway itself takes a second at most. */
const SEEN_MS = 15_000;

const YAML = (url: string): string => `
redis: { url: "${url}", fallback: { forMs: ${FALLBACK_MS} } }
auth: { apiKeys: [{ client: ops, sha256: ${sha256(KEY)}, connections: ['*'], access: [read, operate] }] }
connections:
  main: { provider: sendbird, appId: redis-changes, apiToken: t, baseUrls: ['http://127.0.0.1:1'], timeouts: { connectMs: 200, totalMs: 1500 } }
`;

type Json = Readonly<Record<string, unknown>>;

const lines: Json[] = [];
let server: RedisServer;
let gateway: LiveGateway;
beforeAll(async () => {
  server = await startRedisServer();
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()) as Json);
      done();
    },
  });
  gateway = await startLiveGateway({ 'gateway.yaml': YAML(server.url) }, KEY, pino(stream));
});
afterAll(async () => {
  await gateway.close();
  await server.stop();
});

/** Resolves when the expectation holds. @throws what it threw last */
async function eventually(expectation: () => Promise<void> | void): Promise<void> {
  const endMs = performance.now() + SEEN_MS;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await sleep(25);
    }
  }
}

const get = async (path: string): Promise<string> =>
  (await fetch(`${gateway.url}${path}`, { headers: { Authorization: `Bearer ${KEY}` } })).text();

const readiness = async (): Promise<unknown> => {
  const { details, detail } = JSON.parse(await get('/health/ready')) as {
    details?: { redis: Json };
    detail?: string;
  };
  return details?.redis ?? { unfit: detail };
};

/** The newest sample of the event stream, as the console gets it: the state of Redis and of the fleet. */
async function sample(): Promise<unknown> {
  const response = await fetch(`${gateway.url}/v1/events`, {
    headers: { Authorization: `Bearer ${KEY}` },
  });
  let newest: unknown;
  for await (const { event, data } of readEvents(response))
    if (event === 'sample') {
      const { redis, connections } = data as { redis?: Json; connections: readonly Json[] };
      newest = { redis, fleet: connections[0]?.fleet };
    }
  return newest;
}

/** A replica of the same vendor account that crashes after its first message. */
async function crashReplica(): Promise<void> {
  const redis = new Redis(server.url);
  const [key = ''] = await redis.keys('{cmg:*}:terms');
  redis.disconnect();
  const account = key.slice('{cmg:'.length, -'}:terms'.length);
  const { quotas } = (await gateway.call('GET', QUOTAS)).body as {
    quotas: { name: string; limit: number; windowMs: number }[];
  };
  const replica = startReplica({
    ...{ redisUrl: server.url, account, replicaName: 'pod-2', clientTimeoutMs: 1500 },
    quotas: quotas.filter(({ name }) => [QUOTA, OTHER_QUOTA].includes(name)),
  });
  await eventually(() => {
    expect(replica.replicas()).toBe(2);
  });
  replica.crash();
}

interface Change {
  readonly name: string;
  readonly begin?: () => Promise<unknown>;
  readonly line: Json;
  readonly metric: RegExp;
  readonly readiness: Json;
  readonly sample: Json;
}

const inTheFuture = expect.any(Number) as number;
const CHANGES: readonly Change[] = [
  {
    name: 'connected',
    line: { redis: 'connected' },
    metric: /^gateway_redis_connected 1$/m,
    readiness: { state: 'connected' },
    sample: { redis: { state: 'connected' } },
  },
  {
    name: 'quarantined, after a first start',
    line: { ledger: 'quarantined', connection: 'main', untilMs: inTheFuture },
    metric: /^gateway_limiter_ledger_state\{connection="main",state="quarantined"\} 1$/m,
    readiness: { ledgers: { main: { state: 'quarantined', untilMs: inTheFuture } } },
    sample: { fleet: { mode: 'quarantined', untilMs: inTheFuture } },
  },
  {
    name: 'a suspended share, of a replica that crashed',
    begin: crashReplica,
    line: { ledger: 'suspended', connection: 'main', replica: 'pod-2', untilMs: inTheFuture },
    metric: /^gateway_limiter_suspended_replicas\{connection="main"\} 1$/m,
    readiness: {
      ledgers: { main: { suspended: [{ replica: 'pod-2', untilMs: inTheFuture }] } },
    },
    sample: { fleet: { suspended: [{ replica: 'pod-2', untilMs: inTheFuture }] } },
  },
  {
    name: 'lost, with the reason',
    begin: () => server.stop(),
    line: { redis: 'lost', cause: 'refused' },
    metric: /^gateway_redis_failures_total\{use="connection",cause="refused"\} \d+$/m,
    readiness: { state: 'lost', cause: 'refused' },
    sample: { redis: { state: 'lost', cause: 'refused' } },
  },
  {
    name: 'fallback, until',
    line: { ledger: 'fallback', connection: 'main', untilMs: inTheFuture },
    metric: /^gateway_limiter_ledger_state\{connection="main",state="fallback"\} 1$/m,
    readiness: { ledgers: { main: { state: 'fallback', untilMs: inTheFuture } } },
    sample: { fleet: { mode: 'fallback', untilMs: inTheFuture } },
  },
  {
    name: 'refusing, when the fallback has ended',
    line: { ledger: 'refusing', connection: 'main' },
    metric: /^gateway_limiter_ledger_state\{connection="main",state="refusing"\} 1$/m,
    readiness: { unfit: expect.stringContaining('nothing listens at its address') },
    sample: { fleet: { mode: 'refusing' } },
  },
  {
    name: 'back',
    begin: async () => {
      server = await startRedisServer(server.port);
    },
    line: { ledger: 'shared', connection: 'main' },
    metric: /^gateway_limiter_ledger_state\{connection="main",state="shared"\} 1$/m,
    readiness: { state: 'connected' },
    sample: { redis: { state: 'connected' }, fleet: { mode: 'shared' } },
  },
];

it.each(CHANGES)('says $name', async (change) => {
  const before = change.begin ? lines.length : 0;
  await change.begin?.();
  await Promise.all([
    eventually(async () => {
      expect(await get('/metrics')).toMatch(change.metric);
    }),
    eventually(async () => {
      expect(await readiness()).toMatchObject(change.readiness);
    }),
    eventually(async () => {
      expect(await sample()).toMatchObject(change.sample);
    }),
    eventually(() => {
      expect(lines.slice(before)).toContainEqual(expect.objectContaining(change.line));
    }),
  ]);
  const names = Object.keys(change.line).filter((name) => name !== 'untilMs');
  const same = lines
    .slice(before)
    .filter((line) => names.every((name) => line[name] === change.line[name]));
  expect(same).toHaveLength(1);
});

describe('a suspended share', () => {
  const listed = async (quota = QUOTA): Promise<unknown> => {
    const { quotas } = (await gateway.call('GET', QUOTAS)).body as {
      quotas: { name: string; suspendedShares: unknown }[];
    };
    return quotas.find(({ name }) => name === quota)?.suspendedShares;
  };
  const end = (path: string) => gateway.call('DELETE', `${QUOTAS}/${path}`);

  it('is listed until an operator ends it, with an audit line', async () => {
    await crashReplica();
    await eventually(async () => {
      expect(await listed()).toEqual([
        { replica: 'pod-2', tokens: expect.any(Number), endsInMs: expect.any(Number) },
      ]);
    });
    const { status, text } = await end(`${QUOTA}/suspended-shares/pod-2`);
    expect([status, text]).toEqual([204, '']);
    expect([await listed(), await listed(OTHER_QUOTA)]).toEqual([[], [expect.anything()]]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        audit: {
          ...{ operation: 'quota.end-suspension', client: 'ops', connection: 'main' },
          ...{ quota: QUOTA, replica: 'pod-2', outcome: 'done', applied: 'yes' },
        },
      }),
    );
    const tool = (...args: string[]) =>
      runTool(['quotas', ...args], {
        url: gateway.url,
        isTTY: true,
        env: { CHAT_METADATA_KEY: KEY },
      });
    expect((await tool('main', '--once')).out).toMatch(
      /^Suspended: \d+ of main metacounter\.delete for the silent replica pod-2, for \d\d s\.$/m,
    );
    expect(await tool('end-suspension', 'main', OTHER_QUOTA, 'pod-2')).toMatchObject({
      ...{ code: 0, out: 'The share is free one lease and one window from now.\n', err: '' },
    });
    const again = await tool('end-suspension', 'main', OTHER_QUOTA, 'pod-2');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('404 route-not-found: ')]);
    await eventually(() => {
      expect(lines).toContainEqual(
        expect.objectContaining({ ledger: 'suspension-ended', replica: 'pod-2' }),
      );
    });
  });

  it.each([
    [`${QUOTA}/suspended-shares/pod-2`, 'the suspended shares'],
    ['none/suspended-shares/pod-2', 'its quotas'],
  ])('replies 404 to DELETE %s', async (path, listed) => {
    expect((await end(path)).body).toMatchObject({
      ...{ status: 404, code: 'route-not-found' },
      detail: expect.stringContaining(`GET ${QUOTAS} lists ${listed}.`) as string,
    });
  });

  it('replies 503 without Redis, as nothing is known of it then', async () => {
    await server.stop();
    expect((await gateway.call('DELETE', `${SHARES}/pod-2`)).body).toMatchObject({
      ...{ status: 503, code: 'limiter-unavailable' },
      detail: expect.stringContaining('Redis did not confirm') as string,
    });
    server = await startRedisServer(server.port);
  });
});
