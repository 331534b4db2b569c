/**
 * Runs one gateway at full quota with mixed calls for SOAK_MINUTES (default 10), and checks that its
 * memory, handles and open files do not grow. A run of less than two minutes cannot measure growth and
 * fails. SOAK_SMOKE=true allows it: then only the answers are checked, and growth is reported as skipped.
 */
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
import { createCalls, type SoakCall } from './calls';
import { checkGrowth, measureGrowth, MIN_MINUTES, takeSample, type Sample } from './samples';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const IS_SMOKE_RUN = process.env.SOAK_SMOKE === 'true';
const CALLERS = 60;
/** At full quota the vendors accept more than this. */
const MIN_SUCCESSES_PER_SECOND = 20;
const SAMPLE_INTERVAL_MS = 2_000;
const API_KEY = 'soak-key';

let built: Build | undefined;
let folder: string | undefined;
let redis: RedisServer | undefined;
let sandboxes: readonly RunningSandbox[] = [];
let replica: Replica | undefined;

beforeAll(async () => {
  if (MINUTES < MIN_MINUTES && !IS_SMOKE_RUN) {
    throw new Error(
      `SOAK_MINUTES=${MINUTES} is too short to measure growth: set at least ${MIN_MINUTES}, or SOAK_SMOKE=true to skip the measurement.`,
    );
  }
  built = build();
  folder = mkdtempSync(join(tmpdir(), 'gateway-soak-'));
  redis = await startRedisServer();
  sandboxes = await Promise.all(
    Object.values(SANDBOX_VENDORS).map((create) => startSandbox({ vendor: create({}), port: 0 })),
  );
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, JSON.stringify(configuration()));
  const flags = [...startFlags(), '--expose-gc', '--require', writeCollector(folder)];
  replica = await startReplica({ script: built.gateway, config, redisUrl: redis.url, flags });
}, 120_000);

afterAll(async () => {
  await replica?.kill();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await redis?.stop();
  built?.remove();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const samples: Sample[] = [];

it(
  'answers mixed calls without server errors or warnings',
  async () => {
    const gateway = startedGateway();
    const { url } = gateway;
    const endMs = performance.now() + MINUTES * 60_000;
    const tally = new Map<string, number>();
    const callers = Array.from({ length: CALLERS }, (_, index) =>
      keepCalling(url, index, endMs, tally),
    );
    while (performance.now() < endMs) {
      await sleep(SAMPLE_INTERVAL_MS);
      samples.push(await takeSample(url));
      // the sandboxes would otherwise record every arrival
      for (const sandbox of sandboxes) {
        await fetch(`${sandbox.url}/_sandbox/arrivals`, { method: 'DELETE' });
      }
    }
    await Promise.all(callers);
    process.stdout.write(`${MINUTES} minutes: ${JSON.stringify(Object.fromEntries(tally))}\n`);
    expect([...tally.keys()].filter((status) => status.startsWith('5'))).toEqual([]);
    expect(gateway.output()).not.toContain('Warning');
    const successes = tally.get('200') ?? 0;
    expect(successes).toBeGreaterThan(IS_SMOKE_RUN ? 0 : MINUTES * 60 * MIN_SUCCESSES_PER_SECOND);
  },
  MINUTES * 60_000 + 60_000,
);

const unlessSmokeRun = IS_SMOKE_RUN ? it.skip : it;

unlessSmokeRun('does not grow in memory, handles or open files after the warm-up', () => {
  const { megabytes, handles, files } = measureGrowth(samples);
  const residentMegabytes = (samples.at(-1)?.residentBytes ?? NaN) / 1e6;
  process.stdout.write(
    `a minute: ${megabytes.toFixed(2)} MB, ${handles.toFixed(1)} handles, ${files.toFixed(1)} files; ` +
      `${residentMegabytes.toFixed(0)} MB at the end\n`,
  );
  expect(checkGrowth(samples)).toEqual([]);
});

function startedGateway(): Replica {
  if (replica === undefined) throw new Error('The gateway has not started.');
  return replica;
}

/** The flags of Node.js in `npm start`. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Writes a module that collects garbage before each sample; otherwise tens of megabytes of garbage would hide the growth. */
function writeCollector(directory: string): string {
  const file = join(directory, 'collect.js');
  writeFileSync(file, `setInterval(gc, ${SAMPLE_INTERVAL_MS}).unref();`);
  return file;
}

async function keepCalling(
  url: string,
  index: number,
  endMs: number,
  tally: Map<string, number>,
): Promise<void> {
  for (let turn = index; performance.now() < endMs; turn += CALLERS) {
    const calls = createCalls(turn);
    const call = calls[(turn + index) % calls.length];
    if (call === undefined) continue;
    const status = await send(url, call).catch(() => 'disconnected');
    tally.set(status, (tally.get(status) ?? 0) + 1);
    await sleep(100);
  }
}

/** Resolves with the HTTP status. @throws Error if the caller disconnects */
async function send(
  url: string,
  { method, path, body, headers, disconnectAfterMs }: SoakCall,
): Promise<string> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${API_KEY}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(disconnectAfterMs !== undefined && { signal: AbortSignal.timeout(disconnectAfterMs) }),
  });
  await answer.arrayBuffer();
  return String(answer.status);
}

const configuration = () => ({
  server: { host: '127.0.0.1', port: 0 },
  log: { level: 'error' },
  redis: { onLoss: 'share' },
  limits: { maxLagMs: 60_000 }, // callers, sandboxes and gateway share one machine
  auth: {
    apiKeys: [
      {
        client: 'soak',
        sha256: createHash('sha256').update(API_KEY).digest('hex'),
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
