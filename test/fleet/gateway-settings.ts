import { createHash } from 'node:crypto';
import type { Account } from './accounts';
import { keyOf, SEND_PATH } from './processes/calls';

export interface GatewayShape {
  readonly accounts: readonly Account[];
  readonly vendorPort: number;
  readonly maxReplicas: number;
  readonly onLoss: 'share' | 'refuse';
  readonly fallbackMs: number;
  /** Whether the environment will have a Redis URL. */
  readonly redis: boolean;
}

/**
 * Short enough for the leases of a killed replica to end during the test, long enough for a new process
 * to send its first hundred calls on a busy machine.
 */
export const TIMEOUTS = { connectMs: 3_000, totalMs: 3_000 };

/** Short enough for a partition to outlast it. */
export const FALLBACK_MS = 6_000;

/** The configuration file of every replica, as YAML, of which JSON is a subset. */
export function gatewaySettings(shape: GatewayShape): string {
  const { accounts, vendorPort, maxReplicas, onLoss, fallbackMs, redis } = shape;
  const names = accounts.flatMap(({ callers, sender }) =>
    [...callers, ...(sender ? [sender] : [])].map(({ name }) => name),
  );
  return JSON.stringify({
    server: { host: '127.0.0.1', port: 0 },
    log: { level: 'silent' },
    ...(redis && { redis: { onLoss, fallback: { forMs: fallbackMs, then: 'refuse' } } }),
    // do not refuse calls when the machine is busy: the test counts them
    limits: { maxReplicas, maxWaitMs: 10_000, maxLagMs: 60_000 },
    auth: {
      apiKeys: names.map((client) => ({
        client,
        sha256: createHash('sha256').update(keyOf(client)).digest('hex'),
        connections: ['*'],
        access: ['read', 'write', 'lease', 'vendor'],
        weight: 1,
      })),
    },
    connections: Object.fromEntries(
      accounts.map(({ name, provider, quotas, reserve = {} }) => [
        name,
        {
          ...(provider === 'tencent' ? TENCENT : nexconn(name)),
          baseUrls: [`http://127.0.0.1:${vendorPort}/${name}`],
          timeouts: TIMEOUTS,
          quotas: Object.fromEntries(
            quotas.map(({ name: quota, limit, windowMs }) => [
              quota,
              { limit, windowMs, reserve: reserve[quota] ?? 0 },
            ]),
          ),
        },
      ]),
    ),
  });
}

const TENCENT = {
  provider: 'tencent',
  sdkAppId: 1_400_000_001,
  identifier: 'administrator',
  secretKey: 'secret',
};

const nexconn = (appKey: string) => ({
  provider: 'nexconn',
  appKey,
  appSecret: 'secret',
  vendorRoutes: [
    { method: 'POST', path: SEND_PATH, draws: { 'group-message': 'count(body.toChannelIds)' } },
  ],
});
