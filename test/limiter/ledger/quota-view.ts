import type { QuotaView } from '../../../src/limiter/ledger/messages';

/** A view of a quota of 100 tokens that nothing uses. */
export const QUOTA_AT_REST: QuotaView = {
  quota: 'set',
  limit: 100,
  free: 100,
  resting: 0,
  restingFreeInMs: [],
  worstWindow: 0,
  cooldownMs: 0,
  cooldownEnds: 0,
  quarantineMs: 0,
  queuedElsewhere: [],
  shares: 0,
  setAside: 0,
  ownAside: 0,
  isShort: false,
};
