import type { Span } from '../../core/trace';
import { GatewayError } from '../../core/gateway-error';
import type { Caller } from '../caller';
import { isQuotaExhausted } from '../outcome/failures';

/** Usual time until a merged call is sent whose tokens are there: it waits for a lock or a read. */
const CALL_MS = 1_000;

/** A caller in a group. */
export interface Member<Request, Result> {
  readonly request: Request;
  /** Settles when the call of this member has ended, or when the member leaves before it was sent. */
  readonly done: Promise<Result>;
}

/** A member of a split group, whose call is made alone. */
export interface Turn<Request, Result> {
  readonly request: Request;
  /** Whether this member led the merged call. */
  readonly led: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface OpenMember<Request, Result> extends Member<Request, Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  /** Lets the member leave, by disconnecting or at the end of its wait. */
  subscribe(): void;
  clearDeadline(): void;
  /** Removes the deadline and the disconnect listener. */
  unsubscribe(): void;
}

/** Keeps calls of a client with a share apart from others: it may have to wait although there is quota. */
export const shareKey = ({ client, share }: Pick<Caller, 'client' | 'share'>): string =>
  share === undefined ? '' : client;

/**
 * Callers that wait for the tokens of one merged call. The first member leads; each may leave while the
 * group waits, by disconnecting or at the end of its own wait. Once the group is sealed, no member joins
 * or leaves. If it is split afterwards, a call is made for each member alone, and each may leave until its
 * turn. Waits and times are milliseconds of one monotonic clock.
 */
export class CoalescingGroup<Request, Result> {
  /** Spans of the vendor calls, to which the spans of followers link. */
  readonly callSpans: Span[] = [];
  private readonly members = new Set<OpenMember<Request, Result>>();
  private readonly abandoned = new AbortController();
  private state: 'waiting' | 'sealed' | 'split' = 'waiting';
  private changes = 0;
  /** Of the first member, which waits in the queue. */
  private urgency = 0;
  private leader: OpenMember<Request, Result> | undefined;

  /** @param forecastMs when the tokens are expected; callers with an earlier deadline do not join */
  constructor(
    private readonly now: () => number,
    private forecastMs = -Infinity,
  ) {}

  get isWaiting(): boolean {
    return this.state === 'waiting';
  }

  /** Changes whenever a member joins or leaves. */
  get version(): number {
    return this.changes;
  }

  /** The requests of the members, in the order of joining. */
  get requests(): Request[] {
    return [...this.members].map(({ request }) => request);
  }

  /** Aborts when the last member has left. Then no other joins. */
  get signal(): AbortSignal {
    return this.abandoned.signal;
  }

  expectTokensAt(forecastMs: number): void {
    this.forecastMs = forecastMs;
  }

  /** Whether a caller with this wait can join and get its reply in time, and no later than on its own. */
  accepts({ maxWaitMs, urgency = 0 }: Pick<Caller, 'maxWaitMs' | 'urgency'>): boolean {
    if (!this.isWaiting || this.signal.aborted || this.urgency > urgency) return false;
    return this.now() + maxWaitMs >= this.forecastMs;
  }

  join(
    request: Request,
    { maxWaitMs, signal, urgency = 0 }: Pick<Caller, 'maxWaitMs' | 'signal' | 'urgency'>,
  ) {
    if (this.members.size === 0) this.urgency = urgency;
    const endMs = this.now() + maxWaitMs;
    let resolve: (result: Result) => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    const done = new Promise<Result>((...settle) => ([resolve, reject] = settle));
    let deadline: NodeJS.Timeout | undefined;
    const leaveAtDeadline = (): void => {
      this.remove(member, this.deadlineError());
    };
    const disconnect = (): void => {
      this.remove(member, signal.reason);
    };
    const clearDeadline = (): void => {
      clearTimeout(deadline);
    };
    const member: OpenMember<Request, Result> = {
      request,
      done,
      resolve,
      reject,
      subscribe: () => {
        const leftMs = Math.min(maxWaitMs, Math.max(0, endMs - this.now()));
        deadline = setTimeout(leaveAtDeadline, leftMs);
        signal.addEventListener('abort', disconnect);
        if (signal.aborted) disconnect();
      },
      clearDeadline,
      unsubscribe: () => {
        clearDeadline();
        signal.removeEventListener('abort', disconnect);
      },
    };
    this.members.add(member);
    this.changes += 1;
    member.subscribe();
    return member as Member<Request, Result>;
  }

  /**
   * The members that lead, one after the other, until the group has settled or is split. The limiter keeps
   * the deadline of the one that leads.
   */
  *leaders(): Generator<Member<Request, Result>, void, void> {
    while (this.state !== 'split') {
      [this.leader] = this.members;
      if (this.leader === undefined) return;
      this.leader.clearDeadline();
      yield this.leader;
    }
  }

  /** The request is about to be sent: the members are final. */
  seal(): void {
    this.state = 'sealed';
    for (const member of this.members) member.unsubscribe();
  }

  /**
   * Ends the group: the merged call succeeded.
   * @param resultFor the result of one member, of which the leader is the first; or it throws its error
   */
  resolve(resultFor: (request: Request, led: boolean) => Result): void {
    this.seal();
    for (const [index, member] of this.takeMembers().entries())
      try {
        member.resolve(resultFor(member.request, index === 0));
      } catch (error) {
        member.reject(error);
      }
  }

  /**
   * Ends the group: the merged call failed. Where only the leader's wait has ended before the call was
   * sent, it leaves alone (it may have disconnected meanwhile), and the next member leads.
   * @param resultFor as for `resolve`: a member may have succeeded all the same
   */
  reject(error: unknown, resultFor: (request: Request, led: boolean) => Result): void {
    if (this.isWaiting && this.leader !== undefined && isQuotaExhausted(error))
      this.remove(this.leader, error);
    else this.resolve(resultFor);
  }

  /** The merged call failed, and a call is to be made for each member alone: see `turns`. */
  split(): void {
    this.seal();
    this.state = 'split';
    [this.leader] = this.members;
    for (const member of this.members) member.subscribe();
  }

  /** The members of a split group, in the order of joining, without those that leave before their turn. */
  *turns(): Generator<Turn<Request, Result>, void, void> {
    for (const member of this.members) {
      this.members.delete(member);
      member.unsubscribe();
      const { request, resolve, reject } = member;
      yield { request, led: member === this.leader, resolve, reject };
    }
  }

  private takeMembers(): OpenMember<Request, Result>[] {
    const members = [...this.members];
    this.members.clear();
    return members;
  }

  private remove(member: OpenMember<Request, Result>, error: unknown): void {
    if (this.state === 'sealed' || !this.members.delete(member)) return;
    this.changes += 1;
    member.unsubscribe();
    member.reject(error);
    if (this.members.size === 0) this.abandoned.abort(error);
  }

  private deadlineError(): GatewayError {
    const forecastMs = Math.ceil(this.forecastMs - this.now());
    const isForQuota = forecastMs > 0;
    return new GatewayError(
      'quota-exhausted',
      isForQuota
        ? 'The quota was not available in time.'
        : 'An earlier call to this target, with which this one was merged, was not sent in time.',
      { retryAfterMs: isForQuota ? forecastMs : CALL_MS },
    );
  }
}
