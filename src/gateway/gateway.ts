import { GatewayError } from '../core/gateway-error';
import type { Operation, Reply } from '../core/operation';
import type { Draw } from '../core/upstream';
import { Account } from './outcome/usage';
import type { Caller } from './caller';
import { checkCapability } from './check-capability';
import type { Clock } from './clock';
import type { Connection } from './connection';
import { connectionRemoved } from './connection-removed';
import { Cooldown } from './outcome/cooldown-backoff';
import { Executor, told } from './plan-runner';
import { explain, type Explanation } from './explain';
import { Journey } from './operation-run';
import { isRead, leadingRun } from './coalescing/leading-run';
import { mergeable, merged } from './coalescing/mergeable-call';
import type { Position } from './coalescing/merged-write';
import { Merging, type Boarding } from './coalescing/merged-writes';
import type { GatewayObserver } from './observer';
import { planOf } from './plan-of';
import { isRepeatable } from './outcome/read-back';
import { shareOf } from './coalescing/error-share';
import { follow, type Send } from './run-plan';
import { SharedReads } from './coalescing/shared-reads';
import { VendorCalls } from './vendor-call';

/** What an operation answered, and the tokens it took. */
export interface Outcome {
  readonly reply: Reply;
  readonly spent: readonly Draw[];
}

/** The straight line: check → plan → for each vendor call tokens, signature, wire, reading. */
export class Gateway {
  private readonly calls: VendorCalls;
  private readonly executor: Executor;
  private readonly merging: Merging;
  private readonly reads: SharedReads;

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly observer: GatewayObserver,
  ) {
    this.reads = new SharedReads(connection, clock, observer);
    this.merging = new Merging(connection, () => clock.now());
    this.executor = new Executor(connection);
    this.calls = new VendorCalls(connection, new Cooldown(), clock, observer);
  }

  /**
   * @throws GatewayError with `spent`, and for a write with `applied`
   * @throws the caller's abort reason where the caller hung up before anything was written
   */
  async execute(operation: Operation, caller: Caller): Promise<Outcome> {
    const at = this.begin(operation);
    const boarding = this.waitsToWrite(at) ? this.merging.board(operation, at, caller) : undefined;
    return boarding === undefined
      ? this.alone(operation, at, caller)
      : this.together(operation, boarding, caller);
  }

  /**
   * An operation whose earlier try has an unknown outcome: what is done already is not done again.
   * @throws GatewayError as `execute`, but never that nothing was applied; upstream-timeout where it can
   *   be neither seen nor repeated
   */
  async executeAgain(operation: Operation, caller: Caller): Promise<Outcome> {
    const account = new Account();
    const journey = new Journey(this.calls, caller, this.clock, account);
    const reply = await this.executor.seenDone(operation, journey.readingBack());
    if (reply !== undefined) return { reply, spent: account.spent };
    if (isRepeatable(operation))
      return this.execute(operation, caller).catch((error: unknown) => {
        throw error instanceof GatewayError ? error.withDetails({ applied: 'unknown' }) : error;
      });
    throw new GatewayError(
      'upstream-timeout',
      'Nobody can tell whether the first try was applied.',
      {
        applied: 'unknown',
        usage: account.spent,
      },
    );
  }

  /**
   * Nothing where `execute` would make its first vendor call.
   * @throws GatewayError what `execute` would throw before that
   */
  check(operation: Operation): void {
    this.begin(operation);
  }

  /**
   * Carries out operations of which `leadingRun` says that they may go together.
   * @param again whether an earlier try of some has an unknown outcome
   * @returns their answers, in their order
   * @throws the caller's abort reason where the caller hung up before anything was written
   */
  async executeRun(
    run: readonly Operation[],
    caller: Caller,
    again = false,
  ): Promise<(Reply | GatewayError)[]> {
    if (run.every(isRead))
      return Promise.all(
        run.map((operation) =>
          this.execute(operation, caller).then(({ reply }) => reply, gatewayErrorOf),
        ),
      );
    const calls = run.flatMap((operation) => mergeable(operation) ?? []);
    const [first] = run;
    const whole = (run.length === 1 ? first : { ...first, call: merged(calls) }) as Operation;
    try {
      const { reply } = await (again
        ? this.executeAgain(whole, caller)
        : this.execute(whole, caller));
      return run.map(({ call }) => ('entries' in call ? { entries: call.entries } : reply));
    } catch (error) {
      const failure = gatewayErrorOf(error);
      return run.map((operation, index) => {
        const call = mergeable(operation);
        return call === undefined ? failure : (shareOf(failure, call, index === 0) as GatewayError);
      });
    }
  }

  /** How many of these operations on one target, from the first on, may go together. */
  leadingRun(operations: Iterable<Operation>): number {
    return leadingRun(this.connection.adapter.mergeLimits, operations);
  }

  /**
   * What `execute` would send, without sending, spending or waiting.
   * @throws GatewayError what `execute` would throw before its first vendor call
   */
  explain(operation: Operation): Explanation {
    const at = this.begin(whateverTag(operation));
    return explain(this.connection, operation, at, this.clock.stamp());
  }

  /** What need not wait goes at once: nobody could join it, and it pays for no company. */
  private waitsToWrite({ step }: Position): boolean {
    if (step.done === true) return false;
    return step.value.effect === 'read' || !this.connection.limiter.canGrantNow(step.value.draws);
  }

  private async alone(operation: Operation, at: Position, caller: Caller): Promise<Outcome> {
    const journey = new Journey(this.calls, caller, this.clock, new Account());
    const send: Send = operation.name.endsWith('.get')
      ? (request) => this.reads.send(operation.name, request, journey)
      : (request) => journey.send(request);
    const reply = await this.executor.carryOut(operation, journey, () =>
      follow(at.plan, at.step, send),
    );
    return { reply, spent: journey.account.spent };
  }

  /** Joins a write that waits already, or leads one that others may join. */
  private async together(
    operation: Operation,
    boarding: Boarding,
    caller: Caller,
  ): Promise<Outcome> {
    const { write, call, leads } = boarding;
    const reply = 'entries' in call ? { entries: call.entries } : {};
    const joined = write.join(call, caller);
    if (!leads) {
      this.observer.merged(this.connection.name, operation.name);
      await write.company.along(caller.span, this.connection.name, joined);
      return { reply, spent: [] };
    }
    const account = new Account();
    const led = this.lead(operation, boarding, account).finally(() => {
      this.merging.leave(operation, boarding);
    });
    await joined;
    await led;
    return { reply, spent: account.spent };
  }

  private async lead(operation: Operation, { write }: Boarding, account: Account): Promise<void> {
    const sent = () => ({ ...operation, call: write.call }) as Operation;
    await write.run(async (caller, way) => {
      const journey = new Journey(this.calls, caller, this.clock, account);
      const first = () => way(journey).then(() => ({}));
      await this.executor.carryOut(operation, journey, first, sent);
    });
  }

  /** Nothing is spent on a call that breaks a rule of the vendor. */
  private begin(operation: Operation): Position {
    try {
      if (this.connection.isRemoved) throw connectionRemoved();
      checkCapability(this.connection.provider, operation.name, operation.call.target);
      const plan = planOf(this.connection.adapter, operation);
      return { plan, step: plan.next() };
    } catch (error) {
      throw told(operation, error, new Account());
    }
  }
}

/** The same operation on the presumption that the entity tag is right. */
function whateverTag(operation: Operation): Operation {
  if (operation.call.ifMatch === undefined) return operation;
  return { ...operation, call: { ...operation.call, ifMatch: ['*'] } } as Operation;
}

/** @throws what is no GatewayError: a hang-up or a bug */
function gatewayErrorOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  throw error;
}
