/**
 * Added to the total timeout, for the way of the request to the vendor and for timers that fire late, here
 * and at the vendor.
 */
const MARGIN_MS = 250;

/**
 * Milliseconds after which a request that was sent has no effect any more: the vendor may carry it out until
 * the total timeout of the connection has passed. An earlier read proves nothing about a write.
 */
export const effectMs = ({ longestCallMs }: { readonly longestCallMs: number }): number =>
  longestCallMs + MARGIN_MS;
