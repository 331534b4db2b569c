import type { Bucket } from '../bucket';
import { LONGEST_COLD_WINDOW_MS } from '../memory-tokens';
import type { FleetSettings } from '../settings';
import type { FleetView } from './fleet-view';

/** What each replica may use of a quota without the others. */
export function shareOf(
  limit: number,
  { onLoss, maxReplicas }: Pick<FleetSettings, 'onLoss' | 'maxReplicas'>,
): number {
  return onLoss === 'share' ? Math.floor(limit / maxReplicas) : 0;
}

/**
 * A share of a quota is a replica's own at once as far as it holds it already, since that makes no
 * more of what the fleet has in use; the rest when what others may have in use has rested. Longer
 * windows take the fleet's last word for it, less what a full quota would have given others since then.
 *
 * @param arrivedMs when what was on its way to the vendor has arrived
 */
export function keepShare(
  bucket: Bucket,
  share: number,
  maxReplicas: number,
  view: FleetView | undefined,
  nowMs: number,
  arrivedMs: number,
): void {
  bucket.restrict(share);
  const unused = Math.max(0, bucket.free);
  const known = view
    ? Math.max(0, Math.floor(lastWord(view, bucket, nowMs) / maxReplicas))
    : unused;
  const trusted = bucket.windowMs <= LONGEST_COLD_WINDOW_MS ? 0 : Math.min(unused, known);
  if (unused > trusted) bucket.restFree(unused - trusted, arrivedMs);
}

const lastWord = (view: FleetView, { windowMs }: Bucket, nowMs: number): number =>
  view.available(nowMs) - (view.limit * (nowMs - view.atMs)) / windowMs;
