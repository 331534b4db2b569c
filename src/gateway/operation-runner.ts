import type { GatewayError } from '../core/gateway-error';
import { isReadOperation, type Operation, type OperationName, type Reply } from '../core/operation';
import type { Span } from '../core/trace';
import type { Draw, UpstreamRequest } from '../core/upstream';
import type { TargetLock } from '../locks';
import type { Caller } from './caller';
import type { Member, Turn } from './coalescing/coalescing-group';
import {
  MergedWrites,
  type MergedWrite,
  type WriteOutcome,
  type WriteRequest,
} from './coalescing/merged-writes';
import { SharedReads, type SharedRead } from './coalescing/shared-reads';
import { readsConditions } from './conditional-plan';
import type { Connection } from './connection';
import type { Environment } from './environment';
import type { GatewayObserver } from './observer';
import { OperationPlan, type RunningPlan } from './operation-plan';
import { OperationRun } from './operation-run';
import { afterRefusal, afterUnknownOutcome, hasUnknownOutcome } from './outcome/failures';
import { effectMs } from './outcome/latest-effect';
import { mayRepeat } from './outcome/retry-policy';
import { Usage, withApplied, withUsage } from './outcome/usage';
import { WriteOutcomes } from './outcome/write-outcomes';
import { StepRunner } from './step-runner';
import { inMergedCallSpan } from './wait-spans';

/** The reply of an operation, and the tokens that it used. */
export interface Outcome {
  readonly reply: Reply;
  readonly usage: readonly Draw[];
  /** Present where the reply comes from memory: how old it is. */
  readonly ageMs?: number;
}

/**
 * Carries out checked operations. A write and a read are one loop each: for each step of the plan, join or
 * lead a merged call, wait for tokens, build the request as it is now, sign, send, read the reply. A write
 * of unknown outcome is read back.
 */
export class OperationRunner {
  readonly outcomes: WriteOutcomes;
  private readonly steps: StepRunner;
  private readonly mergedWrites: MergedWrites;
  private readonly sharedReads: SharedReads;

  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    private readonly observer: GatewayObserver,
  ) {
    this.steps = new StepRunner(connection, environment, observer);
    this.outcomes = new WriteOutcomes(connection, environment, this.steps);
    this.mergedWrites = new MergedWrites(connection, () => environment.now());
    this.sharedReads = new SharedReads(connection, () => environment.now());
  }

  /**
   * @throws GatewayError with `usage`, and for a write with `applied`
   * @throws the reason of the caller's signal where the caller disconnected before the first write
   */
  async run(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    if (!isReadOperation(plan.operation.name)) return await this.write(plan, caller);
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
    return this.untilDone(member, isNew, run.span, read.group.callSpans);
  }

  private async leadRead(read: SharedRead): Promise<void> {
    const { group } = read;
    for (const leader of group.leaders()) {
      const run = leader.request.leading(group, this.now());
      try {
        const result = await this.steps.callVendor(read, run);
        group.resolve(() => result?.payload);
      } catch (error) {
        group.reject(error, () => {
          throw error;
        });
      }
    }
    this.sharedReads.remove(read);
  }

  /** Joins a queued write to the same target or leads one; a write that need not wait goes alone. */
  private async write(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    const joined = this.mustWait(plan, caller) ? this.mergedWrites.join(plan, caller) : undefined;
    if (joined === undefined) {
      const run = this.newRun(caller);
      return { reply: await this.carryOut(plan, run), usage: run.usage.draws };
    }
    const { write, member, isNew } = joined;
    if (isNew) void this.leadWrite(write);
    else this.observer.merged(this.connection.name, plan.operation.name);
    try {
      return await this.untilDone(member, isNew, caller.span, write.group.callSpans);
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
        write.reject(error);
      }
    }
    this.mergedWrites.remove(write);
    for (const turn of group.turns()) await this.carryOutAlone(write, turn);
  }

  /** Carries out the part of one caller of a merged write that was refused as a whole. */
  private async carryOutAlone(
    write: MergedWrite,
    { request, led, resolve, reject }: Turn<WriteRequest, WriteOutcome>,
  ): Promise<void> {
    const maxWaitMs = Math.max(0, request.deadlineMs - this.now());
    const caller = { ...request.caller, maxWaitMs };
    const run = this.newRun(caller, led ? write.usage : undefined);
    try {
      const reply = await this.carryOut(write.planAlone(request), run);
      resolve({ reply, usage: run.usage.draws });
    } catch (error) {
      reject(afterRefusal(write.refusal, error));
    }
  }

  /**
   * Carries out a write: under the target's lock where it reads first, and with a read-back where its
   * outcome is unknown. Where the read-back does not find the write, others may have undone it, so from then
   * on no error claims that nothing was applied.
   */
  private async carryOut(plan: RunningPlan, run: OperationRun): Promise<Reply> {
    try {
      run.lock = await this.lock(plan.operation, run);
      let unknown: GatewayError | undefined;
      for (let attempt = 1, current = plan; ; attempt += 1) {
        try {
          return await this.steps.follow(current, run);
        } catch (error) {
          if (!hasUnknownOutcome(error))
            throw unknown === undefined ? error : afterUnknownOutcome(unknown, error);
          unknown = error;
        }
        const decision = await this.outcomes.readBack(plan.operation, run);
        if (typeof decision === 'object') return decision.reply;
        const again =
          decision === 'not applied' &&
          mayRepeat(plan.operation, attempt, unknown) &&
          (await this.steps.backOff(run, attempt));
        if (!again) throw unknown;
        current = new OperationPlan(this.connection, plan.operation);
      }
    } catch (error) {
      const failure = await this.outcomes.withFound(
        withApplied(error, run.usage),
        plan.operation,
        run,
      );
      throw withUsage(failure, run.usage);
    } finally {
      run.lock?.release();
    }
  }

  /** Waits for a merged call, as its leader or as a follower. */
  private untilDone<Result>(
    { done }: Member<unknown, Result>,
    leads: boolean,
    span: Span | undefined,
    callSpans: readonly Span[],
  ): Promise<Result> {
    return leads ? done : inMergedCallSpan(span, this.connection.name, done, callSpans);
  }

  /** The lock on the target, where the operation reads before it writes. */
  private async lock(operation: Operation, run: OperationRun): Promise<TargetLock | undefined> {
    const { adapter, locks } = this.connection;
    const isLocked = adapter.lockedOperations.includes(operation.name);
    if (!isLocked && !readsConditions(this.connection, operation)) return undefined;
    return locks.acquire(operation.call.target, run.wait(this.now()), effectMs(this.connection));
  }

  /** Whether others may join before this write has its tokens. */
  private mustWait({ request }: OperationPlan, { client }: Caller): boolean {
    if (request === undefined) return false;
    return request.effect === 'read' || !this.connection.limiter.canGrantNow(request.draws, client);
  }

  private now(): number {
    return this.environment.now();
  }
}

/** A follower makes no vendor call of its own. */
const NOTHING_USED = new Usage();
