import type { QuotaRule } from '../kit/vendor';

/** Requests a second per endpoint and application: "Rate limits" (Sendbird docs). */
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

/** Endpoints that the same page holds to 5 a second in every plan. */
const STRICT = 5;

/** One bucket per method and route: GET draws on the plan's reads, POST, PUT and DELETE on its writes. */
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
} as const;

export type QuotaName = keyof typeof KINDS;
const QUOTA_NAMES = Object.keys(KINDS) as QuotaName[];
const WINDOW_MS = 1000;

const isPlan = (name: string | undefined): name is Plan =>
  name !== undefined && Object.hasOwn(PLANS, name);

/** The bucket of open channels, where the settings part them from group channels. */
export const partedQuota = (name: QuotaName): string => `${name}.open-channels`;

/** @param plan one of `PLAN_NAMES`; anything else is the default plan */
export function quotas(plan: string | undefined): Readonly<Record<string, QuotaRule>> {
  const limits = { ...PLANS[isPlan(plan) ? plan : DEFAULT_PLAN], strict: STRICT };
  const rules = QUOTA_NAMES.map(
    (name) => [name, { limit: limits[KINDS[name]], windowMs: WINDOW_MS }] as const,
  );
  const parted = rules.map(([name, rule]) => [partedQuota(name), rule] as const);
  return Object.fromEntries([...rules, ...parted]);
}
