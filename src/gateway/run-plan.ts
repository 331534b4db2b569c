import { GatewayError } from '../core/gateway-error';
import type { Effect, Plan, UpstreamRequest } from '../core/upstream';

export type Send = (request: UpstreamRequest) => Promise<unknown>;

/**
 * Drives a vendor's plan from one of its steps on: sends what it yields, hands each success payload
 * back, throws each failure into it, and returns what it returns.
 */
export async function follow<R>(
  plan: Plan<R>,
  from: IteratorResult<UpstreamRequest, R>,
  send: Send,
): Promise<R> {
  let step = from;
  while (step.done !== true) step = await advance(() => plan, send(step.value), step.value.effect);
  return step.value;
}

/**
 * The next step of a plan, which is asked for once its request has been answered or has failed. A
 * success that the plan makes no sense of says nothing about a write: anybody may have answered it.
 */
export async function advance<R>(
  plan: () => Plan<R>,
  sent: Promise<unknown>,
  effect: Effect,
): Promise<IteratorResult<UpstreamRequest, R>> {
  const outcome = await sent.then(
    (payload) => ({ payload }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return plan().throw(outcome.error);
  try {
    return plan().next(outcome.payload);
  } catch (error) {
    const isUnclear = error instanceof GatewayError && error.code === 'upstream-malformed';
    throw isUnclear && effect !== 'read' ? error.withDetails({ applied: 'unknown' }) : error;
  }
}
