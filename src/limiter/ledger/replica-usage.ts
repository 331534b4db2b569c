import type { Bucket } from '../bucket';
import type { InFlightCall } from '../in-flight';
import type { MemoryTokenStore } from '../tokens/memory-token-store';
import { drawText } from './grant-requests';
import type { JoinMessage } from './messages';

/** A replica's use of the quotas, for a join. */
export interface ReplicaUsage extends Pick<JoinMessage, 'inFlight' | 'resting' | 'historyMs'> {
  /** The calls behind the entries of `inFlight`, in the same order. */
  readonly calls: readonly InFlightCall[];
}

/** The calls in flight and the resting tokens in the memory of this replica. */
export function measureUsage(own: MemoryTokenStore, nowMs: number): ReplicaUsage {
  own.settle(nowMs);
  const calls = [...own.inFlight];
  return {
    calls,
    historyMs: historyOf(own, nowMs),
    inFlight: calls.map(({ draws, leaseEndMs }) => [drawText(draws), leaseEndMs - nowMs]),
    resting: [...own.buckets.values()].flatMap(({ name, resting }) =>
      [...resting].map(([tokens, atMs]) => [name, tokens, atMs - nowMs] as const),
    ),
  };
}

/**
 * The usage of a replica in fallback: its whole share, since it goes on granting it until its next join,
 * and all that it uses beyond that.
 */
export function fallbackUsage(
  own: MemoryTokenStore,
  shares: ReadonlyMap<Bucket, number>,
  nowMs: number,
  leaseMs: number,
): ReplicaUsage {
  own.settle(nowMs);
  const draws = [...shares].map(([bucket, share]) => ({
    bucket,
    tokens: Math.max(share, bucket.limit - bucket.free),
  }));
  const text = drawText(draws.filter(({ tokens }) => tokens > 0));
  return {
    calls: [],
    historyMs: historyOf(own, nowMs),
    inFlight: text === '' ? [] : [[text, leaseMs]],
    resting: [],
  };
}

const historyOf = (own: MemoryTokenStore, nowMs: number): ReplicaUsage['historyMs'] =>
  Object.fromEntries([...own.buckets].map(([name, bucket]) => [name, bucket.historyMs(nowMs)]));
