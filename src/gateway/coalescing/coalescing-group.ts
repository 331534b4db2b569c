import { GatewayError } from '../../core/gateway-error';
import type { Caller } from '../caller';

interface Member<Ticket> {
  readonly ticket: Ticket;
  resolve(): void;
  reject(error: unknown): void;
  endTimer(): void;
  /** Takes away what would make the member leave. */
  stay(): void;
}

/**
 * Callers that wait for the same tokens and then go together. Each may leave while the party waits: by
 * hanging up, or at the end of its own wait. Once it sets off, nobody joins or leaves.
 */
export class Party<Ticket> {
  private readonly members = new Set<Member<Ticket>>();
  private readonly deserted = new AbortController();
  private waiting = true;
  private changes = 0;

  get isWaiting(): boolean {
    return this.waiting;
  }

  /** Another number whenever somebody has joined or left. */
  get version(): number {
    return this.changes;
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  /** In the order of joining. */
  get tickets(): Ticket[] {
    return [...this.members].map(({ ticket }) => ticket);
  }

  /** Told when the last one has left. */
  get signal(): AbortSignal {
    return this.deserted.signal;
  }

  /**
   * Resolves when the party has arrived.
   * @param late what the caller is told when its wait ends before the party sets off
   * @throws what the party fails with; for one that leaves `late`, or the reason of the hang-up
   */
  join(ticket: Ticket, { maxWaitMs, signal }: Caller, late: () => GatewayError): Promise<void> {
    return new Promise((resolve, reject) => {
      const hangUp = (): void => {
        this.leave(member, signal.reason);
      };
      const timer = setTimeout(() => {
        this.leave(member, late());
      }, maxWaitMs);
      const endTimer = (): void => {
        clearTimeout(timer);
      };
      const stay = (): void => {
        endTimer();
        signal.removeEventListener('abort', hangUp);
      };
      const member: Member<Ticket> = { ticket, resolve, reject, endTimer, stay };
      signal.addEventListener('abort', hangUp);
      this.members.add(member);
      this.changes += 1;
    });
  }

  /** From now on the members are as they are. */
  setOff(): void {
    this.waiting = false;
    for (const member of this.members) member.stay();
  }

  /**
   * Takes the party there, led by one member after the other where the line turns them away. The line
   * keeps the leader's time.
   * @param way rejects with quota-exhausted where the line turns the leader away
   * @param errorOf what a member is told of a failure; the first one led
   */
  async travel(
    way: (leader: Ticket) => Promise<void>,
    errorOf: (error: unknown, ticket: Ticket, index: number) => unknown,
  ): Promise<void> {
    for (let [leader] = this.members; leader !== undefined; [leader] = this.members) {
      leader.endTimer();
      try {
        await way(leader.ticket);
        this.setOff();
        for (const member of this.members) member.resolve();
        return;
      } catch (error) {
        if (this.waiting && isTurnedAway(error)) this.leave(leader, error);
        else this.fail((ticket, index) => errorOf(error, ticket, index));
      }
    }
  }

  private fail(errorOf: (ticket: Ticket, index: number) => unknown): void {
    this.setOff();
    const members = [...this.members];
    this.members.clear();
    members.forEach((member, index) => {
      member.reject(errorOf(member.ticket, index));
    });
  }

  private leave(member: Member<Ticket>, why: unknown): void {
    if (!this.waiting || !this.members.delete(member)) return;
    this.changes += 1;
    member.stay();
    member.reject(why);
    if (this.members.size === 0) this.deserted.abort(why);
  }
}

const isTurnedAway = (error: unknown): error is GatewayError =>
  error instanceof GatewayError && error.code === 'quota-exhausted';
