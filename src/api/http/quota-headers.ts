import type { Response } from 'express';
import { drawsByQuota } from '../../core/channel-quotas';
import type { Draw } from '../../core/upstream';
import type { Limiter, QuotaSnapshot } from '../../limiter';

/** The value of `X-Quota-Cost`: `message-metadata.set;t=1, group-message;t=1`, or `0` without usage. */
export function quotaCost(usage: readonly Draw[]): string {
  const draws = drawsByQuota(usage);
  return draws.map(({ quota, tokens }) => `${quota};t=${tokens}`).join(', ') || '0';
}

/**
 * Sets `X-Quota-Cost` and, for each quota in `usage`, an item of `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function setQuotaHeaders(
  response: Response,
  usage: readonly Draw[],
  limiter: Limiter,
): void {
  response.setHeader('X-Quota-Cost', quotaCost(usage));
  if (usage.length === 0) return;
  const quotas = limiter.snapshot(usage);
  response.setHeader('RateLimit-Policy', quotas.map(policyItem).join(', '));
  response.setHeader('RateLimit', quotas.map(limitItem).join(', '));
}

const policyItem = ({ name, limit, windowMs }: QuotaSnapshot): string =>
  `"${name}";q=${limit};w=${Math.ceil(windowMs / 1_000)}`;

/** `r`: tokens that are free now; `t`: the window in seconds, after which all others can be free too. */
const limitItem = ({ name, free, windowMs }: QuotaSnapshot): string =>
  `"${name}";r=${free};t=${Math.ceil(windowMs / 1_000)}`;
