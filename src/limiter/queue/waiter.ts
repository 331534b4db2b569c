import type { BucketDraw } from '../tokens/bucket';
import type { Grant } from '../limiter';
import type { WaitOptions } from './wait-options';
import type { Place, RankedQueue } from './ranked-queue';

/** Those who wait for exactly the same tokens. Within a lane nobody is ever passed over. */
export interface Lane {
  readonly key: string;
  readonly draws: readonly BucketDraw[];
  readonly line: RankedQueue<Waiter>;
}

/** A caller in line. Times are clock times in milliseconds. */
export interface Waiter {
  readonly wait: WaitOptions;
  readonly lane: Lane;
  readonly arrival: number;
  /** Virtual start time: its place among the clients. */
  readonly tag: number;
  readonly sinceMs: number;
  readonly deadlineMs: number;
  place?: Place<Waiter>;
  /** Set once it is let in. */
  grant?: Grant;
  /** Set once it has to wait for that. */
  pending?: Pending;
}

export interface Pending {
  readonly byDeadline: Place<Waiter>;
  resolve(grant: Grant): void;
  reject(reason: unknown): void;
  /** Takes the listener off the caller's signal. */
  unlisten(): void;
}
