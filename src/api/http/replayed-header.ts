/** Set to `true` on a reply that was stored under an idempotency key and is sent again. */
export const REPLAYED_HEADER = 'Idempotency-Replayed';
