import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../fleet/build';
import { FleetRedis } from '../../fleet/redis';
import { startReplica, type Replica, type ReplicaSettings } from '../../fleet/replica';
import { REQUEST_MS } from './slow-clients';
import { startVendors, type ChaosVendor } from './vendors';

const KEY = 'chaos-key';
const COUNT = 3;
/** Milliseconds that a vendor call may take in all. */
const TOTAL_MS = 1_000;

/** Three replicas, a real Redis behind a proxy, and both vendors behind theirs. */
export async function startStage(totalMs = TOTAL_MS) {
  const built = build();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-chaos-'));
  const vendors = await startVendors(built);
  const redis = await FleetRedis.start(built.proxy);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, configuration(vendors, totalMs));
  const start = (more: Partial<ReplicaSettings> = {}) =>
    startReplica({ script: built.gateway, config, redisUrl: redis.url, ...more });
  const replicas = await Promise.all(Array.from({ length: COUNT }, () => start()));
  const everyReplica: Replica[] = [...replicas];
  return {
    redis,
    vendors,
    replicas: replicas as readonly Replica[],
    /** Another one each time it is asked. */
    urlOf: (turn: number): string => replicas[turn % COUNT]?.url ?? '',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    /** The same of every vendor. */
    control: (method: string, name: string, body?: unknown) =>
      Promise.all(vendors.map((vendor) => vendor.control(method, name, body))),
    /** `signal`: how it ends; a new one takes its place. */
    async replace(
      index: number,
      signal: 'SIGKILL' | 'SIGTERM',
      more: Partial<ReplicaSettings> = {},
    ): Promise<void> {
      const successor = await start(more);
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
      await Promise.all(vendors.map((vendor) => vendor.close()));
      built.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ChaosStage = Awaited<ReturnType<typeof startStage>>;

/** JSON is YAML. */
const configuration = (vendors: readonly ChaosVendor[], totalMs: number): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0, drainDelayMs: 300, requestTimeoutMs: REQUEST_MS },
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
    connections: Object.fromEntries(
      vendors.map(({ account, baseUrls }) => [
        account.vendor,
        {
          ...{ provider: account.vendor, baseUrls, ...account.settings },
          timeouts: { connectMs: TOTAL_MS, totalMs },
          quotas: account.quotas,
        },
      ]),
    ),
  });
