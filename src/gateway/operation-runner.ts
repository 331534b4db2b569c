import { GatewayError } from '../core/gateway-error';
import { isReadOperation, type Operation, type OperationName, type Reply } from '../core/operation';
import type { Span } from '../core/trace';
import type { Draw, UpstreamRequest } from '../core/upstream';
import type { Grant } from '../limiter';
import { lockLost, type TargetLock } from '../locks';
import type { Caller } from './caller';
import type { Member, MemberOutcome } from './coalescing/coalescing-group';
import { errorForMember, MergedWrites, type MergedWrite } from './coalescing/merged-writes';
import { SharedReads, type SharedRead } from './coalescing/shared-reads';
import { readsConditions } from './conditional-plan';
import type { Connection } from './connection';
import type { Environment } from './environment';
import type { GatewayObserver } from './observer';
import { OperationPlan, type RunningPlan } from './operation-plan';
import { OperationRun } from './operation-run';
import { afterUnknownOutcome, hasUnknownOutcome, isQuotaExhausted } from './outcome/failures';
import { readBackOf } from './outcome/read-back';
import { backoffMs, mayRepeat, mayRetry, RetryBudget } from './outcome/retry-policy';
import { Usage, withApplied, withUsage } from './outcome/usage';
import { inMergedCallSpan, inQuotaWaitSpan } from './wait-spans';
import { VendorCalls } from './vendor-call';

/** The reply of an operation, and the tokens that it used. */
export interface Outcome {
  readonly reply: Reply;
  readonly usage: readonly Draw[];
}

/** A request that may change until it is sealed. */
type PendingRequest = Pick<RunningPlan, 'request' | 'seal'>;

/**
 * Carries out checked operations. A write and a read are one loop each: for each step of the plan, join or
 * lead a merged call, wait for tokens, build the request as it is now, sign, send, read the reply. A write
 * of unknown outcome is read back.
 */
export class OperationRunner {
  private readonly vendorCalls: VendorCalls;
  private readonly mergedWrites: MergedWrites;
  private readonly sharedReads: SharedReads;
  private readonly retryBudget = new RetryBudget();

  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    private readonly observer: GatewayObserver,
  ) {
    this.vendorCalls = new VendorCalls(connection, environment, observer);
    this.mergedWrites = new MergedWrites(connection, () => environment.now());
    this.sharedReads = new SharedReads(connection, () => environment.now());
  }

  /**
   * @throws GatewayError with `usage`, and for a write with `applied`
   * @throws the reason of the caller's signal where the caller disconnected before the first write
   */
  async run(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    if (!isReadOperation(plan.operation.name)) return this.write(plan, caller);
    const run = this.newRun(caller);
    try {
      for (let { request } = plan; request !== undefined; { request } = plan) {
        const result = await this.shareRead(plan.operation.name, request, run).then(
          (payload) => ({ payload }),
          (error: unknown) => ({ error }),
        );
        if ('error' in result) plan.fail(result.error);
        else plan.answer(result.payload);
      }
      return { reply: plan.reply, usage: run.usage.draws };
    } catch (error) {
      throw withUsage(error, run.usage);
    }
  }

  /** The reply of an earlier write of unknown outcome, where a read proves that it was applied. */
  async readBack(operation: Operation, run: OperationRun): Promise<Reply | undefined> {
    const readBack = readBackOf(this.connection.adapter, operation);
    if (readBack === undefined) return undefined;
    try {
      const found = await this.followSteps(readBack.plan, run.readingBack(this.now()));
      return readBack.confirm(found);
    } catch {
      return undefined; // the outcome stays unknown
    }
  }

  newRun(caller: Caller, usage = new Usage(), callSpans?: Span[]): OperationRun {
    return new OperationRun(caller, this.connection.name, this.now(), usage, callSpans);
  }

  /** Joins a read of the same bytes that still waits for its tokens, or leads one. */
  private async shareRead(
    name: OperationName,
    request: UpstreamRequest,
    run: OperationRun,
  ): Promise<unknown> {
    const { read, member, isNew } = this.sharedReads.join(request, run);
    if (isNew) void this.leadRead(read);
    else this.observer.merged(this.connection.name, name);
    await this.untilDone(member, isNew, run.span, read.group.callSpans);
    return read.payload;
  }

  private async leadRead(read: SharedRead): Promise<void> {
    const { group } = read;
    for (const leader of group.leaders()) {
      const run = leader.request.leading(group, this.now());
      try {
        read.payload = (await this.callVendor(read, run))?.payload;
        group.resolve();
      } catch (error) {
        group.reject(error, () => error);
      }
    }
    this.sharedReads.remove(read);
  }

  /** Joins a queued write to the same target or leads one; a write that need not wait goes alone. */
  private async write(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    const joined = this.mustWait(plan) ? this.mergedWrites.join(plan, caller) : undefined;
    if (joined === undefined) {
      const run = this.newRun(caller);
      return { reply: await this.carryOut(plan, run), usage: run.usage.draws };
    }
    const { write, member, isNew } = joined;
    if (isNew) void this.leadWrite(write);
    else this.observer.merged(this.connection.name, plan.operation.name);
    try {
      const { led } = await this.untilDone(member, isNew, caller.span, write.group.callSpans);
      return { reply: write.replyTo(member.request), usage: led ? write.usage.draws : [] };
    } catch (error) {
      throw withApplied(error, NOTHING_USED); // for a wait that ended before the call was sent
    }
  }

  private async leadWrite(write: MergedWrite): Promise<void> {
    const { group } = write;
    for (const { request: leader } of group.leaders()) {
      write.restart();
      const maxWaitMs = Math.max(0, leader.deadlineMs - this.now());
      const caller = { ...leader.caller, maxWaitMs, signal: group.signal };
      const run = this.newRun(caller, write.usage, group.callSpans);
      try {
        write.resolve(await this.carryOut(write, run));
      } catch (error) {
        group.reject(error, ({ call }, led) => errorForMember(error, call, led));
      }
    }
    this.mergedWrites.remove(write);
  }

  /**
   * Carries out a write: under the target's lock where it reads first, and with a read-back where its
   * outcome is unknown. A write that the read-back does not find may still arrive, so from then on no error
   * claims that nothing was applied.
   */
  private async carryOut(plan: RunningPlan, run: OperationRun): Promise<Reply> {
    try {
      run.lock = await this.lock(plan.operation, run);
      let unknown: GatewayError | undefined;
      for (let attempt = 1, current = plan; ; attempt += 1) {
        try {
          return await this.followSteps(current, run);
        } catch (error) {
          if (!hasUnknownOutcome(error))
            throw unknown === undefined ? error : afterUnknownOutcome(unknown, error);
          unknown = error;
        }
        const reply = await this.readBack(plan.operation, run);
        if (reply !== undefined) return reply;
        const again = mayRepeat(plan.operation, attempt) && (await this.backOff(run, attempt));
        if (!again) throw unknown;
        current = new OperationPlan(this.connection.adapter, plan.operation);
      }
    } catch (error) {
      throw withApplied(withUsage(error, run.usage), run.usage);
    } finally {
      run.lock?.release();
    }
  }

  private async followSteps(plan: RunningPlan, run: OperationRun): Promise<Reply> {
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
  private async callVendor(
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
        if (error.code === 'upstream-throttled') {
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
      if (
        request.effect !== 'read' &&
        run.lock?.outlasts(this.connection.longestCallMs) === false
      ) {
        grant.unsent();
        throw lockLost();
      }
      const current = pending.request; // callers may have joined or left
      if (current !== undefined && sameDraws(current.draws, request.draws) && !grant.isOverdue()) {
        pending.seal();
        this.retryBudget.recordCall();
        run.usage.addDraws(current.draws);
        return { request: current, grant };
      }
      grant.unsent();
    }
    return undefined;
  }

  private acquire({ draws }: UpstreamRequest, run: OperationRun): Promise<Grant> {
    const { name, limiter } = this.connection;
    return inQuotaWaitSpan(run.span, name, draws, () =>
      limiter.acquire(draws, run.wait(this.now())),
    );
  }

  /** Waits for a merged call, as its leader or as a follower. */
  private untilDone(
    { done }: Member<unknown>,
    leads: boolean,
    span: Span | undefined,
    callSpans: readonly Span[],
  ): Promise<MemberOutcome> {
    return leads ? done : inMergedCallSpan(span, this.connection.name, done, callSpans);
  }

  /** The lock on the target, where the operation reads before it writes. */
  private async lock(operation: Operation, run: OperationRun): Promise<TargetLock | undefined> {
    const { adapter, locks, longestCallMs } = this.connection;
    const isLocked = adapter.lockedOperations.includes(operation.name);
    if (!isLocked && !readsConditions(adapter, operation)) return undefined;
    return locks.acquire(operation.call.target, run.wait(this.now()), longestCallMs);
  }

  /** Waits before the next attempt; false where the caller's wait or the retry budget does not allow one. */
  private async backOff(run: OperationRun, attempt: number): Promise<boolean> {
    const { maxWaitMs, signal } = run.wait(this.now());
    const delayMs = backoffMs(attempt, this.environment.random());
    if (delayMs > maxWaitMs || signal.aborted || !this.retryBudget.take()) return false;
    await this.environment.sleep(delayMs);
    return true;
  }

  /** Whether others may join before this write has its tokens. */
  private mustWait({ request }: OperationPlan): boolean {
    if (request === undefined) return false;
    return request.effect === 'read' || !this.connection.limiter.canGrantNow(request.draws);
  }

  private now(): number {
    return this.environment.now();
  }
}

/** A follower makes no vendor call of its own. */
const NOTHING_USED = new Usage();

const sameDraws = (one: readonly Draw[], other: readonly Draw[]): boolean =>
  one === other ||
  (one.length === other.length &&
    one.every(
      ({ quota, tokens }, index) => quota === other[index]?.quota && tokens === other[index].tokens,
    ));
