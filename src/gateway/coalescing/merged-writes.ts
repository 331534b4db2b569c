import { GatewayError, type Applied, type AppliedKeys } from '../../core/gateway-error';
import type { Operation, OperationName, Reply } from '../../core/operation';
import { placeLimitOf } from '../../core/place-limit';
import type { Draw, UpstreamRequest } from '../../core/upstream';
import type { Caller } from '../caller';
import type { Connection } from '../connection';
import { OperationPlan, type RunningPlan } from '../operation-plan';
import { isRefusedWhole } from '../outcome/failures';
import { Usage } from '../outcome/usage';
import { CoalescingGroup, shareKey, type Member } from './coalescing-group';
import {
  keysOf,
  mergeableCallOf,
  mergeCalls,
  mergedOperation,
  mergeKey,
  mergeWithin,
  repliesTo,
  type MergeableCall,
  type MergeLimit,
} from './mergeable-call';

/** One caller's part of a merged write. */
export interface WriteRequest {
  readonly call: MergeableCall;
  readonly caller: Caller;
  readonly deadlineMs: number;
}

/** The reply to one caller, and the tokens that it used. */
export interface WriteOutcome {
  readonly reply: Reply;
  readonly usage: readonly Draw[];
}

/** A caller that has joined a merged write; `isNew`: it began the write and leads it. */
export interface MergedWriteMember {
  readonly write: MergedWrite;
  readonly member: Member<WriteRequest, WriteOutcome>;
  readonly isNew: boolean;
}

/**
 * A queued write that later writes may join. Its request is built from the leader and its followers as
 * they are when its tokens are there.
 */
export class MergedWrite implements RunningPlan {
  readonly group: CoalescingGroup<WriteRequest, WriteOutcome>;
  /** The usage of the current leader. */
  usage = new Usage();
  /** The failure after which each caller is carried out alone. */
  refusal: GatewayError | undefined;
  /** The replies to the steps so far. A new plan for changed members is fed with them to reach the same step. */
  private answers: unknown[] = [];
  private plan: OperationPlan | undefined;
  private planVersion = 1; // the first plan is that of the first member alone
  private merged: { readonly version: number; readonly operation: Operation } | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly name: OperationName,
    readonly key: string,
    private readonly limit: MergeLimit,
    private readonly now: () => number,
    firstPlan: OperationPlan,
  ) {
    this.group = new CoalescingGroup(now);
    this.plan = firstPlan;
  }

  /** Whether this call fits into the same vendor call, and its caller waits long enough. */
  accepts(call: MergeableCall, caller: Caller): boolean {
    if (!this.group.accepts(caller)) return false;
    const place = placeLimitOf(this.connection.adapter.placeLimits, this.name);
    return mergeWithin(this.call, call, this.limit, place) !== undefined;
  }

  join(call: MergeableCall, caller: Caller): Member<WriteRequest, WriteOutcome> {
    return this.group.join({ call, caller, deadlineMs: this.now() + caller.maxWaitMs }, caller);
  }

  /**
   * A new leader begins: its tokens are forecast anew, and reads are repeated, since the lock under which
   * an earlier leader has read is released.
   */
  restart(): void {
    if (this.answers.length > 0) this.plan = undefined;
    this.answers = [];
    this.usage = new Usage();
    const { request } = this;
    const waitMs = request === undefined ? 0 : this.connection.limiter.forecast(request.draws);
    this.group.expectTokensAt(this.now() + waitMs);
  }

  /** The operations of all members as one. */
  get operation(): Operation {
    const { version } = this.group;
    if (this.merged?.version !== version) {
      const calls = this.group.requests.map(({ call }) => call);
      this.merged = { version, operation: mergedOperation(this.name, calls) };
    }
    return this.merged.operation;
  }

  /** Also undefined where all callers have left. */
  get request(): UpstreamRequest | undefined {
    return this.group.signal.aborted ? undefined : this.currentPlan().request;
  }

  get reply(): Reply {
    return this.currentPlan().reply;
  }

  /** Callers may still join or leave after a read: their entries are in no request yet. */
  seal(): void {
    if (this.request?.effect !== 'read') this.group.seal();
  }

  /** Ends the write: the vendor has carried it out with this reply. */
  resolve(merged: Reply): void {
    const { requests } = this.group;
    const replies = repliesTo(
      requests.map(({ call }) => call),
      merged,
    );
    const byRequest = new Map(requests.map((request, index) => [request, replies[index]]));
    this.group.resolve((request, led) => this.outcomeOf(byRequest.get(request) ?? {}, led));
  }

  /**
   * Ends the write with a failure. A caller whose keys the vendor has all written succeeds all the same.
   * Where the call was refused for what it contains, each of several callers is to be carried out alone.
   */
  reject(error: unknown): void {
    if (isRefusedWhole(error) && this.group.requests.length > 1) {
      this.refusal = error;
      this.group.split();
      return;
    }
    this.group.reject(error, ({ call }, led) => {
      const reply = replyDespite(error, call);
      if (reply === undefined) throw errorForMember(error, call, led);
      return this.outcomeOf(reply, led);
    });
  }

  /** The plan of one caller that is carried out alone. */
  planAlone({ call }: WriteRequest): OperationPlan {
    return new OperationPlan(this.connection, mergedOperation(this.name, [call]));
  }

  answer(payload: unknown): void {
    this.currentPlan().answer(payload);
    if (this.group.isWaiting) this.answers.push(payload);
  }

  fail(error: unknown): void {
    const plan = this.currentPlan();
    this.plan = undefined; // a failed generator cannot continue; the next leader begins with a new one
    plan.fail(error);
    this.plan = plan;
  }

  private outcomeOf(reply: Reply, led: boolean): WriteOutcome {
    return { reply, usage: led ? this.usage.draws : [] };
  }

  private get call(): MergeableCall {
    return mergeCalls(this.group.requests.map(({ call }) => call));
  }

  private currentPlan(): OperationPlan {
    const isCurrent = !this.group.isWaiting || this.planVersion === this.group.version;
    if (this.plan !== undefined && isCurrent) return this.plan;
    const plan = new OperationPlan(this.connection, this.operation);
    for (const answer of this.answers) if (plan.request !== undefined) plan.answer(answer);
    this.plan = plan;
    this.planVersion = this.group.version;
    return plan;
  }
}

/** The queued writes of a connection that others may join. */
export class MergedWrites {
  private readonly waiting = new Map<string, MergedWrite>();

  constructor(
    private readonly connection: Connection,
    private readonly now: () => number,
  ) {}

  /** Joins a queued write or begins one; undefined where this operation cannot be merged. */
  join(plan: OperationPlan, caller: Caller): MergedWriteMember | undefined {
    const { operation } = plan;
    const { adapter } = this.connection;
    if (adapter.isNeverMerged?.(operation) === true) return undefined;
    const limit = adapter.mergeLimits[operation.name];
    const call = mergeableCallOf(operation);
    if (limit === undefined || call === undefined) return undefined;
    const key = `${mergeKey(operation.name, call, adapter)} ${shareKey(caller)}`;
    const queued = this.waiting.get(key);
    if (queued?.accepts(call, caller) === true)
      return { write: queued, member: queued.join(call, caller), isNew: false };
    const write = new MergedWrite(this.connection, operation.name, key, limit, this.now, plan);
    this.waiting.set(key, write);
    return { write, member: write.join(call, caller), isNew: true };
  }

  /** The write has ended. */
  remove(write: MergedWrite): void {
    if (this.waiting.get(write.key) === write) this.waiting.delete(write.key);
  }
}

/** The reply to a caller whose keys were all written, although the vendor refused others of the merged call. */
export function replyDespite(error: unknown, call: MergeableCall): Reply | undefined {
  const { applied } = error instanceof GatewayError ? error.details : {};
  if (typeof applied !== 'object' || 'changes' in call) return undefined;
  const isWritten = keysOf(call).every((key) => applied.keys.includes(key));
  return isWritten ? repliesTo([call], {})[0] : undefined;
}

/** A failure as one caller sees it: with its own keys; the usage belongs to the leader. */
export function errorForMember(error: unknown, call: MergeableCall, led: boolean): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { applied, found, usage = [] } = error.details;
  const own = new Set(keysOf(call));
  return error.withDetails({
    usage: led ? usage : [],
    ...(typeof applied === 'object' && { applied: appliedTo(applied, own) }),
    ...(found !== undefined && { found: found.filter(({ key }) => own.has(key)) }),
  });
}

function appliedTo({ keys, changed = [] }: AppliedKeys, own: ReadonlySet<string>): Applied {
  const ownKeys = keys.filter((key) => own.has(key));
  const ownChanged = changed.filter((key) => own.has(key));
  if (ownChanged.length > 0) return { keys: ownKeys, changed: ownChanged };
  return ownKeys.length > 0 ? { keys: ownKeys } : 'no';
}
