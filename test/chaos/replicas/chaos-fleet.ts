import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../fleet/build';
import { FleetRedis } from '../../fleet/redis';
import { startReplica, type Replica, type ReplicaSettings } from '../../fleet/replica';
import { REQUEST_TIMEOUT_MS } from './slow-clients';
import { startVendors, type ChaosVendor } from './chaos-vendor';

/** Longer than Redis is lost in any scenario that expects replies meanwhile. */
const FALLBACK_MS = 4_000;

const API_KEY = 'chaos-key';
const REPLICAS = 3;
/** Timeout of a vendor call. */
export const VENDOR_TIMEOUT_MS = 1_000;

/** Starts three replicas, a real Redis behind a proxy, and both vendors behind proxies. */
export async function startChaosFleet(vendorTimeoutMs = VENDOR_TIMEOUT_MS) {
  const built = build();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-chaos-'));
  const vendors = await startVendors(built);
  const redis = await FleetRedis.start(built.proxy);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, configuration(vendors, vendorTimeoutMs));
  const start = (more: Partial<ReplicaSettings> = {}) =>
    startReplica({ script: built.gateway, config, redisUrl: redis.url, ...more });
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => start()));
  const everyReplica: Replica[] = [...replicas];
  return {
    redis,
    vendors,
    replicas: replicas as readonly Replica[],
    /** Base URL of a replica; numbers beyond the last replica start again with the first. */
    urlOf: (replica: number): string => replicas[replica % REPLICAS]?.url ?? '',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    /** Calls a control endpoint of every vendor's sandbox. */
    control: (method: string, name: string, body?: unknown) =>
      Promise.all(vendors.map((vendor) => vendor.control(method, name, body))),
    /** Starts a new replica and ends the old one with `signal`. */
    async replace(
      index: number,
      signal: 'SIGKILL' | 'SIGTERM',
      more: Partial<ReplicaSettings> = {},
    ): Promise<void> {
      const successor = await start(more);
      everyReplica.push(successor);
      const old = replicas[index];
      if (signal === 'SIGTERM') {
        replicas[index] = successor;
        await old?.terminate();
      } else {
        await old?.kill();
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

export type ChaosFleet = Awaited<ReturnType<typeof startChaosFleet>>;

/** The gateway's configuration, as JSON: every JSON document is YAML. */
const configuration = (vendors: readonly ChaosVendor[], vendorTimeoutMs: number): string =>
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0, drainDelayMs: 300, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    log: { level: 'silent' },
    // the share of a killed replica is free again before the end of a scenario
    redis: { onLoss: 'share', fallback: { forMs: FALLBACK_MS, then: 'refuse' } },
    limits: { maxReplicas: REPLICAS + 1, maxLagMs: 5_000 },
    auth: {
      apiKeys: [
        {
          client: 'chaos',
          sha256: createHash('sha256').update(API_KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: Object.fromEntries(
      vendors.map(({ account, baseUrls }) => [
        account.vendor,
        {
          provider: account.vendor,
          baseUrls,
          ...account.settings,
          timeouts: { connectMs: VENDOR_TIMEOUT_MS, totalMs: vendorTimeoutMs },
          quotas: account.quotas,
        },
      ]),
    ),
  });
