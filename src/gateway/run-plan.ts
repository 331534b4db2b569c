import type { Plan, UpstreamRequest } from '../core/upstream';

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
  while (step.done !== true) step = await advance(() => plan, send(step.value));
  return step.value;
}

/** The next step of a plan, which is asked for once its request has been answered or has failed. */
export async function advance<R>(
  plan: () => Plan<R>,
  sent: Promise<unknown>,
): Promise<IteratorResult<UpstreamRequest, R>> {
  const outcome = await sent.then(
    (payload) => ({ payload }),
    (error: unknown) => ({ error }),
  );
  return 'error' in outcome ? plan().throw(outcome.error) : plan().next(outcome.payload);
}
