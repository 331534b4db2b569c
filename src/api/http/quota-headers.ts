import type { Response } from 'express';
import { drawsByQuota } from '../../core/channel-quotas';
import type { Draw } from '../../core/upstream';
import type { Limiter, QuotaSnapshot } from '../../limiter';

/** The value of `X-Quota-Cost`: `message-metadata.set;t=1, group-message;t=1`, or `0` without usage. */
export function quotaCost(usage: readonly Draw[]): string {
  return listOf(drawsByQuota(usage), ({ quota, tokens }) => `${quota};t=${tokens}`) || '0';
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
  response.setHeader('RateLimit-Policy', listOf(quotas, policyItem));
  response.setHeader('RateLimit', listOf(quotas, limitItem));
}

/** A list of a structured field (RFC 9651). Most have two items, for which `join` takes longer. */
function listOf<T>(items: readonly T[], textOf: (item: T) => string): string {
  let list = '';
  for (const item of items) list += list === '' ? textOf(item) : `, ${textOf(item)}`;
  return list;
}

const policyItem = ({ name, limit, windowMs }: QuotaSnapshot): string =>
  `"${name}";q=${limit};w=${Math.ceil(windowMs / 1_000)}`;

/** `r`: tokens that are free now; `t`: the window in seconds, after which all others can be free too. */
const limitItem = ({ name, free, windowMs }: QuotaSnapshot): string =>
  `"${name}";r=${free};t=${Math.ceil(windowMs / 1_000)}`;
