/** A binary heap. Its first item is one that no other precedes. */
export class Heap<T> {
  private readonly items: T[];

  constructor(
    items: Iterable<T>,
    private readonly precedes: (one: T, other: T) => boolean,
  ) {
    this.items = [...items];
    for (let index = (this.items.length >> 1) - 1; index >= 0; index -= 1) this.sink(index);
  }

  get first(): T | undefined {
    return this.items[0];
  }

  /** Restores the order after the first item has changed. */
  update(): void {
    this.sink(0);
  }

  removeFirst(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return;
    this.items[0] = last;
    this.sink(0);
  }

  private sink(from: number): void {
    const { items, precedes } = this;
    const item = items[from];
    if (item === undefined) return;
    let index = from;
    for (;;) {
      const left = items[2 * index + 1];
      const right = items[2 * index + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && precedes(right, left);
      const child = isRight ? right : left;
      if (!precedes(child, item)) break;
      items[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    items[index] = item;
  }
}
