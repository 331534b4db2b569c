import type { BucketDraw } from '../bucket';
import { changeReferences } from '../channel-quota';
import { Heap } from './heap';
import { RankedQueue, precedes } from './ranked-queue';
import type { RankedNode } from './ranked-queue';
import type { ClientLease, Lane, Waiter } from './waiter';

/** Equal for equal draws. */
export function laneKey(draws: readonly BucketDraw[]): string {
  const [first, ...others] = draws.map(({ bucket, tokens }) => `${bucket.key}:${tokens}`);
  return others.length === 0 ? (first ?? '') : [first, ...others].join();
}

/** All lanes that have waiters. */
export class Lanes {
  private readonly byKey = new Map<string, Lane>();

  [Symbol.iterator](): Iterator<Lane> {
    return this.byKey.values();
  }

  get isEmpty(): boolean {
    return this.byKey.size === 0;
  }

  /** Whether all waiters wait for the same draws. */
  get isSingle(): boolean {
    return this.byKey.size === 1;
  }

  /** The lane for these draws, or a new one that joins with its first waiter. */
  laneFor(draws: readonly BucketDraw[], lease?: ClientLease): Lane {
    // the ledger names a lease by its id, so its grant serves no other waiter
    const key = lease === undefined ? laneKey(draws) : `${laneKey(draws)} ${lease.id}`;
    return (
      this.byKey.get(key) ?? { key, draws, ...(lease && { lease }), waiters: new RankedQueue() }
    );
  }

  get(key: string): Lane | undefined {
    return this.byKey.get(key);
  }

  add(waiter: Waiter): void {
    const { lane, tag, arrival } = waiter;
    if (lane.waiters.size === 0) {
      this.byKey.set(lane.key, lane);
      changeReferences(lane.draws, 1);
    }
    waiter.node = lane.waiters.add(waiter, tag, arrival);
  }

  remove({ lane, node }: Waiter): void {
    if (node) lane.waiters.remove(node);
    if (lane.waiters.size > 0) return;
    this.byKey.delete(lane.key);
    changeReferences(lane.draws, -1);
  }
}

/**
 * All waiters in the order of their tags. The lanes must not change meanwhile.
 * @param skipped lanes whose further waiters are left out; may grow meanwhile
 */
export function* waitersInOrder(
  lanes: Iterable<Lane>,
  skipped: ReadonlySet<Lane> = new Set(),
): Generator<Waiter> {
  const entries = [...lanes].flatMap((lane) => {
    const nodes = lane.waiters[Symbol.iterator]();
    const node = nextOf(nodes);
    return node ? [{ lane, node, nodes }] : [];
  });
  const heads = new Heap(entries, (one, other) => precedes(one.node, other.node));
  for (let next = heads.first; next; next = heads.first) {
    yield next.node.item;
    const node = skipped.has(next.lane) ? undefined : nextOf(next.nodes);
    if (node) {
      next.node = node;
      heads.update();
    } else heads.removeFirst();
  }
}

const nextOf = (nodes: Iterator<RankedNode<Waiter>>): RankedNode<Waiter> | undefined =>
  (nodes.next() as IteratorResult<RankedNode<Waiter>, undefined>).value;

/**
 * The first waiters of lanes, in the order of their tags. The first waiter of a lane may leave it when it was
 * the next; then the lane goes on with the one behind it.
 */
export class FirstWaiters {
  private readonly heads: Heap<Lane>;
  private isSkipped = false;
  private isBegun = false;

  constructor(lanes: Iterable<Lane>) {
    this.heads = new Heap(lanes, (one, other) => {
      const [first, second] = [one.waiters.first, other.waiters.first];
      return first !== undefined && (second === undefined || precedes(first, second));
    });
  }

  next(): Waiter | undefined {
    if (this.isBegun) this.advance();
    this.isBegun = true;
    return this.heads.first?.waiters.first?.item;
  }

  /** Passes over the lane of the waiter that was the next. */
  skip(): void {
    this.isSkipped = true;
  }

  private advance(): void {
    if (this.isSkipped || this.heads.first?.waiters.size === 0) this.heads.removeFirst();
    else this.heads.update();
    this.isSkipped = false;
  }
}
