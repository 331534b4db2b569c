import type { Bucket } from '../bucket';
import { SHORT_WINDOW_MS } from '../tokens/memory-token-store';
import type { FleetSettings } from '../settings';
import type { FleetQuotas } from './fleet-quota';
import type { FallbackReserves } from './messages';

export type FallbackTerms = Pick<FleetSettings, 'onLoss' | 'maxReplicas'>;

/** A replica wants this part of its share in reserve. The ledger can grant the rest to others. */
const RESERVED_PART = 1 / 2;

/** The part of a limit that each replica may use in fallback. */
export function fallbackShareOf(limit: number, { onLoss, maxReplicas }: FallbackTerms): number {
  return onLoss === 'share' ? Math.floor(limit / maxReplicas) : 0;
}

/** The held and wanted reserves that a replica reports, for windows too long to be waited out. */
export const fallbackReservesOf = (
  buckets: Iterable<Bucket>,
  quotas: FleetQuotas,
  shareOf: (bucket: Bucket) => number,
): FallbackReserves =>
  Object.fromEntries(
    [...buckets]
      .filter(({ windowMs }) => windowMs > SHORT_WINDOW_MS)
      .map((bucket) => [
        bucket.name,
        [
          quotas.get(bucket)?.fallbackReserve ?? 0,
          Math.floor(shareOf(bucket) * RESERVED_PART),
        ] as const,
      ]),
  );

/**
 * Lowers the limit to the fallback share. Tokens in use count towards it. Of the rest, those that other
 * replicas may be using have to rest for a window first: all of them for a short window, those beyond the
 * fallback reserve for a longer one.
 *
 * @param reserve free tokens that the ledger keeps for this replica
 * @param arrivedMs when the calls of other replicas have reached the vendor
 */
export function applyFallbackShare(
  bucket: Bucket,
  share: number,
  reserve: number,
  arrivedMs: number,
): void {
  bucket.changeLimit(share);
  const unused = Math.max(0, bucket.free);
  const atOnce = bucket.windowMs <= SHORT_WINDOW_MS ? 0 : Math.min(unused, reserve);
  if (unused > atOnce) bucket.startRestingFree(unused - atOnce, arrivedMs);
}
