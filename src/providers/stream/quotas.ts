import type { Quota } from '../../core/quota';
import type { Draw } from '../../core/upstream';

const perMinute = <const Name extends string>(name: Name, limit: number, source: string) => ({
  name,
  limit,
  windowMs: 60_000,
  unit: 'requests' as const,
  source,
});

const TABLE = 'Rate limits table, self-serve plans';
const NOT_LISTED = 'not in the rate limits table; as for';

/** Requests per minute of one app and endpoint, as the vendor counts servers apart from clients. */
const QUOTA_ROWS = [
  perMinute('channel.get', 300, `${NOT_LISTED} Update Channel`),
  perMinute('channel.query', 10_000, `${TABLE}: Query Channels`),
  perMinute('channel.update-partial', 300, `${NOT_LISTED} Update Channel`),
  perMinute('message.get', 1_000, `${TABLE}: Get Message`),
  // no operation draws on it: it is for those who send messages through the gateway
  perMinute('message.send', 1_000, `${NOT_LISTED} Update Message`),
  perMinute('message.update-partial', 1_000, `${NOT_LISTED} Update Message`),
] as const;

export const QUOTAS: readonly Quota[] = QUOTA_ROWS;

/** One token of the endpoint's quota. */
export const draw = (quota: (typeof QUOTA_ROWS)[number]['name']): Draw[] => [{ quota, tokens: 1 }];
