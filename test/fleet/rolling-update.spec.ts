/** A rolling update: a replica of the former release and one of this version share one Redis. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../src/sandbox/vendors';
import { createCall, type Call } from '../support/gateway/call';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { build, type Build } from './build';
import { copySources, formerRelease, readSource } from './former-release';
import { startReplica, type Replica } from './replica';

const KEY = 'sandbox-key';
const QUOTA = 'group-message';
const LIMIT = 20;
const LOAD_MS = 5_000;
const PLACE = '/v1/connections/shared/channels/group/group-001/messages/MSG-GROUP-1/metadata';
const LEDGER = 'src/limiter/ledger/ledger.lua';

interface Version {
  readonly replica: Replica;
  readonly call: Call;
}

let sources: string;
let builds: readonly Build[];
let redis: RedisServer;
let sandbox: RunningSandbox;
let former: Version;
let present: Version;
beforeAll(async () => {
  sources = copySources(FORMER);
  builds = [build(sources), build()];
  redis = await startRedisServer();
  const vendor = SANDBOX_VENDORS.nexconn?.({});
  if (vendor === undefined) throw new Error('There is no sandbox.');
  sandbox = await startSandbox({ vendor, port: 0 });
  const config = join(sources, 'gateway.yaml');
  writeFileSync(config, configuration(sandbox.url));
  const start = async (built: Build | undefined): Promise<Version> => {
    const script = built?.gateway ?? '';
    const replica = await startReplica({ script, config, redisUrl: redis.url });
    return { replica, call: createCall(replica.url, KEY) };
  };
  former = await start(builds[0]);
  // a new ledger grants nothing at first
  await former.call('PUT', `${PLACE}/k`, { body: { value: 'v' }, headers: { Prefer: 'wait=30' } });
  present = await start(builds[1]);
}, 300_000);
afterAll(async () => {
  await Promise.all([former, present].map(({ replica }) => replica.kill()));
  await sandbox.close();
  await redis.stop();
  for (const built of builds) built.remove();
  rmSync(sources, { recursive: true });
});

interface Arrival {
  readonly status: number | null;
  readonly quotas: Readonly<Record<string, number>>;
}

/** The writes that the vendor has received. */
async function writes(): Promise<readonly Arrival[]> {
  const { arrivals } = (await (await fetch(`${sandbox.url}/_sandbox/arrivals`)).json()) as {
    readonly arrivals: readonly Arrival[];
  };
  return arrivals.filter(({ quotas }) => quotas[QUOTA] !== undefined);
}

let actors = 0;
/** Writes until the time is over, as many callers. @returns the statuses of the answers */
async function write({ call }: Version): Promise<readonly number[]> {
  const untilMs = performance.now() + LOAD_MS;
  const statuses: number[] = [];
  const caller = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      actors += 1; // writes of different actors are never merged
      const headers = { Prefer: 'wait=5', 'X-Actor-Id': `actor-${actors}` };
      statuses.push((await call('PUT', `${PLACE}/k`, { body: { value: 'v' }, headers })).status);
    }
  };
  await Promise.all(Array.from({ length: LIMIT }, caller));
  return statuses;
}

const formatIn = (script: string): string | undefined =>
  /^local FORMAT = '(.*)'$/m.exec(script)?.[1];
const FORMER = formerRelease();
/** Replicas of another format refuse calls until the ledger of the former ones has expired. */
const IS_SHARED =
  formatIn(readSource(FORMER, LEDGER)) ===
  formatIn(readFileSync(join(__dirname, '..', '..', LEDGER), 'utf8'));
const whileShared = IS_SHARED ? it : it.skip;

it('keeps the quota, and both replicas serve unless the format has changed', async () => {
  const [byFormer, byPresent] = await Promise.all([write(former), write(present)]);
  const received = await writes();
  expect(received.filter(({ status }) => status === 429)).toEqual([]);
  expect(new Set(byFormer)).toEqual(new Set([200]));
  expect(new Set(byPresent)).toEqual(new Set([IS_SHARED ? 200 : 503]));
  expect(received.length).toBeGreaterThan(0.6 * LIMIT * (LOAD_MS / 1_000));
}, 90_000);

whileShared('replays on one version what was carried out on the other', async () => {
  const headers = { 'Idempotency-Key': 'update-1', Prefer: 'wait=5' };
  const before = (await writes()).length;
  const request = { body: { value: 'once' }, headers };
  const first = await former.call('PUT', `${PLACE}/once`, request);
  const second = await present.call('PUT', `${PLACE}/once`, request);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body).toEqual(first.body);
  expect(await writes()).toHaveLength(before + 1);
});

whileShared(
  'goes on with this version when the former one has ended',
  async () => {
    await former.replica.terminate();
    const before = (await writes()).length;
    expect(new Set(await write(present))).toEqual(new Set([200]));
    const received = (await writes()).slice(before);
    expect(received.filter(({ status }) => status === 429)).toEqual([]);
    expect(received.length).toBeGreaterThan(0.6 * LIMIT * (LOAD_MS / 1_000));
  },
  60_000,
);

/** JSON is YAML. */
const configuration = (sandboxUrl: string): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0 },
    log: { level: 'silent' },
    redis: {},
    limits: { maxReplicas: 2, maxLagMs: 20_000, maxWaitMs: 30_000 },
    auth: {
      apiKeys: [
        {
          client: 'update',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: {
      shared: {
        provider: 'nexconn',
        appKey: 'sandbox-app-key',
        appSecret: 'sandbox-app-secret',
        baseUrls: [sandboxUrl],
        defaultActorId: 'system',
      },
    },
  });
