/** An item in the queue; keep it to take the item out again. */
export interface Place<T> {
  readonly item: T;
  readonly rank: number;
  readonly arrival: number;
  /** Random: keeps the tree flat without rebalancing. */
  readonly heft: number;
  before: Place<T> | undefined;
  after: Place<T> | undefined;
  size: number;
}
type Tree<T> = Place<T> | undefined;

/**
 * Items by rank, then by arrival, as a treap that knows its sizes: adding, removing from anywhere
 * and counting those up to a rank are O(log n).
 */
export class RankedQueue<T> {
  private root: Tree<T>;

  get size(): number {
    return this.root?.size ?? 0;
  }

  get first(): Place<T> | undefined {
    let place = this.root;
    while (place?.before) place = place.before;
    return place;
  }

  /** In order. */
  [Symbol.iterator](): Iterator<Place<T>> {
    return inOrder(this.root);
  }

  /** @param arrival decides between equal ranks */
  add(item: T, rank: number, arrival: number): Place<T> {
    const heft = Math.random();
    const place = { item, rank, arrival, heft, before: undefined, after: undefined, size: 1 };
    this.root = insert(this.root, place);
    return place;
  }

  /** @param place still in this queue */
  remove(place: Place<T>): void {
    this.root = without(this.root, place);
  }

  /** How many have this rank or a lower one. */
  countTo(rank: number): number {
    let count = 0;
    let place = this.root;
    while (place) {
      if (place.rank > rank) place = place.before;
      else {
        count += 1 + (place.before?.size ?? 0);
        place = place.after;
      }
    }
    return count;
  }
}

/** Whether one place comes before another, across queues too. */
export const precedes = (one: Place<unknown>, other: Place<unknown>): boolean =>
  one.rank < other.rank || (one.rank === other.rank && one.arrival < other.arrival);

function* inOrder<T>(tree: Tree<T>): Generator<Place<T>> {
  if (!tree) return;
  yield* inOrder(tree.before);
  yield tree;
  yield* inOrder(tree.after);
}

function insert<T>(tree: Tree<T>, place: Place<T>): Place<T> {
  if (!tree) return place;
  if (place.heft > tree.heft) {
    [place.before, place.after] = split(tree, place);
    return counted(place);
  }
  if (precedes(place, tree)) tree.before = insert(tree.before, place);
  else tree.after = insert(tree.after, place);
  return counted(tree);
}

function split<T>(tree: Tree<T>, at: Place<T>): [Tree<T>, Tree<T>] {
  if (!tree) return [undefined, undefined];
  if (precedes(at, tree)) {
    const [before, after] = split(tree.before, at);
    tree.before = after;
    return [before, counted(tree)];
  }
  const [before, after] = split(tree.after, at);
  tree.after = before;
  return [counted(tree), after];
}

function without<T>(tree: Tree<T>, place: Place<T>): Tree<T> {
  if (!tree) return undefined;
  if (tree === place) return joined(tree.before, tree.after);
  if (precedes(place, tree)) tree.before = without(tree.before, place);
  else tree.after = without(tree.after, place);
  return counted(tree);
}

function joined<T>(before: Tree<T>, after: Tree<T>): Tree<T> {
  if (!before) return after;
  if (!after) return before;
  if (before.heft > after.heft) {
    before.after = joined(before.after, after);
    return counted(before);
  }
  after.before = joined(before, after.before);
  return counted(after);
}

function counted<T>(place: Place<T>): Place<T> {
  place.size = 1 + (place.before?.size ?? 0) + (place.after?.size ?? 0);
  return place;
}
