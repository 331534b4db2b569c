import type { BucketDraw } from '../bucket';
import { RankedQueue, precedes } from './ranked-queue';
import type { RankedNode } from './ranked-queue';
import type { ClientLease, Lane, Waiter } from './waiter';

/** Equal for equal draws. */
export function laneKey(draws: readonly BucketDraw[]): string {
  const [first, ...others] = draws.map(({ bucket, tokens }) => `${bucket.index}:${tokens}`);
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
    this.byKey.set(lane.key, lane);
    waiter.node = lane.waiters.add(waiter, tag, arrival);
  }

  remove({ lane, node }: Waiter): void {
    if (node) lane.waiters.remove(node);
    if (lane.waiters.size === 0) this.byKey.delete(lane.key);
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
  const heads = [...lanes].flatMap((lane) => {
    const nodes = lane.waiters[Symbol.iterator]();
    const node = nextOf(nodes);
    return node ? [{ lane, node, nodes }] : [];
  });
  while (heads.length > 0) {
    const next = heads.reduce((best, head) => (precedes(head.node, best.node) ? head : best));
    yield next.node.item;
    const node = skipped.has(next.lane) ? undefined : nextOf(next.nodes);
    if (node) next.node = node;
    else heads.splice(heads.indexOf(next), 1);
  }
}

const nextOf = (nodes: Iterator<RankedNode<Waiter>>): RankedNode<Waiter> | undefined =>
  (nodes.next() as IteratorResult<RankedNode<Waiter>, undefined>).value;

/** The waiter of several lanes that comes before all others. */
export function firstWaiter(lanes: Iterable<Lane>): Waiter | undefined {
  let best: RankedNode<Waiter> | undefined;
  for (const { waiters } of lanes) {
    const { first } = waiters;
    if (first && (!best || precedes(first, best))) best = first;
  }
  return best?.item;
}
