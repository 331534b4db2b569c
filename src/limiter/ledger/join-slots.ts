import type { RedisConnection } from '../../redis';

/**
 * A join takes Redis about half a millisecond. With all accounts of a large gateway at once, the last replies
 * would come later than their timeout, and those accounts would join again.
 */
const MAX_JOINS = 16;

/** Limits the joins under way over one connection; the accounts of a process take turns. */
export class JoinSlots {
  private static readonly byConnection = new WeakMap<RedisConnection, JoinSlots>();
  private free = MAX_JOINS;
  /** In the order in which they began to wait. */
  private readonly waiting = new Set<() => void>();

  static of(redis: RedisConnection): JoinSlots {
    const known = JoinSlots.byConnection.get(redis);
    if (known) return known;
    const slots = new JoinSlots();
    JoinSlots.byConnection.set(redis, slots);
    return slots;
  }

  /**
   * @param retry called once when a slot may be free; it has to try again then
   * @returns what `join` returns, or undefined if there was no free slot
   */
  async run<T>(join: () => Promise<T>, retry: () => void): Promise<T | undefined> {
    if (this.free === 0) {
      this.waiting.add(retry);
      return undefined;
    }
    this.waiting.delete(retry);
    this.free -= 1;
    try {
      return await join();
    } finally {
      this.free += 1;
      this.wakeNext();
    }
  }

  private wakeNext(): void {
    const [retry] = this.waiting;
    if (retry === undefined) return;
    this.waiting.delete(retry);
    retry();
  }
}
