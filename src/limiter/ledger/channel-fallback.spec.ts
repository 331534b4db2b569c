import { QUOTA_AT_REST } from '../../../test/limiter/ledger/quota-view';
import { ChannelQuota } from '../channel-quota';
import { FleetQuota } from './fleet-quota';
import type { QuotaView } from './messages';
import { ReplicaFallback } from './replica-fallback';

const WINDOW_MS = 1000;
const LEASE_MS = 2000;

/** Two tokens are set aside for this replica. */
const VIEW: QuotaView = {
  ...QUOTA_AT_REST,
  quota: 'channel',
  limit: 5,
  free: 3,
  shares: 2,
  setAside: 2,
  ownAside: 2,
};

function start() {
  const quota = new ChannelQuota(0, 'channel', 5, WINDOW_MS);
  const channel = quota.of('a', 0);
  const fallback = new ReplicaFallback(
    { onLoss: 'share', maxReplicas: 2, fallback: { forMs: 60_000, then: 'refuse' } },
    new Map([[quota.name, quota]]),
    new Map([[quota, new FleetQuota(VIEW, 0, WINDOW_MS)]]),
    () => 5,
  );
  fallback.applyViews(0);
  const apply = (mode: 'fallback' | 'shared', atMs: number) => {
    fallback.apply(mode, new Map([[quota, 5]]), LEASE_MS, atMs);
  };
  return { quota, channel, fallback, apply };
}

it('opens the share of each channel when all earlier grants have rested', () => {
  const { channel, fallback, apply } = start();
  apply('fallback', 0);
  fallback.settle(1000 + LEASE_MS + WINDOW_MS - 1);
  expect(channel.limit).toBe(0);
  fallback.settle(1000 + LEASE_MS + WINDOW_MS);
  expect(channel.limit).toBe(2);
});

it('lets the whole share rest after the fallback, because the ledger does not know the channels', () => {
  const { quota, channel, apply } = start();
  apply('fallback', 0);
  apply('shared', 10_000);
  expect(channel.limit).toBe(5);
  expect([...quota.resting]).toEqual([[2, 10_000 + LEASE_MS + WINDOW_MS]]);
});
