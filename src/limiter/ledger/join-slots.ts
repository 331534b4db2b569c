import type { RedisConnection } from '../../redis';

/**
 * A join takes Redis about half a millisecond. With all accounts of a large gateway at once, the last replies
 * would come later than their timeout, and those accounts would join again.
 */
const MAX_JOINS = 16;

/** A slower reply shows that Redis or this process has too much to do, long before replies time out. */
const PROMPT_MS = 100;

/**
 * Accounts that wait for a slot, in the order in which they get one: `urgent` while a session can still avoid its
 * fallback; `failed` after a join without a reply, so that it delays no other account, if only a part of a cluster
 * cannot be reached.
 */
const RANKS = ['urgent', 'usual', 'failed'] as const;
export type JoinRank = (typeof RANKS)[number];

/**
 * Limits the joins under way over one connection; the accounts of a process take turns. There are fewer slots while
 * replies are late, down to one: then the joins of all accounts take longer, but each of them gets its reply.
 */
export class JoinSlots {
  private static readonly byConnection = new WeakMap<RedisConnection, JoinSlots>();
  private slots = MAX_JOINS;
  private underWay = 0;
  /** By rank, in the order in which they began to wait. They stay until they join or leave. */
  private readonly waiting = RANKS.map(() => new Set<() => void>());

  constructor(private readonly now = () => performance.now()) {}

  static of(redis: RedisConnection): JoinSlots {
    const known = JoinSlots.byConnection.get(redis);
    if (known) return known;
    const slots = new JoinSlots();
    JoinSlots.byConnection.set(redis, slots);
    return slots;
  }

  /**
   * @param retry names the account, and is called when a slot is free for it; it has to try again then, or leave
   * @returns what `join` returns, or undefined if there was no free slot
   */
  async run<T>(
    join: () => Promise<T>,
    retry: () => void,
    rank: JoinRank = 'usual',
  ): Promise<T | undefined> {
    this.wait(retry, rank);
    if (!this.nextWaiting().includes(retry)) return undefined;
    this.remove(retry);
    this.underWay += 1;
    const startMs = this.now();
    let isPrompt = false;
    try {
      const reply = await join();
      isPrompt = this.now() <= startMs + PROMPT_MS;
      return reply;
    } finally {
      this.underWay -= 1;
      this.slots = isPrompt
        ? Math.min(MAX_JOINS, this.slots + 1 / this.slots)
        : Math.max(1, this.slots / 2);
      this.wakeNext();
    }
  }

  /** The account does not wait any more. */
  leave(retry: () => void): void {
    if (this.remove(retry)) this.wakeNext();
  }

  private wait(retry: () => void, rank: JoinRank): void {
    for (const [index, waiting] of this.waiting.entries())
      if (RANKS[index] === rank) waiting.add(retry);
      else waiting.delete(retry);
  }

  private remove(retry: () => void): boolean {
    return this.waiting.some((waiting) => waiting.delete(retry));
  }

  private wakeNext(): void {
    for (const retry of this.nextWaiting()) retry();
  }

  /** The accounts for which slots are free. */
  private nextWaiting(): readonly (() => void)[] {
    const next: (() => void)[] = [];
    const free = Math.floor(this.slots) - this.underWay;
    for (const waiting of this.waiting)
      for (const retry of waiting) {
        if (next.length >= free) return next;
        next.push(retry);
      }
    return next;
  }
}
