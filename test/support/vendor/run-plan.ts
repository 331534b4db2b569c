import type { Plan, UpstreamRequest } from '../../../src/core/upstream';

export interface PlanRun<R> {
  readonly requests: readonly UpstreamRequest[];
  /** Undefined if the payloads did not suffice. */
  readonly reply: R | undefined;
}

/** Runs a plan without a gateway. @param payloads what the vendor replies; an error is thrown into the plan */
export function runPlan<R>(plan: Plan<R>, ...payloads: readonly unknown[]): PlanRun<R> {
  const requests: UpstreamRequest[] = [];
  let step = plan.next();
  for (const payload of payloads) {
    if (step.done === true) break;
    requests.push(step.value);
    step = payload instanceof Error ? plan.throw(payload) : plan.next(payload);
  }
  if (step.done !== true) requests.push(step.value);
  return { requests, reply: step.done === true ? step.value : undefined };
}

/**
 * A request in one line and its draws: `POST /path body | idempotent | a,b | 1 quota`. The parts are
 * method, path and body, then effect, keys and draws.
 */
export function describeRequest(request: UpstreamRequest): string {
  const { method, path, body, effect, keys, draws } = request;
  return [
    [method, path, body].filter((part) => part !== undefined).join(' '),
    effect,
    keys?.join(',') ?? '-',
    draws.map(({ quota, tokens }) => `${tokens} ${quota}`).join(', '),
  ].join(' | ');
}
