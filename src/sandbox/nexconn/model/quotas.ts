import type { QuotaRule } from '../../kit/vendor';

const HUNDRED_A_SECOND = { limit: 100, windowMs: 1000 };

/**
 * Limits per App Key. A set or delete on a group or direct message also draws from the quota for sending
 * such messages (known issue of Set message metadata). Open-channel quotas count the attributes of single
 * and batch calls together (Set metadata); the others count calls (rate limits page).
 */
const DOCUMENTED = {
  'message-metadata.set': HUNDRED_A_SECOND,
  'message-metadata.delete': HUNDRED_A_SECOND,
  'message-metadata.list': HUNDRED_A_SECOND,
  'group-message': { limit: 20, windowMs: 1000 },
  'direct-message': { limit: 6000, windowMs: 60_000 },
  'community-metadata.set': HUNDRED_A_SECOND,
  'community-metadata.delete': HUNDRED_A_SECOND,
  'community-metadata.list': HUNDRED_A_SECOND,
  'open-channel.set': HUNDRED_A_SECOND,
  'open-channel.remove': HUNDRED_A_SECOND,
  'open-channel.get': HUNDRED_A_SECOND,
} as const satisfies Readonly<Record<string, QuotaRule>>;

export type QuotaName = keyof typeof DOCUMENTED;

/** Both generations always share the quotas for sending. */
const SENDING: readonly string[] = ['group-message', 'direct-message'] satisfies QuotaName[];

/** The quota of a legacy endpoint if `sharedBuckets` is false. */
export const legacyQuota = (quota: string): string =>
  SENDING.includes(quota) ? quota : `legacy:${quota}`;

export const QUOTAS: Readonly<Record<string, QuotaRule>> = {
  ...DOCUMENTED,
  ...Object.fromEntries(
    Object.entries(DOCUMENTED).map(([quota, rule]) => [legacyQuota(quota), rule]),
  ),
};
