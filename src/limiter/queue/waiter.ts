import type { BucketDraw } from '../bucket';
import type { Grant } from '../limiter';
import type { LeaseRequest, WaitOptions } from './wait-options';
import type { RankedNode, RankedQueue } from './ranked-queue';

/** A lease, and the client that may end it. */
export interface ClientLease extends LeaseRequest {
  readonly client: string;
}

/** The waiters for exactly the same draws, or one waiter for a lease. None of them overtakes another. */
export interface Lane {
  readonly key: string;
  readonly draws: readonly BucketDraw[];
  /** Absent: the grants are for vendor calls of this gateway. */
  readonly lease?: ClientLease;
  readonly waiters: RankedQueue<Waiter>;
}

/** A call that waits for its grant. Times are clock milliseconds. */
export interface Waiter {
  readonly wait: WaitOptions;
  readonly lane: Lane;
  readonly arrival: number;
  /** Virtual start time (virtual-time.ts): the waiter with the lowest is served next. */
  readonly tag: number;
  readonly enqueuedAtMs: number;
  readonly deadlineMs: number;
  node?: RankedNode<Waiter>;
  /** Set when it is admitted. */
  grant?: Grant;
  /** Set when it could not be admitted at once. */
  pending?: Pending;
}

/** The state of a waiter whose caller awaits the grant. */
export interface Pending {
  readonly deadlineNode: RankedNode<Waiter>;
  resolve(grant: Grant): void;
  reject(reason: unknown): void;
  /** Listens to the signal of the caller. */
  readonly onAbort: () => void;
}
