import type { Response } from 'express';

/** Sets `Retry-After` in whole seconds, at least one. */
export function setRetryAfter(response: Response, retryAfterMs: number): void {
  response.setHeader('Retry-After', Math.max(1, Math.ceil(retryAfterMs / 1_000)));
}
