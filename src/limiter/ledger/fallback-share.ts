import type { Bucket } from '../tokens/bucket';
import { LONGEST_COLD_WINDOW_MS } from '../tokens/memory-token-store';
import type { FleetSettings } from '../settings';
import type { FleetViews } from './quota-view';
import type { Trust } from './messages';

/** Of its share, a replica would go on with `1 / PART` at once: the rest can be granted in a burst. */
const PART = 2;

/** What each replica may use of a quota without the others. */
export function fallbackShareOf(
  limit: number,
  { onLoss, maxReplicas }: Pick<FleetSettings, 'onLoss' | 'maxReplicas'>,
): number {
  return onLoss === 'share' ? Math.floor(limit / maxReplicas) : 0;
}

/** What a replica has to say of the quotas whose windows are too long to be waited out. */
export const trustOf = (
  buckets: Iterable<Bucket>,
  views: FleetViews,
  shareIn: (bucket: Bucket) => number,
): Trust =>
  Object.fromEntries(
    [...buckets]
      .filter(({ windowMs }) => windowMs > LONGEST_COLD_WINDOW_MS)
      .map((bucket) => [
        bucket.name,
        [views.get(bucket)?.trust ?? 0, Math.floor(shareIn(bucket) / PART)] as const,
      ]),
  );

/**
 * A share of a quota is a replica's own at once as far as it holds it already, since that makes no
 * more of what the fleet has in use; the rest when what others may have in use has rested. Of longer
 * windows, what the ledger keeps for it is its own at once too.
 *
 * @param trust tokens that the ledger keeps for it
 * @param arrivedMs when what was on its way to the vendor has arrived
 */
export function restrictToFallbackShare(
  bucket: Bucket,
  share: number,
  trust: number,
  arrivedMs: number,
): void {
  bucket.restrict(share);
  const unused = Math.max(0, bucket.free);
  const atOnce = bucket.windowMs <= LONGEST_COLD_WINDOW_MS ? 0 : Math.min(unused, trust);
  if (unused > atOnce) bucket.restFree(unused - atOnce, arrivedMs);
}
