/** A gateway of its own at full quota with mixed calls, for SOAK_MINUTES: it holds no more at the end. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../src/sandbox/vendors';
import { build, type Build } from '../fleet/build';
import { startReplica, type Replica } from '../fleet/replica';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { callsOf, type SoakCall } from './calls';
import { sample, slope, type Sample } from './samples';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
/** A slope over less than this says where the heap began, not where it goes. */
const TELLING_MINUTES = 2;
/** The heap grows to its working size first. */
const WARM_UP = 0.3;
const CALLERS = 60;
const SAMPLE_MS = 2_000;
const KEY = 'soak-key';

let built: Build;
let folder: string;
let redis: RedisServer;
let sandboxes: readonly RunningSandbox[];
let replica: Replica;

beforeAll(async () => {
  built = build();
  folder = mkdtempSync(join(tmpdir(), 'gateway-soak-'));
  redis = await startRedisServer();
  sandboxes = await Promise.all(
    Object.values(SANDBOX_VENDORS).map((create) => startSandbox({ vendor: create({}), port: 0 })),
  );
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, JSON.stringify(configuration()));
  const flags = [...asStarted(), '--expose-gc', '--require', collector(folder)];
  replica = await startReplica({ script: built.gateway, config, redisUrl: redis.url, flags });
}, 120_000);

afterAll(async () => {
  await replica.kill();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await redis.stop();
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(
  'holds no more memory, handles or sockets at the end than when it was warm',
  async () => {
    const endMs = performance.now() + MINUTES * 60_000;
    const tally = new Map<string, number>();
    const callers = Array.from({ length: CALLERS }, (_, index) => keepCalling(index, endMs, tally));
    const samples: Sample[] = [];
    while (performance.now() < endMs) {
      await sleep(SAMPLE_MS);
      samples.push(await sample(replica.url));
      // the vendors of the test remember every arrival
      for (const { url } of sandboxes)
        await fetch(`${url}/_sandbox/arrivals`, { method: 'DELETE' });
    }
    await Promise.all(callers);
    const warm = samples.slice(Math.floor(WARM_UP * samples.length));
    const megabytes = slope(warm, ({ residentBytes }) => residentBytes / 1e6);
    const handles = slope(warm, (one) => one.handles);
    const files = slope(warm, (one) => one.files);
    const last = samples.at(-1);
    process.stdout.write(
      `${MINUTES} minutes: ${JSON.stringify(Object.fromEntries(tally))}\n` +
        `a minute: ${megabytes.toFixed(2)} MB, ${handles.toFixed(1)} handles, ${files.toFixed(1)} files; ` +
        `${((last?.residentBytes ?? 0) / 1e6).toFixed(0)} MB at the end\n`,
    );
    expect([...tally.keys()].filter((status) => status.startsWith('5'))).toEqual([]);
    expect(replica.said()).not.toContain('Warning');
    expect(tally.get('200') ?? 0).toBeGreaterThan(0);
    if (MINUTES < TELLING_MINUTES) return;
    expect(tally.get('200') ?? 0).toBeGreaterThan(MINUTES * 60 * 20);
    expect(megabytes).toBeLessThanOrEqual(1);
    // callers come and go by dozens
    expect(handles).toBeLessThanOrEqual(2);
    expect(files).toBeLessThanOrEqual(2);
  },
  MINUTES * 60_000 + 60_000,
);

/** Node's flags of `npm start`. */
function asStarted(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Garbage comes and goes by tens of megabytes, and would hide what is held. */
function collector(into: string): string {
  const file = join(into, 'collect.js');
  writeFileSync(file, `setInterval(gc, ${SAMPLE_MS}).unref();`);
  return file;
}

async function keepCalling(index: number, endMs: number, tally: Map<string, number>) {
  for (let turn = index; performance.now() < endMs; turn += CALLERS) {
    const calls = callsOf(turn);
    const call = calls[(turn + index) % calls.length];
    if (call === undefined) continue;
    const status = await send(call).catch(() => 'hung up');
    tally.set(status, (tally.get(status) ?? 0) + 1);
    await sleep(100);
  }
}

async function send({ method, path, body, headers, hangsUpAfterMs }: SoakCall): Promise<string> {
  const answer = await fetch(`${replica.url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${KEY}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(hangsUpAfterMs !== undefined && { signal: AbortSignal.timeout(hangsUpAfterMs) }),
  });
  await answer.arrayBuffer();
  return String(answer.status);
}

const configuration = () => ({
  server: { host: '127.0.0.1', port: 0 },
  log: { level: 'error' },
  redis: { onLoss: 'share' },
  limits: { maxLagMs: 60_000 }, // callers, vendors and gateway share a machine
  auth: {
    apiKeys: [
      {
        client: 'soak',
        sha256: createHash('sha256').update(KEY).digest('hex'),
        connections: ['*'],
        access: ['read', 'write'],
      },
    ],
  },
  connections: {
    nexconn: {
      provider: 'nexconn',
      appKey: 'sandbox-app-key',
      appSecret: 'sandbox-app-secret',
      defaultActorId: 'WNYZbMqpH',
      baseUrls: [sandboxes.find(({ name }) => name === 'nexconn')?.url],
    },
    sendbird: {
      provider: 'sendbird',
      appId: 'SANDBOX',
      apiToken: 'sandbox-api-token',
      baseUrls: [sandboxes.find(({ name }) => name === 'sendbird')?.url],
    },
  },
});
