import type { Bucket, BucketDraw } from '../bucket';
import type { Lane, Waiter } from '../queue/waiter';

/** The waiters in the order in which they are to be served. */
export interface WaiterCursor {
  /** The next waiter; undefined after the last. */
  next(): Waiter | undefined;
  /** Passes over all further waiters of a lane. */
  skip(lane: Lane): void;
}

/** The tokens that an allocation can still give to waiters. */
export interface Budget {
  covers(draw: BucketDraw): boolean;
  spend(draw: BucketDraw): void;
  /**
   * Keeps tokens for a waiter that lacks some, so that later waiters get only the surplus.
   * @param lacking those of its draws that are not covered
   */
  reserve(draws: readonly BucketDraw[], lacking: readonly BucketDraw[]): void;
}

/**
 * One pass over the queue, the same for the tokens in memory and for requests to the ledger. A waiter
 * whose draws are covered is admitted. Its lane is passed over from the first waiter that is not, so that
 * no waiter is overtaken by another of its lane. Such a waiter reserves the quotas that it lacks, so that
 * neither large draws nor draws on several quotas starve; one that lacks a quota that is already reserved
 * reserves nothing, because it cannot be served before the other.
 *
 * @param admit returns false if the waiter could not be served after all; then its lane is passed over
 *   and nothing is spent
 * @param reserved quotas that are reserved from the start; receives those that waiters reserve
 */
export function allocate(
  waiters: WaiterCursor,
  budget: Budget,
  admit: (waiter: Waiter) => boolean,
  reserved: Set<Bucket>,
): void {
  for (let waiter = waiters.next(); waiter; waiter = waiters.next()) {
    const { lane } = waiter;
    if (lane.draws.every((draw) => budget.covers(draw))) {
      if (admit(waiter)) for (const draw of lane.draws) budget.spend(draw);
      else waiters.skip(lane);
      continue;
    }
    waiters.skip(lane);
    const lacking = lane.draws.filter((draw) => !budget.covers(draw));
    if (lacking.some(({ bucket }) => reserved.has(bucket))) continue;
    for (const { bucket } of lacking) reserved.add(bucket);
    budget.reserve(lane.draws, lacking);
  }
}

/**
 * The free tokens in memory. The time at which resting tokens are free is known, so a waiter that lacks
 * some leaves to others what will be free again before it can be served. A waiter that lacks tokens of its
 * channel leaves the other quotas to others: it is before them when its channel has tokens again.
 */
export class FreeTokenBudget implements Budget {
  private readonly free = new Map<Bucket, number>();

  constructor(private readonly nowMs: number) {}

  covers({ bucket, tokens }: BucketDraw): boolean {
    return this.freeOf(bucket) >= tokens;
  }

  spend({ bucket, tokens }: BucketDraw): void {
    this.free.set(bucket, this.freeOf(bucket) - tokens);
  }

  reserve(draws: readonly BucketDraw[], lacking: readonly BucketDraw[]): void {
    const completeMs = Math.max(...lacking.map((draw) => this.earliestMs(draw)));
    const lacksChannel = lacking.some(({ bucket }) => bucket.channel !== '');
    for (const draw of lacksChannel ? lacking : draws)
      this.free.set(draw.bucket, this.surplus(draw, completeMs));
  }

  /** Read once: the bucket's own count falls as soon as a waiter is admitted. */
  private freeOf(bucket: Bucket): number {
    const known = this.free.get(bucket);
    if (known !== undefined) return known;
    bucket.settle(this.nowMs);
    const free = bucket.available(this.nowMs);
    this.free.set(bucket, free);
    return free;
  }

  /** The earliest time at which a draw can be covered. Tokens in flight have to rest for a window first. */
  private earliestMs({ bucket, tokens }: BucketDraw): number {
    const freeMs = bucket.resting.timeOf(tokens - this.freeOf(bucket));
    return Math.max(Math.min(freeMs, this.nowMs + bucket.windowMs), bucket.cooldownUntilMs);
  }

  /** Tokens that are free now and will have been replaced when the waiter can be served. */
  private surplus({ bucket, tokens }: BucketDraw, completeMs: number): number {
    const free = this.freeOf(bucket);
    return Math.max(0, Math.min(free, free + bucket.resting.countBy(completeMs) - tokens));
  }
}
