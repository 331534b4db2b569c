import type { Span } from '../../core/trace';
import { GatewayError } from '../../core/gateway-error';
import type { Caller } from '../caller';
import { isQuotaExhausted } from '../outcome/failures';

/** A caller in a group. */
export interface Member<Request> {
  readonly request: Request;
  /** Settles when the merged call has ended, or when this member leaves before it was sent. */
  readonly done: Promise<MemberOutcome>;
}

/** `led`: the vendor call was made for this member, so its tokens are this member's usage. */
export interface MemberOutcome {
  readonly led: boolean;
}

interface OpenMember<Request> extends Member<Request> {
  resolve(outcome: MemberOutcome): void;
  reject(error: unknown): void;
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
 * or leaves. Waits and times are milliseconds of one monotonic clock.
 */
export class CoalescingGroup<Request> {
  /** Spans of the vendor calls, to which the spans of followers link. */
  readonly callSpans: Span[] = [];
  private readonly members = new Set<OpenMember<Request>>();
  private readonly abandoned = new AbortController();
  private state: 'waiting' | 'sealed' = 'waiting';
  private changes = 0;
  /** Of the first member, which waits in the queue. */
  private urgency = 0;
  private leader: OpenMember<Request> | undefined;

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
    let resolve: (outcome: MemberOutcome) => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    const done = new Promise<MemberOutcome>((...settle) => ([resolve, reject] = settle));
    const disconnect = (): void => {
      this.remove(member, signal.reason);
    };
    const deadline = setTimeout(() => {
      this.remove(member, this.deadlineError());
    }, maxWaitMs);
    const clearDeadline = (): void => {
      clearTimeout(deadline);
    };
    const unsubscribe = (): void => {
      clearDeadline();
      signal.removeEventListener('abort', disconnect);
    };
    const member: OpenMember<Request> = {
      request,
      done,
      resolve,
      reject,
      clearDeadline,
      unsubscribe,
    };
    signal.addEventListener('abort', disconnect);
    this.members.add(member);
    this.changes += 1;
    return member as Member<Request>;
  }

  /**
   * The members that lead, one after the other, until the group has settled. The limiter keeps the
   * deadline of the one that leads.
   */
  *leaders(): Generator<Member<Request>, void, void> {
    for ([this.leader] = this.members; this.leader !== undefined; [this.leader] = this.members) {
      this.leader.clearDeadline();
      yield this.leader;
    }
  }

  /** The request is about to be sent: the members are final. */
  seal(): void {
    this.state = 'sealed';
    for (const member of this.members) member.unsubscribe();
  }

  /** Ends the group: the merged call succeeded. */
  resolve(): void {
    this.seal();
    for (const [index, member] of this.takeMembers().entries())
      member.resolve({ led: index === 0 });
  }

  /**
   * Ends the group: the merged call failed. Where only the leader's wait has ended before the call was
   * sent, it leaves alone (it may have disconnected meanwhile), and the next member leads.
   * @param errorFor the error of one member; the leader is the first. Undefined: its part has succeeded
   */
  reject(error: unknown, errorFor: (request: Request, led: boolean) => unknown): void {
    if (this.isWaiting && this.leader !== undefined && isQuotaExhausted(error)) {
      this.remove(this.leader, error);
      return;
    }
    this.seal();
    for (const [index, member] of this.takeMembers().entries()) {
      const led = index === 0;
      const failure = errorFor(member.request, led);
      if (failure === undefined) member.resolve({ led });
      else member.reject(failure);
    }
  }

  private takeMembers(): OpenMember<Request>[] {
    const members = [...this.members];
    this.members.clear();
    return members;
  }

  private remove(member: OpenMember<Request>, error: unknown): void {
    if (!this.isWaiting || !this.members.delete(member)) return;
    this.changes += 1;
    member.unsubscribe();
    member.reject(error);
    if (this.members.size === 0) this.abandoned.abort(error);
  }

  private deadlineError(): GatewayError {
    const retryAfterMs = Math.max(1, Math.ceil(this.forecastMs - this.now()));
    return new GatewayError('quota-exhausted', 'The quota was not available in time.', {
      retryAfterMs,
    });
  }
}
