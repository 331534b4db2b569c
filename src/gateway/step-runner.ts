import { isSameQuota } from '../core/channel-quotas';
import { GatewayError } from '../core/gateway-error';
import type { Reply } from '../core/operation';
import type { Draw, UpstreamRequest } from '../core/upstream';
import type { Grant } from '../limiter';
import { lockLost } from '../locks';
import type { Connection } from './connection';
import type { Environment } from './environment';
import type { GatewayObserver } from './observer';
import type { RunningPlan } from './operation-plan';
import type { OperationRun } from './operation-run';
import { isQuotaExhausted } from './outcome/failures';
import { effectMs } from './outcome/latest-effect';
import { backoffMs, mayRetry, RetryBudget } from './outcome/retry-policy';
import { VendorCalls } from './vendor-call';
import { inQuotaWaitSpan } from './wait-spans';

/** A request that may change until it is sealed. */
type PendingRequest = Pick<RunningPlan, 'request' | 'seal'>;

/** Carries out the steps of plans: for each, wait for tokens, build the request as it is then, send, retry. */
export class StepRunner {
  private readonly vendorCalls: VendorCalls;
  private readonly retryBudget = new RetryBudget();

  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    observer: GatewayObserver,
  ) {
    this.vendorCalls = new VendorCalls(connection, environment, observer);
  }

  /** All steps of a plan. @throws the error of a step that the plan does not handle */
  async follow(plan: RunningPlan, run: OperationRun): Promise<Reply> {
    while (plan.request !== undefined) {
      const result = await this.callVendor(plan, run).catch((error: unknown) => ({ error }));
      if (result === undefined) continue; // callers have left, and nothing is left to send for this step
      if ('error' in result) plan.fail(result.error);
      else plan.answer(result.payload);
    }
    return plan.reply;
  }

  /**
   * One step: attempts until the vendor accepts it, the failure is final, or the caller's wait ends. A
   * throttled call was not applied, so it is repeated after the cooldown as long as the caller waits.
   * @returns undefined where the request has gone before it was sent
   */
  async callVendor(
    pending: PendingRequest,
    run: OperationRun,
  ): Promise<{ readonly payload: unknown } | undefined> {
    let throttled: GatewayError | undefined;
    for (let attempt = 1; ;) {
      try {
        const ready = await this.waitForTokens(pending, run);
        if (ready === undefined) return undefined;
        return { payload: await this.vendorCalls.send(ready.request, ready.grant, run) };
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        if (error.code === 'upstream-throttled' && error.details.isFinal !== true) {
          throttled = error;
          continue;
        }
        if (throttled !== undefined && isQuotaExhausted(error))
          throw throttled.withDetails({ retryAfterMs: error.details.retryAfterMs ?? 0 });
        if (!mayRetry(error, attempt) || !(await this.backOff(run, attempt))) throw error;
        attempt += 1;
        throttled = undefined;
      }
    }
  }

  /**
   * Waits until the request has its tokens, as it is then, and seals it.
   * @returns undefined where nothing is left to send
   * @throws GatewayError as the limiter; limiter-unavailable where the lock may have been lost meanwhile
   */
  private async waitForTokens(pending: PendingRequest, run: OperationRun) {
    for (let { request } = pending; request !== undefined; { request } = pending) {
      const grant = await this.acquire(request, run);
      if (request.effect !== 'read' && run.lock?.outlasts(effectMs(this.connection)) === false) {
        grant.unsent();
        throw lockLost();
      }
      const current = pending.request; // callers may have joined or left
      if (current !== undefined && sameDraws(current.draws, request.draws) && !grant.isOverdue()) {
        pending.seal();
        this.retryBudget.recordCall();
        return { request: current, grant };
      }
      grant.unsent();
    }
    return undefined;
  }

  private async acquire({ draws }: UpstreamRequest, run: OperationRun): Promise<Grant> {
    const { name, limiter } = this.connection;
    const startedMs = this.now();
    try {
      return await inQuotaWaitSpan(run.span, name, draws, () =>
        limiter.acquire(draws, run.wait(startedMs)),
      );
    } finally {
      run.usage.addWait(this.now() - startedMs);
    }
  }

  /** Waits before the next attempt; false where the caller's wait or the retry budget does not allow one. */
  async backOff(run: OperationRun, attempt: number): Promise<boolean> {
    const { maxWaitMs, signal } = run.wait(this.now());
    const delayMs = backoffMs(attempt, this.environment.random());
    if (delayMs > maxWaitMs || signal.aborted || !this.retryBudget.take()) return false;
    await this.environment.sleep(delayMs);
    return true;
  }

  private now(): number {
    return this.environment.now();
  }
}

const sameDraws = (one: readonly Draw[], other: readonly Draw[]): boolean =>
  one === other ||
  (one.length === other.length &&
    one.every((draw, index) => {
      const match = other[index];
      return match !== undefined && isSameQuota(draw, match) && draw.tokens === match.tokens;
    }));
