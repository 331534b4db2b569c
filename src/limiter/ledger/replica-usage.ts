import type { Bucket } from '../tokens/bucket';
import type { Flight } from '../tokens/in-flight';
import type { MemoryTokenStore } from '../tokens/memory-token-store';
import { drawText } from './grant-requests';
import type { JoinRequest } from './messages';

/** What a replica claims for itself, and its calls that are away in the order of that claim. */
export interface Stake extends Pick<JoinRequest, 'away' | 'resting' | 'memory'> {
  readonly flights: readonly Flight[];
}

/** What it knows to be in use by itself: the ledger takes over from there. */
export function stakeOf(own: MemoryTokenStore, nowMs: number): Stake {
  own.settle(nowMs);
  const flights: Flight[] = [];
  for (let flight = own.flights.oldest; flight; flight = flight.newer) flights.push(flight);
  return {
    flights,
    memory: memoryOf(own, nowMs),
    away: flights.map(({ draws, grantedAtMs }) => [
      drawText(draws),
      grantedAtMs + own.longestMs - nowMs,
    ]),
    resting: [...own.buckets.values()].flatMap(({ name, resting }) =>
      [...resting].map(([tokens, atMs]) => [name, tokens, atMs - nowMs] as const),
    ),
  };
}

/**
 * Its whole share, in use or not, and what is in use beyond: it goes on granting these by itself until
 * it claims something else.
 */
export function claimOf(own: MemoryTokenStore, nowMs: number, forMs: number): Stake {
  own.settle(nowMs);
  const claims = [...own.buckets.values()].map((bucket) => ({ bucket, tokens: claimed(bucket) }));
  const claim = drawText(claims.filter(({ tokens }) => tokens > 0));
  const memory = memoryOf(own, nowMs);
  return { flights: [], memory, away: claim === '' ? [] : [[claim, forMs]], resting: [] };
}

const memoryOf = (own: MemoryTokenStore, nowMs: number): Stake['memory'] =>
  Object.fromEntries([...own.buckets].map(([name, bucket]) => [name, bucket.memoryMs(nowMs)]));

const claimed = ({ limit, free }: Bucket): number => limit - Math.min(0, free);
