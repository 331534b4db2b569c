import type { Bucket, BucketDraw } from '../bucket';
import { Lanes } from './lanes';
import type { Grant } from '../limiter';
import type { WaitOptions } from './wait-options';
import { RankedQueue } from './ranked-queue';
import { VirtualTime } from './virtual-time';
import type { ClientLease, Waiter } from './waiter';

/** The urgency of a call that states none (RFC 9218). */
const DEFAULT_URGENCY = 3;

export const leaseOf = ({ client, lease }: WaitOptions): ClientLease | undefined =>
  lease && { ...lease, client };

/**
 * The waiters, by lane and by deadline. A new waiter is enqueued in its lane first, which may admit it at
 * once; only if it does not, the waiter gets a deadline and counts for `size`.
 */
export class Queue {
  readonly lanes = new Lanes();
  private readonly deadlines = new RankedQueue<Waiter>();
  private readonly virtualTime: VirtualTime;
  private arrivals = 0;

  constructor(bucketCount: number) {
    this.virtualTime = new VirtualTime(bucketCount);
  }

  /** Waiters whose callers await their grants. */
  get size(): number {
    return this.deadlines.size;
  }

  get firstByDeadline(): Waiter | undefined {
    return this.deadlines.first?.item;
  }

  /** Waiters that draw on this quota, of any channel. */
  sizeFor({ index }: Bucket): number {
    const lanes = [...this.lanes].filter(({ draws }) =>
      draws.some((draw) => draw.bucket.index === index),
    );
    return lanes.reduce((sum, { waiters }) => sum + waiters.size, 0);
  }

  create(
    draws: readonly BucketDraw[],
    wait: WaitOptions,
    nowMs: number,
    deadlineMs: number,
  ): Waiter {
    return {
      wait,
      lane: this.lanes.laneFor(draws, leaseOf(wait)),
      arrival: this.arrivals++,
      tag: this.virtualTime.tagFor(wait.client, draws, wait.urgency ?? DEFAULT_URGENCY),
      enqueuedAtMs: nowMs,
      deadlineMs,
    };
  }

  enqueue(waiter: Waiter): void {
    this.lanes.add(waiter);
  }

  /** Resolves with the grant when the waiter is admitted; rejects with `pending.reject`. */
  awaitGrant(waiter: Waiter, onAbort: () => void): Promise<Grant> {
    this.chargeClient(waiter);
    return new Promise((resolve, reject: (reason: unknown) => void) => {
      const { signal } = waiter.wait;
      signal?.addEventListener('abort', onAbort);
      waiter.pending = {
        resolve,
        reject,
        onAbort,
        deadlineNode: this.deadlines.add(waiter, waiter.deadlineMs, waiter.arrival),
      };
    });
  }

  admit(waiter: Waiter, grant: Grant): void {
    const { wait, pending } = waiter;
    if (!pending) this.chargeClient(waiter);
    this.virtualTime.grant(wait.client, chargeFor(waiter));
    this.dequeue(waiter);
    waiter.grant = grant;
    pending?.resolve(grant);
  }

  /** Removes a waiter without a grant. The caller of this function rejects its promise. */
  remove(waiter: Waiter): void {
    if (waiter.pending) this.virtualTime.dequeue(waiter.wait.client);
    this.dequeue(waiter);
  }

  private chargeClient(waiter: Waiter): void {
    this.virtualTime.enqueue(waiter.wait.client, chargeFor(waiter));
  }

  private dequeue(waiter: Waiter): void {
    this.lanes.remove(waiter);
    const { wait, pending } = waiter;
    if (!pending) return;
    this.deadlines.remove(pending.deadlineNode);
    wait.signal?.removeEventListener('abort', pending.onAbort);
    if (this.size === 0) this.virtualTime.reset();
  }
}

const chargeFor = ({ lane: { draws }, tag, wait }: Waiter) => ({
  draws,
  tag,
  weight: wait.weight,
  urgency: wait.urgency ?? DEFAULT_URGENCY,
});
