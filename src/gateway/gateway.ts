import { GatewayError, unexpectedError } from '../core/gateway-error';
import { isReadOperation, type Operation, type Reply } from '../core/operation';
import type { Caller } from './caller';
import { errorForMember, replyDespite } from './coalescing/merged-writes';
import {
  leadingRunLength,
  mergeableCallOf,
  mergedOperation,
  repliesTo,
} from './coalescing/mergeable-call';
import type { Conditions } from './conditional-plan';
import type { Connection } from './connection';
import type { Environment } from './environment';
import { explain, type Explanation } from './explain';
import { MessageReads, plansOf, type BegunReads, type ReadMessages } from './message-reads';
import { memoryTarget, type ReadMemory } from './memory/read-memory';
import type { GatewayObserver } from './observer';
import { checkCapability, OperationPlan } from './operation-plan';
import { OperationRunner, type Outcome } from './operation-runner';
import {
  afterRefusal,
  checkMode,
  connectionRemoved,
  gatewayErrorOf,
  isRefusedWhole,
} from './outcome/failures';
import { isRepeatable } from './outcome/read-back';
import { Usage, withApplied, withUsage } from './outcome/usage';
import { Reads } from './reads';

/** The operations of one connection. */
export class Gateway {
  private readonly runner: OperationRunner;
  private readonly reads: Reads;
  private readonly messageReads: MessageReads;

  /** @param memory of the replica, shared by all connections */
  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    observer: GatewayObserver,
    private readonly memory: ReadMemory,
  ) {
    this.runner = new OperationRunner(connection, environment, observer);
    this.reads = new Reads(connection, this.runner, memory, observer);
    this.messageReads = new MessageReads(connection, this.runner, this.reads, environment);
  }

  /**
   * Carries out an operation.
   * @throws GatewayError with `usage`, and for a write with `applied`
   * @throws the reason of the caller's signal where the caller disconnected before the first write
   */
  async execute(operation: Operation, caller: Caller): Promise<Outcome> {
    if (operation.name === 'message.get-many')
      return this.messageReads.read(this.beginReads(operation), caller);
    const plan = this.plan(operation);
    return isReadOperation(operation.name)
      ? await this.reads.read(plan, caller)
      : await this.write(plan, caller);
  }

  /**
   * Carries out an operation whose earlier try has an unknown outcome; a read-back comes first.
   * @throws GatewayError as `execute`, but always with `applied: unknown`; upstream-timeout where the
   *   operation can be neither proved nor repeated
   */
  async executeAgain(operation: Operation, caller: Caller): Promise<Outcome> {
    try {
      const run = this.runner.newRun(caller);
      const decision = await this.runner.outcomes.readBackLost(operation, run);
      if (typeof decision === 'object') return { reply: decision.reply, usage: run.usage.draws };
      if (decision === 'not applied' && isRepeatable(operation))
        return await this.repeat(operation, caller, run.usage);
      throw new GatewayError(
        'upstream-timeout',
        'It is unknown whether the first attempt was applied.',
        { usage: run.usage.draws },
      );
    } catch (error) {
      throw error instanceof GatewayError ? error.withDetails({ applied: 'unknown' }) : error;
    }
  }

  /** @param usage of the read-back before */
  private async repeat(operation: Operation, caller: Caller, usage: Usage): Promise<Outcome> {
    try {
      const outcome = await this.execute(operation, caller);
      usage.addDraws(outcome.usage);
      return { ...outcome, usage: usage.draws };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      usage.addDraws(error.details.usage ?? []);
      throw error.withDetails({ usage: usage.draws });
    }
  }

  /** @throws GatewayError as `execute` before its first vendor call */
  check(operation: Operation): void {
    this.plans(operation);
  }

  /** How many of these operations on one target, from the first on, `executeRun` takes together. */
  leadingRunLength(operations: Iterable<Operation>): number {
    return leadingRunLength(this.connection.adapter, operations);
  }

  /**
   * Carries out neighbouring operations of a batch, as many as `leadingRunLength` allows.
   * @param again whether an earlier try of some has an unknown outcome
   * @returns a reply or an error for each, in their order
   * @throws the reason of the caller's signal where the caller disconnected before the first write
   */
  async executeRun(
    run: readonly Operation[],
    caller: Caller,
    again = false,
  ): Promise<(Reply | GatewayError)[]> {
    const execute = async (operation: Operation): Promise<Reply> => {
      const outcome = again
        ? await this.executeAgain(operation, caller)
        : await this.execute(operation, caller);
      return outcome.reply;
    };
    const deadlineMs = this.environment.now() + caller.maxWaitMs;
    const [first, ...others] = run;
    if (first === undefined) return [];
    if (others.length === 0 || isReadOperation(first.name))
      return Promise.all(run.map((operation) => execute(operation).catch(gatewayErrorOf)));
    const calls = run.flatMap((operation) => mergeableCallOf(operation) ?? []);
    try {
      const reply = await execute(mergedOperation(first.name, calls));
      return repliesTo(calls, reply);
    } catch (error) {
      const failure = gatewayErrorOf(error);
      if (isRefusedWhole(failure)) return this.executeEach(run, caller, deadlineMs, failure);
      return calls.map(
        (call, index) =>
          replyDespite(failure, call) ??
          (errorForMember(failure, call, index === 0) as GatewayError),
      );
    }
  }

  /**
   * Carries out the operations of a run one after the other, since the vendor has refused them together.
   * Those that a disconnected caller leaves behind keep this refusal.
   */
  private async executeEach(
    run: readonly Operation[],
    caller: Caller,
    deadlineMs: number,
    refusal: GatewayError,
  ): Promise<(Reply | GatewayError)[]> {
    const errorOf = (error: unknown): GatewayError =>
      caller.signal.aborted && !(error instanceof GatewayError)
        ? refusal
        : gatewayErrorOf(afterRefusal(refusal, error));
    const outcomes: (Reply | GatewayError)[] = [];
    for (const operation of run) {
      const maxWaitMs = Math.max(0, deadlineMs - this.environment.now());
      const outcome = caller.signal.aborted
        ? refusal
        : await this.execute(operation, { ...caller, maxWaitMs }).then(
            ({ reply }) => reply,
            errorOf,
          );
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /**
   * The vendor requests of an operation, without sending, waiting or drawing tokens. Its conditions are
   * presumed to be met.
   * @param client whose wait is forecast
   * @throws GatewayError as `execute` before its first vendor call; provider-limit for a request that draws more
   *   tokens than its quota has
   */
  explain(operation: Operation, client?: string): Explanation {
    const plans = this.plans(operation, 'presumed');
    return this.begin(operation, () =>
      explain(this.connection, plans, this.environment.stamp(), client),
    );
  }

  private async write(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    const { provider, adapter } = this.connection;
    const target = memoryTarget(provider.name, adapter, plan.operation);
    this.memory.beginWrite(target);
    try {
      return await this.runner.run(plan, caller);
    } finally {
      this.memory.endWrite(target);
    }
  }

  private plans(operation: Operation, conditions?: Conditions): readonly OperationPlan[] {
    return operation.name === 'message.get-many'
      ? plansOf(this.beginReads(operation))
      : [this.plan(operation, conditions)];
  }

  private plan(operation: Operation, conditions?: Conditions): OperationPlan {
    return this.begin(operation, () => new OperationPlan(this.connection, operation, conditions));
  }

  private beginReads(operation: ReadMessages): BegunReads {
    return this.begin(operation, () => this.messageReads.begin(operation));
  }

  /** Checks the operation before its plan begins: an invalid call draws no token. */
  private begin<Begun>(operation: Operation, begin: () => Begun): Begun {
    try {
      if (this.connection.isRemoved) throw connectionRemoved();
      checkMode(this.connection.mode, isReadOperation(operation.name));
      checkCapability(this.connection.provider, operation);
      return begin();
    } catch (error) {
      const failure = error instanceof GatewayError ? error : unexpectedError(error);
      const complete = withUsage(failure, new Usage());
      throw isReadOperation(operation.name) ? complete : withApplied(complete, new Usage());
    }
  }
}
