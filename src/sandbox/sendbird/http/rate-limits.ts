import type { QuotaReading, QuotaRule, SandboxVendor, WireReply } from '../../kit/vendor';
import { errorReply } from '../model/errors';
import type { State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** Requests per second of an application: "Rate limits" (Sendbird docs). */
const PLANS = {
  'free-trial': { read: 10, write: 5 },
  '5k-mau': { read: 60, write: 10 },
  '10k-mau': { read: 100, write: 20 },
  '25k-mau': { read: 200, write: 40 },
  '50k-mau': { read: 400, write: 100 },
  '100k-mau': { read: 600, write: 200 },
} as const;

type Plan = keyof typeof PLANS;
export const PLAN_NAMES = Object.keys(PLANS) as Plan[];
export const DEFAULT_PLAN: Plan = '10k-mau';

/** The same page limits some endpoints to 5 requests per second in every plan. */
const STRICT_LIMIT = 5;

/**
 * One quota per method and route, and one per method of the application. GET has the plan's limit for reads;
 * POST, PUT and DELETE that for writes. The setting `rateLimitScope` decides which of them a call draws on.
 */
const KINDS = {
  'channel-metadata.get': 'read',
  'channel-metadata.create': 'write',
  'channel-metadata.update': 'write',
  'channel-metadata.delete': 'write',
  'metacounter.get': 'read',
  'metacounter.create': 'write',
  'metacounter.update': 'write',
  'metacounter.delete': 'write',
  'metaarray.add': 'write',
  'metaarray.update': 'write',
  'metaarray.delete': 'write',
  'message.get': 'read',
  'message.list': 'read',
  'message.count': 'read',
  'message.send': 'strict',
  'message.delete': 'write',
  'channel.get': 'read',
  'open-channel.create': 'write',
  'group-channel.create': 'strict',
  get: 'read',
  post: 'write',
  put: 'write',
  delete: 'write',
} as const;

export type QuotaName = keyof typeof KINDS;
const QUOTA_NAMES = Object.keys(KINDS) as QuotaName[];
const WINDOW_MS = 1000;

const isPlan = (name: string | undefined): name is Plan =>
  name !== undefined && Object.hasOwn(PLANS, name);

/** The quota of a call when one counts all calls with its method. Endpoints with a limit of their own keep it. */
export function methodQuota(method: string, name: QuotaName): QuotaName {
  const quota = method.toLowerCase();
  return KINDS[name] !== 'strict' && isQuotaName(quota) ? quota : name;
}

const isQuotaName = (name: string): name is QuotaName => Object.hasOwn(KINDS, name);

/** The quota of open channels when the setting `rateLimitScope` separates the channel types. */
export const openChannelQuota = (name: QuotaName): string => `${name}.open-channels`;

/** @param plan one of `PLAN_NAMES`; any other value means the default plan */
export function quotas(plan: string | undefined): Readonly<Record<string, QuotaRule>> {
  const limits = { ...PLANS[isPlan(plan) ? plan : DEFAULT_PLAN], strict: STRICT_LIMIT };
  const rules = QUOTA_NAMES.map(
    (name) => [name, { limit: limits[KINDS[name]], windowMs: WINDOW_MS }] as const,
  );
  const separate = rules.map(([name, rule]) => [openChannelQuota(name), rule] as const);
  return Object.fromEntries([...rules, ...separate]);
}

/** The vendor writes fractional seconds from now, as plain decimals without an exponent. */
const formatSeconds = (ms: number) => (ms / 1000).toFixed(9);
const formatLimit = ({ limit, windowMs }: QuotaReading) => `${limit};w=${windowMs / 1000}`;

const rateLimitHeaders = (reading: QuotaReading): Readonly<Record<string, string>> => ({
  'X-RateLimit-Limit': formatLimit(reading),
  'X-RateLimit-Remaining': String(reading.remaining),
  'X-RateLimit-Reset': formatSeconds(reading.resetMs),
  'X-RateLimit-RetryAfter': formatSeconds(reading.retryAfterMs),
});

/** `X-RateLimit-*` headers for every counted reply, unless `rateLimitHeaders` is `on-429`. A 429 has its own. */
export const decorate: SandboxVendor<State, Unknowns>['decorate'] = (
  _request,
  [reading],
  { unknowns },
) =>
  reading === undefined || unknowns.rateLimitHeaders === 'on-429' ? {} : rateLimitHeaders(reading);

/** The 429 reply. Its text comes from a community article by the vendor's staff. */
export function throttled(reading: QuotaReading): WireReply {
  const details = [
    'scope: app',
    `limit: ${formatLimit(reading)}`,
    `remaining: ${reading.remaining}`,
    `retry_after: ${formatSeconds(reading.retryAfterMs)}s`,
    `reset: ${formatSeconds(reading.resetMs)}s`,
  ];
  return {
    ...errorReply('too-many-requests', details.join(', ')),
    headers: rateLimitHeaders(reading),
  };
}
