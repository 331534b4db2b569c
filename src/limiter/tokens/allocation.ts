import type { Bucket, BucketDraw } from './bucket';
import { earliest } from '../queue/lanes';
import type { Lane, Waiter } from '../queue/waiter';

/**
 * One walk along the line with the tokens that are free now. The first in line takes its tokens. One
 * that cannot holds the quotas it is short of against everyone behind, and keeps its tokens of its
 * other quotas, so that neither large nor many-quota draws starve. Of what it is gathering, those
 * behind get only what will be back before it is complete. A lane that is short of a held quota is
 * passed over and keeps nothing.
 */
export class Allocation {
  readonly held = new Set<Bucket>();
  private readonly budgets = new Map<Bucket, number>();

  constructor(
    lanes: Iterable<Lane>,
    private readonly nowMs: number,
    letIn: (waiter: Waiter) => boolean,
  ) {
    const open = new Set(lanes);
    for (let head = earliest(open); head; head = earliest(open)) {
      const { lane } = head;
      if (lane.draws.every((draw) => this.fits(draw))) {
        this.spend(lane.draws);
        if (!letIn(head)) open.delete(lane);
      } else {
        open.delete(lane);
        this.hold(head);
      }
    }
  }

  private budget(bucket: Bucket): number {
    return this.budgets.get(bucket) ?? bucket.available(this.nowMs);
  }

  private fits({ bucket, tokens }: BucketDraw): boolean {
    return this.budget(bucket) >= tokens;
  }

  private spend(draws: readonly BucketDraw[]): void {
    for (const { bucket, tokens } of draws) this.budgets.set(bucket, this.budget(bucket) - tokens);
  }

  private hold(head: Waiter): void {
    const { draws } = head.lane;
    const short = draws.filter((draw) => !this.fits(draw));
    if (short.some(({ bucket }) => this.held.has(bucket))) return;
    for (const { bucket } of short) this.held.add(bucket);
    const completeMs = Math.max(...short.map((draw) => this.completeMs(draw)));
    for (const draw of draws) this.budgets.set(draw.bucket, this.surplus(draw, completeMs));
  }

  /** The earliest time at which what is short can be together: what is away rests a window first. */
  private completeMs({ bucket, tokens }: BucketDraw): number {
    const backMs = bucket.resting.timeOf(tokens - this.budget(bucket));
    return Math.max(Math.min(backMs, this.nowMs + bucket.windowMs), bucket.pausedUntilMs);
  }

  /** What can be used now and will have been made up for when the head is complete. */
  private surplus({ bucket, tokens }: BucketDraw, completeMs: number): number {
    const now = this.budget(bucket);
    return Math.max(0, Math.min(now, now + bucket.resting.backBy(completeMs) - tokens));
  }
}
