import type { Bucket, BucketDraw } from '../tokens/bucket';
import { Lanes } from './lanes';
import type { Grant } from '../limiter';
import type { WaitOptions } from './wait-options';
import { RankedQueue } from './ranked-queue';
import { VirtualTime } from './virtual-time';
import type { Waiter } from './waiter';

/**
 * Who stands in line, by place and by deadline. A newcomer takes a place first, which may let it in at
 * once, and waits only then.
 */
export class Queue {
  readonly lanes = new Lanes();
  private readonly deadlines = new RankedQueue<Waiter>();
  private readonly virtualTime: VirtualTime;
  private arrivals = 0;

  constructor(bucketCount: number) {
    this.virtualTime = new VirtualTime(bucketCount);
  }

  /** Those who wait. */
  get size(): number {
    return this.deadlines.size;
  }

  /** Whose deadline comes first. */
  get mostPressed(): Waiter | undefined {
    return this.deadlines.first?.item;
  }

  sizeFor(bucket: Bucket): number {
    const lanes = [...this.lanes].filter(({ draws }) => draws.some((one) => one.bucket === bucket));
    return lanes.reduce((sum, { line }) => sum + line.size, 0);
  }

  newcomer(
    draws: readonly BucketDraw[],
    wait: WaitOptions,
    nowMs: number,
    deadlineMs: number,
  ): Waiter {
    return {
      wait,
      lane: this.lanes.of(draws),
      arrival: this.arrivals++,
      tag: this.virtualTime.tagFor(wait.client, draws),
      sinceMs: nowMs,
      deadlineMs,
    };
  }

  enter(waiter: Waiter): void {
    this.lanes.add(waiter);
  }

  /** Resolves when it is let in; rejects with whatever it is turned away with. */
  wait(waiter: Waiter, hangUp: () => void): Promise<Grant> {
    this.register(waiter);
    return new Promise((resolve, reject: (reason: unknown) => void) => {
      const { signal } = waiter.wait;
      signal?.addEventListener('abort', hangUp);
      waiter.pending = {
        resolve,
        reject,
        unlisten: () => signal?.removeEventListener('abort', hangUp),
        byDeadline: this.deadlines.add(waiter, waiter.deadlineMs, waiter.arrival),
      };
    });
  }

  letIn(waiter: Waiter, grant: Grant): void {
    const { wait, lane, tag, pending } = waiter;
    if (!pending) this.register(waiter);
    this.virtualTime.grant(wait.client, lane.draws, tag, wait.weight);
    this.leave(waiter);
    waiter.grant = grant;
    pending?.resolve(grant);
  }

  /** Out of the line; who turns it away says why. */
  drop(waiter: Waiter): void {
    if (waiter.pending) this.virtualTime.leave(waiter.wait.client);
    this.leave(waiter);
  }

  private register({ wait, lane, tag }: Waiter): void {
    this.virtualTime.enter(wait.client, lane.draws, tag, wait.weight);
  }

  private leave(waiter: Waiter): void {
    this.lanes.remove(waiter);
    if (!waiter.pending) return;
    this.deadlines.remove(waiter.pending.byDeadline);
    waiter.pending.unlisten();
    if (this.size === 0) this.virtualTime.reset();
  }
}
