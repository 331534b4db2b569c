import type { BucketDraw } from './bucket';
import type { Grant } from './limiter';
import type { ClientLease } from './queue/waiter';

/** The store that granted a call. It receives the reports of the call's end. */
export interface InFlightCallOwner {
  isOverdue(call: InFlightCall): boolean;
  answered(call: InFlightCall): void;
  unsent(call: InFlightCall): void;
  lost(call: InFlightCall): void;
}

/** A granted call with its tokens; also a node of the list of all calls in flight. */
export class InFlightCall implements Grant {
  state: 'open' | 'lost' | 'ended' = 'open';
  older: InFlightCall | undefined;
  newer: InFlightCall | undefined;
  /** Its grant in the ledger since this replica's last join. */
  grantName: string | undefined;
  /** Its grant in the ledger if it draws on a quota per channel; a join does not change it. */
  channelGrantName: string | undefined;

  constructor(
    readonly draws: readonly BucketDraw[],
    readonly grantedAtMs: number,
    readonly waitedMs: number,
    /** Clock time: without an answer, it counts as answered then. */
    public leaseEndMs: number,
    private readonly owner: InFlightCallOwner,
    /** Set when a client of the API uses the tokens itself. */
    readonly lease?: ClientLease,
  ) {}

  isOverdue(): boolean {
    return this.owner.isOverdue(this);
  }

  answered(): void {
    this.owner.answered(this);
  }

  unsent(): void {
    this.owner.unsent(this);
  }

  lost(): void {
    this.owner.lost(this);
  }
}

/**
 * All calls in flight by the end of their leases, the next first. Removing any of them takes constant time;
 * adding one passes over the leases of clients that end later.
 */
export class InFlightList {
  oldest: InFlightCall | undefined;
  private newest: InFlightCall | undefined;

  add(call: InFlightCall): void {
    let previous = this.newest;
    while (previous && previous.leaseEndMs > call.leaseEndMs) previous = previous.older;
    call.older = previous;
    call.newer = previous ? previous.newer : this.oldest;
    if (call.newer) call.newer.older = call;
    else this.newest = call;
    if (previous) previous.newer = call;
    else this.oldest = call;
  }

  *[Symbol.iterator](): Generator<InFlightCall> {
    let next: InFlightCall | undefined;
    for (let call = this.oldest; call; call = next) {
      next = call.newer;
      yield call;
    }
  }

  remove(call: InFlightCall): void {
    if (call.older) call.older.newer = call.newer;
    else this.oldest = call.newer;
    if (call.newer) call.newer.older = call.older;
    else this.newest = call.older;
    // a removed call that the garbage collector has not found yet would keep all later calls
    call.older = undefined;
    call.newer = undefined;
  }
}

/** For a call that draws on no quota. */
export const GRANT_WITHOUT_DRAWS: Grant = {
  waitedMs: 0,
  leaseEndMs: Infinity,
  isOverdue: () => false,
  answered: () => undefined,
  unsent: () => undefined,
  lost: () => undefined,
};
