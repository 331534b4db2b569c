/** An item in the queue. The node removes it again. */
export interface RankedNode<T> {
  readonly item: T;
  readonly rank: number;
  readonly arrival: number;
  /** Random: a parent's is higher than its children's, which keeps the tree flat. Whole, so that V8 keeps it in the node. */
  readonly priority: number;
  left: RankedNode<T> | undefined;
  right: RankedNode<T> | undefined;
  /** Nodes in the subtree, this one included. */
  size: number;
}
const MAX_PRIORITY = 2 ** 30;

type Tree<T> = RankedNode<T> | undefined;

/**
 * Items by rank, then by arrival, as a treap with subtree sizes. Adding an item, removing any item and
 * counting the items up to a rank take O(log n).
 */
export class RankedQueue<T> {
  private root: Tree<T>;

  get size(): number {
    return this.root?.size ?? 0;
  }

  get first(): RankedNode<T> | undefined {
    let node = this.root;
    while (node?.left) node = node.left;
    return node;
  }

  /** In order. The queue must not change meanwhile. */
  [Symbol.iterator](): Iterator<RankedNode<T>> {
    return nodesInOrder(this.root);
  }

  /** @param arrival decides between equal ranks */
  add(item: T, rank: number, arrival: number): RankedNode<T> {
    const priority = Math.floor(Math.random() * MAX_PRIORITY);
    const node = { item, rank, arrival, priority, left: undefined, right: undefined, size: 1 };
    this.root = insert(this.root, node);
    return node;
  }

  /** @param node must still be in this queue */
  remove(node: RankedNode<T>): void {
    this.root = remove(this.root, node);
  }

  /** How many items have this rank or a lower one. */
  countUpTo(rank: number): number {
    let count = 0;
    let node = this.root;
    while (node) {
      if (node.rank > rank) node = node.left;
      else {
        count += 1 + (node.left?.size ?? 0);
        node = node.right;
      }
    }
    return count;
  }
}

/** Whether one node comes before another, also of different queues. */
export const precedes = (one: RankedNode<unknown>, other: RankedNode<unknown>): boolean =>
  one.rank < other.rank || (one.rank === other.rank && one.arrival < other.arrival);

function* nodesInOrder<T>(tree: Tree<T>): Generator<RankedNode<T>> {
  if (!tree) return;
  yield* nodesInOrder(tree.left);
  yield tree;
  yield* nodesInOrder(tree.right);
}

function insert<T>(tree: Tree<T>, node: RankedNode<T>): RankedNode<T> {
  if (!tree) return node;
  if (node.priority > tree.priority) {
    [node.left, node.right] = split(tree, node);
    return updateSize(node);
  }
  if (precedes(node, tree)) tree.left = insert(tree.left, node);
  else tree.right = insert(tree.right, node);
  return updateSize(tree);
}

/** Splits a tree into the nodes before and after a node that is not in it. */
function split<T>(tree: Tree<T>, at: RankedNode<T>): [Tree<T>, Tree<T>] {
  if (!tree) return [undefined, undefined];
  if (precedes(at, tree)) {
    const [left, right] = split(tree.left, at);
    tree.left = right;
    return [left, updateSize(tree)];
  }
  const [left, right] = split(tree.right, at);
  tree.right = left;
  return [updateSize(tree), right];
}

function remove<T>(tree: Tree<T>, node: RankedNode<T>): Tree<T> {
  if (!tree) return undefined;
  if (tree === node) return merge(tree.left, tree.right);
  if (precedes(node, tree)) tree.left = remove(tree.left, node);
  else tree.right = remove(tree.right, node);
  return updateSize(tree);
}

/** Joins two trees; every node of the left one comes before every node of the right one. */
function merge<T>(left: Tree<T>, right: Tree<T>): Tree<T> {
  if (!left) return right;
  if (!right) return left;
  if (left.priority > right.priority) {
    left.right = merge(left.right, right);
    return updateSize(left);
  }
  right.left = merge(left, right.left);
  return updateSize(right);
}

function updateSize<T>(node: RankedNode<T>): RankedNode<T> {
  node.size = 1 + (node.left?.size ?? 0) + (node.right?.size ?? 0);
  return node;
}
