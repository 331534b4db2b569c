import type { Quota } from '../../core/quota';
import type { Draw } from '../../core/upstream';
import type { SubscriptionPlan } from './settings';

/** "Rate limits": requests per second of one application, for each method of each endpoint. */
const LIMITS_BY_PLAN: Readonly<
  Record<SubscriptionPlan, { readonly read: number; readonly write: number }>
> = {
  'free-trial': { read: 10, write: 5 },
  '5k-mau': { read: 60, write: 10 },
  '10k-mau': { read: 100, write: 20 },
  '25k-mau': { read: 200, write: 40 },
  '50k-mau': { read: 400, write: 100 },
  '100k-mau': { read: 600, write: 200 },
};

/**
 * The quotas by name, each for one method of one endpoint. The gateway creates keys with PUT and draws
 * nothing from the two `create` quotas.
 */
const QUOTA_KINDS = {
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
} as const;
export type QuotaName = keyof typeof QUOTA_KINDS;

export function quotasOfPlan(plan: SubscriptionPlan): Quota[] {
  return Object.entries(QUOTA_KINDS).map(([name, kind]) => ({
    name,
    limit: LIMITS_BY_PLAN[plan][kind],
    windowMs: 1_000,
    unit: 'requests',
    source: `Rate limits, plan ${plan}`,
  }));
}

/** Every request draws one token. */
export const draw = (quota: QuotaName): Draw[] => [{ quota, tokens: 1 }];
