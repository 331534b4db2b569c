import type { QuotaRule } from '../../kit/vendor';

const SECOND = { limit: 100, windowMs: 1000 };

/**
 * Limits per App Key. A set or delete on a group or direct message draws on the quota for sending such
 * messages too (known issue of Set message metadata). Open-channel quotas count attributes, single and
 * batch calls together (Set metadata); the others count calls (rate limits page).
 */
const DOCUMENTED = {
  'message-metadata.set': SECOND,
  'message-metadata.delete': SECOND,
  'message-metadata.list': SECOND,
  'group-message': { limit: 20, windowMs: 1000 },
  'direct-message': { limit: 6000, windowMs: 60_000 },
  'community-metadata.set': SECOND,
  'community-metadata.delete': SECOND,
  'community-metadata.list': SECOND,
  'open-channel.set': SECOND,
  'open-channel.remove': SECOND,
  'open-channel.get': SECOND,
} as const satisfies Readonly<Record<string, QuotaRule>>;

export type QuotaName = keyof typeof DOCUMENTED;

/** Sending draws on the same quota whatever the generation. */
const SENDING: readonly string[] = ['group-message', 'direct-message'] satisfies QuotaName[];

/** The quota of a legacy endpoint where the generations do not share theirs (`sharedBuckets` false). */
export const legacyOwn = (quota: string): string =>
  SENDING.includes(quota) ? quota : `legacy:${quota}`;

export const QUOTAS: Readonly<Record<string, QuotaRule>> = {
  ...DOCUMENTED,
  ...Object.fromEntries(
    Object.entries(DOCUMENTED).map(([quota, rule]) => [legacyOwn(quota), rule]),
  ),
};
