/** Batches that are sent again after their gateway or their client was killed, with real processes and Redis. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../src/sandbox/nexconn';
import { build, type Build } from '../fleet/build';
import { startReplica, type Replica } from '../fleet/replica';
import { readLines, openBatchStream } from '../support/gateway/batch-stream';

const KEY = 'sandbox-key';
const COUNT = 60;

let built: Build;
beforeAll(() => {
  built = build();
}, 120_000);
afterAll(() => {
  built.remove();
});

interface Setup {
  readonly replicas: readonly Replica[];
  readonly folder: string;
  /** Sets the time that the vendor takes for a call. */
  readonly latency: (range: readonly [number, number]) => Promise<unknown>;
  /** The number of writes that the vendor has received. */
  readonly countWrites: () => Promise<number>;
}

/**
 * A test that has a vendor and replicas of its own, so that the tests wait side by side.
 * @param db of Redis, because replicas with the same app key share its quotas
 */
const withReplicas =
  (count: number, db: number, test: (setup: Setup) => Promise<void>) => async (): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-resumed-'));
    const sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
    const control = async (method: string, name: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return answer.json();
    };
    const latency: Setup['latency'] = (latencyMs) => control('PUT', 'settings', { latencyMs });
    // accept any channel: each write has a target of its own
    await control('PUT', 'settings', { latencyMs: [60, 60], unknowns: { checkChannel: false } });
    const config = join(folder, 'gateway.yaml');
    writeFileSync(config, configuration(sandbox.url, db));
    const start = () =>
      startReplica({ script: built.gateway, config, redisUrl: process.env.TEST_REDIS_URL });
    const replicas = await Promise.all(Array.from({ length: count }, start));
    const countWrites = async (): Promise<number> => {
      const { arrivals } = (await control('GET', 'arrivals')) as { arrivals: { route: string }[] };
      return arrivals.filter(({ route }) => route.endsWith('/metadata/set')).length;
    };
    try {
      await test({ replicas, folder, latency, countWrites });
    } finally {
      await Promise.all(replicas.map((replica) => replica.kill()));
      await sandbox.close();
      rmSync(folder, { recursive: true });
    }
  };

/** The vendor's quota is 20 a second, so they take three seconds. */
const OPERATIONS = Array.from({ length: COUNT }, (_, index) => ({
  id: `o${index}`,
  connection: 'resumed',
  channelType: 'group',
  channelId: `group-${index}`,
  messageId: 'MSG-GROUP-1',
  verb: 'set',
  entries: [{ key: `k${index}`, value: String(index) }],
}));
const TEXT = OPERATIONS.map((operation) => JSON.stringify(operation)).join('\n');

/** Sends the batch and yields the id of each operation that has succeeded. */
async function* sendBatch(url: string, key: string): AsyncGenerator<string> {
  const batch = openBatchStream(url, { 'Idempotency-Key': key });
  batch.send(TEXT);
  batch.finish();
  for await (const line of readLines<{ id?: string; status?: number; done?: true }>(
    await batch.answer(),
  )) {
    if (line.id !== undefined) expect(line).toMatchObject({ status: 200 });
    if (line.id !== undefined) yield line.id;
  }
}

it.concurrent(
  'carries out each write once if the replica is killed and the batch is sent to another',
  withReplicas(2, 5, async ({ replicas: [first, second], countWrites }) => {
    const key = `resumed-${Date.now()}`;
    const done = new Set<string>();
    await (async () => {
      for await (const id of sendBatch(first?.url ?? '', key))
        if (done.add(id).size === COUNT / 4) await first?.kill();
    })().catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'ECONNRESET' });
    });
    const before = await countWrites();
    expect(before).toBeGreaterThanOrEqual(COUNT / 4);
    expect(before).toBeLessThan(COUNT);
    const answered = new Set<string>();
    for await (const id of sendBatch(second?.url ?? '', key)) answered.add(id);
    expect(answered.size).toBe(COUNT);
    expect(await countWrites()).toBe(COUNT);
    for await (const id of sendBatch(second?.url ?? '', key)) answered.delete(id);
    expect(answered.size).toBe(0);
    expect(await countWrites()).toBe(COUNT);
  }),
  120_000,
);

it.concurrent(
  'carries out each write once if the command-line tool is killed and started again',
  withReplicas(1, 6, async ({ replicas: [replica], folder, latency, countWrites }) => {
    // the slower ones of the first 20 calls are in progress when the tool is killed
    await latency([20, 1_000]);
    const file = join(folder, 'changes.ndjson');
    writeFileSync(file, TEXT);
    const run = async (killAfter: number): Promise<number> => {
      const tool = spawn(process.execPath, [join(built.folder, 'src/cli/main.js'), 'batch', file], {
        env: { CHAT_METADATA_URL: replica?.url ?? '', CHAT_METADATA_KEY: KEY },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(tool, 'exit');
      let results = 0;
      for await (const line of createInterface(tool.stdout))
        if (line !== '' && (results += 1) === killAfter) tool.kill('SIGKILL');
      await ended;
      return results;
    };
    await run(COUNT / 4);
    expect(existsSync(`${file}.journal`)).toBe(true);
    expect(await run(Infinity)).toBeGreaterThan(0);
    expect(existsSync(`${file}.journal`)).toBe(false);
    expect(await countWrites()).toBe(COUNT);
  }),
  120_000,
);

/** JSON is YAML. */
const configuration = (sandboxUrl: string, db: number): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0 },
    log: { level: 'silent' },
    redis: { db },
    limits: { maxReplicas: 3, maxLagMs: 20_000 },
    auth: {
      apiKeys: [
        {
          client: 'batches',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: {
      resumed: {
        provider: 'nexconn',
        appKey: 'sandbox-app-key',
        appSecret: 'sandbox-app-secret',
        baseUrls: [sandboxUrl],
        defaultActorId: 'system',
      },
    },
  });
