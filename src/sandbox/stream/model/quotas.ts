import type { QuotaReading, QuotaRule } from '../../kit/vendor';

/** The vendor's names of its endpoints. Each has a quota of its own. */
export type EndpointName =
  | 'UpdateChannelPartial'
  | 'UpdateChannel'
  | 'GetChannel'
  | 'QueryChannels'
  | 'GetOrCreateChannel'
  | 'UpdateMessagePartial'
  | 'UpdateMessage'
  | 'GetMessage'
  | 'DeleteMessage'
  | 'SendMessage'
  | 'GetRateLimits';

const perMinute = (limit: number): QuotaRule => ({ limit, windowMs: 60_000 });

interface Bucket extends QuotaRule {
  /** The quota's name in settings and arrivals. */
  readonly quota: string;
}
const bucket = (quota: string, limit: number): Bucket => ({ quota, ...perMinute(limit) });

/**
 * Requests per minute of one app, endpoint and platform ("Rate limits table"). The table names neither the
 * partial updates nor GetChannel, DeleteMessage, SendMessage and GetRateLimits: their numbers are inferred.
 */
export const BUCKETS: Readonly<Record<EndpointName, Bucket>> = {
  UpdateChannelPartial: bucket('channel.update-partial', 300),
  UpdateChannel: bucket('channel.update', 300),
  GetChannel: bucket('channel.get', 300),
  QueryChannels: bucket('channel.query', 10_000),
  GetOrCreateChannel: bucket('channel.get-or-create', 10_000),
  UpdateMessagePartial: bucket('message.update-partial', 1_000),
  UpdateMessage: bucket('message.update', 1_000),
  GetMessage: bucket('message.get', 1_000),
  DeleteMessage: bucket('message.delete', 1_000),
  SendMessage: bucket('message.send', 1_000),
  GetRateLimits: bucket('rate-limits.get', 10_000),
};

/** The bucket of an endpoint if a partial update counts as an update of the same thing. */
const SHARED: Readonly<Partial<Record<EndpointName, EndpointName>>> = {
  UpdateChannelPartial: 'UpdateChannel',
  UpdateMessagePartial: 'UpdateMessage',
};

export const quotaOf = (name: EndpointName, isShared: boolean): string =>
  BUCKETS[(isShared ? SHARED[name] : undefined) ?? name].quota;

export const QUOTAS: Readonly<Record<string, QuotaRule>> = Object.fromEntries(
  Object.values(BUCKETS).map(({ quota, limit, windowMs }) => [quota, { limit, windowMs }]),
);

/** Unix seconds at which the quota is free again: the end of the window, or of the wait for one call. */
export const resetAt = ({ retryAfterMs, resetMs }: QuotaReading, nowMs: number): number =>
  Math.ceil((nowMs + (retryAfterMs > 0 ? retryAfterMs : resetMs)) / 1_000);
