import type { Bucket } from '../bucket';
import { ChannelQuota } from '../channel-quota';
import type { LimiterObserver } from '../settings';
import { SHORT_WINDOW_MS, type MemoryTokenStoreSettings } from '../tokens/memory-token-store';
import type { FallbackTerms } from './fallback-share';
import type { LedgerClient } from './ledger-client';
import type { JoinMessage } from './messages';

export interface LedgerTokenStoreSettings extends MemoryTokenStoreSettings, FallbackTerms {
  readonly ledger: LedgerClient;
  readonly observer?: LimiterObserver | undefined;
}

/** The configuration of a replica that it reports when it joins. */
export type SessionTerms = Pick<
  JoinMessage,
  'quotas' | 'channelQuotas' | 'isColdStart' | 'shortWindowMs' | 'leaseMs' | 'fallbackMs'
>;

/** A grant may take so long from Redis to its call; its lease in the ledger is longer by this. */
const MAX_DELIVERY_MS = 750;

/** @param leaseMs from the grant of a call in this process until it can no longer reach the vendor */
export const createSessionTerms = (
  limits: ReadonlyMap<Bucket, number>,
  { fallback }: FallbackTerms,
  leaseMs: number,
  isColdStart: boolean,
): SessionTerms => ({
  quotas: [...limits].map(([{ name, windowMs }, limit]) => ({
    name,
    limit,
    windowMs,
  })),
  channelQuotas: [...limits.keys()].flatMap((quota) =>
    quota instanceof ChannelQuota ? quota.name : [],
  ),
  isColdStart,
  shortWindowMs: SHORT_WINDOW_MS,
  leaseMs: leaseMs + MAX_DELIVERY_MS,
  fallbackMs: fallback.forMs,
});

/** By how much the calls of a replica may outlast those that the ledger knows of: timeouts can be raised in fallback. */
export const addedLeaseMs = (joined: SessionTerms | undefined, present: SessionTerms): number =>
  joined === undefined ? 0 : present.leaseMs - joined.leaseMs;
