import type { PlanTable } from '../../core/provider';
import type { Quota } from '../../core/quota';
import type { Draw, Plan, UpstreamRequest } from '../../core/upstream';
import type { SubscriptionPlan } from './settings';

/** "Rate limits": requests per second of one application and method. */
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

/** "Rate limits" has a list of endpoints that have this limit in every plan. Sending messages is on it. */
const STRICT_LIMIT = 5;

/**
 * The quotas by name. Those of an endpoint are for one method of it; the gateway creates keys with PUT and
 * draws nothing from the two `create` quotas. `message.send` is for calls that pass through, and for leases.
 * The last four are for one method of all endpoints.
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
  'message.send': 'strict',
  get: 'read',
  post: 'write',
  put: 'write',
  delete: 'write',
} as const;
export type QuotaName = keyof typeof QUOTA_KINDS;
/** The vendor's endpoints of metadata have no other method. */
const METHOD_QUOTAS: Readonly<Partial<Record<UpstreamRequest['method'], QuotaName>>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  DELETE: 'delete',
};

export function quotasOfPlan(plan: SubscriptionPlan): Quota[] {
  const limits = { ...LIMITS_BY_PLAN[plan], strict: STRICT_LIMIT };
  return Object.entries(QUOTA_KINDS).map(([name, kind]) => ({
    name,
    limit: limits[kind],
    windowMs: 1_000,
    unit: 'requests',
    source: `Rate limits, plan ${plan}`,
  }));
}

/** One token of the endpoint's quota. */
export const draw = (quota: QuotaName): Draw[] => [{ quota, tokens: 1 }];

/** The plans, with one token of the application's quota of its method for every request. */
export const withMethodQuotas = (plans: PlanTable): PlanTable =>
  Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [
      name,
      (call: never) => drawMethodQuotas((plan as (call: never) => Plan<unknown>)(call)),
    ]),
  );

function* drawMethodQuotas<R>(plan: Plan<R>): Plan<R> {
  let step = plan.next();
  while (step.done !== true) {
    let resume: () => IteratorResult<UpstreamRequest, R>;
    try {
      const payload: unknown = yield withMethodQuota(step.value);
      resume = () => plan.next(payload);
    } catch (error) {
      resume = () => plan.throw(error);
    }
    step = resume();
  }
  return step.value;
}

function withMethodQuota(request: UpstreamRequest): UpstreamRequest {
  const quota = METHOD_QUOTAS[request.method];
  return quota === undefined ? request : { ...request, draws: [...request.draws, ...draw(quota)] };
}
