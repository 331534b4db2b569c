import { GatewayError } from '../../core/gateway-error';
import type { OperationName, Reply } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import type { Caller } from '../caller';
import { Company } from './follower-spans';
import type { Connection } from '../connection';
import type { Journey } from '../operation-run';
import { merged, together, type MergeableCall } from './mergeable-call';
import { shareOf } from './error-share';
import { Party } from './coalescing-group';
import { advance, follow } from '../run-plan';

interface Ticket {
  readonly call: MergeableCall;
  readonly caller: Caller;
  readonly deadlineMs: number;
}

/** A plan at the request that it wants sent next; `done` where there is nothing left to send. */
export interface Position {
  readonly plan: Plan<Reply>;
  readonly step: IteratorResult<UpstreamRequest, Reply>;
}

/** Takes a caller through lock, line and vendor. */
export type Travel = (caller: Caller, way: (journey: Journey) => Promise<void>) => Promise<void>;

/**
 * One vendor write for all callers that want the same target written while it waits for quota. What is
 * sent is made after the wait, from the members of that moment.
 */
export class MergedWrite {
  readonly company = new Company();
  private readonly party = new Party<Ticket>();
  /** What the reads before the first write were answered. */
  private readonly payloads: unknown[] = [];
  private whole: { readonly version: number; readonly call: MergeableCall } | undefined;
  private expectedMs = 0;
  /** The party's version that `at` is made for; the first is the first member alone. */
  private madeFor = 1;

  /**
   * @param limit keys that one vendor call takes, as the adapter's `merges` says
   * @param at where the plan of the first member stands, as long as it is the only one
   */
  constructor(
    private readonly connection: Connection,
    private readonly name: OperationName,
    private readonly limit: number | 'same-keys',
    private readonly now: () => number,
    private at: Position,
  ) {}

  get isWaiting(): boolean {
    return this.party.isWaiting;
  }

  /** What all members want, as one call. */
  get call(): MergeableCall {
    const { version } = this.party;
    if (this.whole?.version !== version)
      this.whole = { version, call: merged(this.party.tickets.map(({ call }) => call)) };
    return this.whole.call;
  }

  /** Whether this call can go along in the same vendor call, and without being late. */
  takes(call: MergeableCall, { maxWaitMs }: Caller): boolean {
    if (!this.party.isWaiting || this.now() + maxWaitMs < this.expectedMs) return false;
    return together(this.call, call, this.limit) !== undefined;
  }

  /** @throws GatewayError quota-exhausted at the end of the caller's wait, or what the write ends with */
  join(call: MergeableCall, caller: Caller): Promise<void> {
    const ticket = { call, caller, deadlineMs: this.now() + caller.maxWaitMs };
    return this.party.join(ticket, caller, () => this.late());
  }

  /** Sees the write through; every member is told how it went. */
  run(travel: Travel): Promise<void> {
    return this.party.travel(
      (leader) => {
        const maxWaitMs = Math.max(0, leader.deadlineMs - this.now());
        const span = this.company.watch(leader.caller.span);
        const caller = { ...leader.caller, maxWaitMs, signal: this.party.signal, span };
        return travel(caller, (journey) => this.go(journey));
      },
      (error, { call }, index) => shareOf(error, call, index === 0),
    );
  }

  private async go(journey: Journey): Promise<void> {
    this.expectedMs = this.now() + this.forecast(this.at);
    for (
      let { step } = this.at;
      step.done !== true && step.value.effect === 'read';
      { step } = this.at
    ) {
      this.payloads.push(await journey.send(step.value));
      this.at = this.position();
    }
    const sent = journey.sendLatest({
      request: () => {
        if (this.madeFor !== this.party.version) this.at = this.position();
        return this.at.step.done === true ? undefined : this.at.step.value;
      },
      setOff: () => {
        this.party.setOff();
      },
    });
    const step = await advance(() => this.at.plan, sent, 'idempotent'); // all that merges is
    await follow(this.at.plan, step, (request) => journey.send(request));
  }

  private position(): Position {
    this.madeFor = this.party.version;
    const make = this.connection.adapter.plans[this.name] as (call: object) => Plan<Reply>;
    const plan = make(this.call);
    let step = plan.next();
    for (const payload of this.payloads) if (step.done !== true) step = plan.next(payload);
    return { plan, step };
  }

  private forecast({ step }: Position): number {
    return step.done === true ? 0 : this.connection.limiter.forecast(step.value.draws);
  }

  private late(): GatewayError {
    const retryAfterMs = Math.max(1, Math.ceil(this.expectedMs - this.now()));
    return new GatewayError('quota-exhausted', 'The quota was not there in time.', {
      retryAfterMs,
      applied: 'no',
    });
  }
}
