/**
 * A collection whose members come and go with every call. A `Set` is the wrong one for them: V8 links each table
 * that a set has outgrown to the next table. After a full collection has moved one of these tables to the old
 * generation, each later table moves there too, with all its members, although nothing uses them.
 */
export class Slots<T extends object> {
  private readonly slots: (T | undefined)[] = [];
  private readonly free: number[] = [];

  get size(): number {
    return this.slots.length - this.free.length;
  }

  /** @returns the slot, with which the member is removed */
  add(member: T): number {
    const slot = this.free.pop() ?? this.slots.length;
    this.slots[slot] = member;
    return slot;
  }

  /** Once for each slot. */
  remove(slot: number): void {
    this.slots[slot] = undefined;
    this.free.push(slot);
  }

  *[Symbol.iterator](): Generator<T> {
    for (const member of this.slots) if (member !== undefined) yield member;
  }
}
