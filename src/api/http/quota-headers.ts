import type { Response } from 'express';
import type { Draw } from '../../core/upstream';
import type { Limiter, QuotaSnapshot } from '../../limiter';

/** `message-metadata.set;t=1, group-message;t=1`; `0` where nothing was spent. */
export function quotaCost(spent: readonly Draw[]): string {
  return spent.map(({ quota, tokens }) => `${quota};t=${tokens}`).join(', ') || '0';
}

/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers), an item per quota drawn. */
export function setQuotaHeaders(
  response: Response,
  spent: readonly Draw[],
  limiter: Limiter,
): void {
  response.setHeader('X-Quota-Cost', quotaCost(spent));
  if (spent.length === 0) return;
  const drawn = limiter.snapshot(spent.map(({ quota }) => quota));
  response.setHeader('RateLimit-Policy', drawn.map(policy).join(', '));
  response.setHeader('RateLimit', drawn.map(standing).join(', '));
}

const policy = ({ name, limit, windowMs }: QuotaSnapshot): string =>
  `"${name}";q=${limit};w=${Math.ceil(windowMs / 1_000)}`;

/** `r`: tokens that are free now; `t`: seconds until more come back at the latest. */
const standing = ({ name, free, windowMs }: QuotaSnapshot): string =>
  `"${name}";r=${free};t=${Math.ceil(windowMs / 1_000)}`;
