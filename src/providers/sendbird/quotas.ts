import type { Quota } from '../../core/quota';
import type { Draw } from '../../core/upstream';
import type { Plan } from './settings';

/** "Rate limits": requests a second for one application, by plan, for each method of each endpoint. */
const BY_PLAN: Readonly<Record<Plan, { readonly read: number; readonly write: number }>> = {
  'free-trial': { read: 10, write: 5 },
  '5k-mau': { read: 60, write: 10 },
  '10k-mau': { read: 100, write: 20 },
  '25k-mau': { read: 200, write: 40 },
  '50k-mau': { read: 400, write: 100 },
  '100k-mau': { read: 600, write: 200 },
};

/** Quota names: one for each method and route that the gateway calls. */
const ROUTES = {
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
} as const;
export type QuotaName = keyof typeof ROUTES;

export function quotas(plan: Plan): Quota[] {
  return Object.entries(ROUTES).map(([name, kind]) => ({
    name,
    limit: BY_PLAN[plan][kind],
    windowMs: 1_000,
    unit: 'requests',
    source: `Rate limits, plan ${plan}`,
  }));
}

export const draw = (quota: QuotaName): Draw[] => [{ quota, tokens: 1 }];
