import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../../src/sandbox/kit/sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { build } from '../../limiter/fleet/build';
import { FleetRedis } from '../../limiter/fleet/redis';
import { startReplica, type Replica } from '../../limiter/fleet/replica';

const KEY = 'chaos-key';
const COUNT = 3;
const RATES = { limit: 40 };

/** What the gateway and the sandbox both take for the account's quotas, tokens a second. */
export const QUOTAS = {
  'message.get': RATES,
  'metaarray.update': RATES,
  'metaarray.delete': RATES,
  'metacounter.get': RATES,
  'metacounter.update': RATES,
} as const;

/** Three replicas, a real Redis behind a proxy, and a vendor. */
export async function startStage() {
  const built = build();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-chaos-'));
  const sandbox = await startSandbox({
    vendor: SANDBOX_VENDORS.sendbird?.({}) ?? fail('no sandbox'),
    port: 0,
  });
  const redis = await FleetRedis.start(built.slowProxy);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, configuration(sandbox.url));
  const start = () => startReplica({ script: built.gateway, config, redisUrl: redis.url });
  const replicas = await Promise.all(Array.from({ length: COUNT }, start));
  const everyReplica: Replica[] = [...replicas];
  const control = async (method: string, name: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  await control('PUT', 'settings', { quotas: QUOTAS, latencyMs: [0, 10] });
  return {
    redis,
    control,
    /** Another one each time it is asked. */
    urlOf: (turn: number): string => replicas[turn % COUNT]?.url ?? '',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    /** `signal`: how it ends; a new one takes its place. */
    async replace(index: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
      const successor = await start();
      everyReplica.push(successor);
      const leaving = replicas[index];
      if (signal === 'SIGTERM') {
        replicas[index] = successor;
        await leaving?.terminate();
      } else {
        await leaving?.kill();
        replicas[index] = successor;
      }
    },
    async close(): Promise<void> {
      await Promise.all(everyReplica.map((replica) => replica.kill()));
      await redis.stop();
      await sandbox.close();
      built.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ChaosStage = Awaited<ReturnType<typeof startStage>>;

function fail(what: string): never {
  throw new Error(what);
}

/** JSON is YAML. */
const configuration = (sandboxUrl: string): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0, drainDelayMs: 300 },
    log: { level: 'silent' },
    redis: { onLoss: 'share' },
    limits: { maxReplicas: COUNT + 1, maxLagMs: 5_000 },
    auth: {
      apiKeys: [
        {
          client: 'chaos',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: {
      chaos: {
        provider: 'sendbird',
        appId: 'SANDBOX',
        apiToken: 'sandbox-api-token',
        baseUrls: [sandboxUrl],
        metaarray: 'sorted',
        timeouts: { connectMs: 1_000, totalMs: 1_000 },
        quotas: QUOTAS,
      },
    },
  });
