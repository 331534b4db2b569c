import { createHash } from 'node:crypto';
import type { Account } from './accounts';
import { keyOf } from './processes/calls';

export interface GatewayShape {
  readonly accounts: readonly Account[];
  readonly vendorPort: number;
  readonly replicas: number;
  readonly onLoss: 'share' | 'refuse';
  /** Whether a Redis URL will be in the environment. */
  readonly redis: boolean;
}

/**
 * Short enough that the leases of a killed replica end while the test still runs, long enough for a
 * cold process that sends its first hundred calls on a busy machine.
 */
export const TIMEOUTS = { connectMs: 3_000, totalMs: 3_000 };

/** The configuration file of every replica; JSON is YAML. */
export function gatewaySettings(shape: GatewayShape): string {
  const { accounts, vendorPort, replicas, onLoss, redis } = shape;
  const names = accounts.flatMap(({ callers }) => callers.map(({ name }) => name));
  return JSON.stringify({
    server: { host: '127.0.0.1', port: 0 },
    log: { level: 'silent' },
    ...(redis && { redis: { onLoss } }),
    // a machine without time is late, and its calls are to be counted, not shed
    limits: { maxReplicas: replicas, maxWaitMs: 10_000, maxLagMs: 60_000 },
    auth: {
      apiKeys: names.map((client) => ({
        client,
        sha256: createHash('sha256').update(keyOf(client)).digest('hex'),
        connections: ['*'],
        access: ['read', 'write'],
        weight: 1,
      })),
    },
    connections: Object.fromEntries(
      accounts.map(({ name, quotas }) => [
        name,
        {
          provider: 'nexconn',
          appKey: name,
          appSecret: 'secret',
          baseUrls: [`http://127.0.0.1:${vendorPort}/${name}`],
          timeouts: TIMEOUTS,
          quotas: Object.fromEntries(
            quotas.map(({ name: quota, limit, windowMs }) => [quota, { limit, windowMs }]),
          ),
        },
      ]),
    ),
  });
}
