import type { Response } from 'express';

/** Without a known time: usually long enough for a replica, Redis or a vendor to answer again. */
const DEFAULT_MS = 1_000;

/** Sets `Retry-After` in whole seconds, at least one. */
export function setRetryAfter(response: Response, retryAfterMs = DEFAULT_MS): void {
  response.setHeader('Retry-After', Math.max(1, Math.ceil(retryAfterMs / 1_000)));
}
