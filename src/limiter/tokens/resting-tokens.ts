const INITIAL_CAPACITY = 16;

/**
 * Resting tokens by the time at which they are free again: a ring buffer of (time, running total). Tokens
 * are added in the order of these times, so the next to be free is always the first, and a binary search
 * over the totals answers every other question.
 */
export class RestingTokens {
  private times = new Float64Array(INITIAL_CAPACITY);
  private totals = new Float64Array(INITIAL_CAPACITY);
  private head = 0;
  private length = 0;
  private addedTotal = 0;
  private releasedTotal = 0;

  get tokens(): number {
    return this.addedTotal - this.releasedTotal;
  }

  /** When the next token is free; Infinity without resting tokens. */
  get nextAtMs(): number {
    return this.length === 0 ? Infinity : this.timeAt(0);
  }

  /** @param atMs when they are free; raised to the time of the tokens added before, if that is later */
  add(tokens: number, atMs: number): void {
    this.addedTotal += tokens;
    const lastMs = this.length === 0 ? -Infinity : this.timeAt(this.length - 1);
    if (atMs <= lastMs) {
      this.totals[this.slot(this.length - 1)] = this.addedTotal;
      return;
    }
    if (this.length === this.times.length) this.grow();
    this.times[this.slot(this.length)] = atMs;
    this.totals[this.slot(this.length)] = this.addedTotal;
    this.length += 1;
  }

  /** Removes the tokens that are free by now and returns their number. */
  release(nowMs: number): number {
    const before = this.releasedTotal;
    while (this.length > 0 && this.timeAt(0) <= nowMs) {
      this.releasedTotal = this.totalAt(0);
      this.head = this.slot(1);
      this.length -= 1;
    }
    return this.releasedTotal - before;
  }

  /** Tokens with the time at which they are free, the next first. */
  *[Symbol.iterator](): Iterator<readonly [tokens: number, atMs: number]> {
    let before = this.releasedTotal;
    for (let index = 0; index < this.length; index += 1) {
      const total = this.totalAt(index);
      yield [total - before, this.timeAt(index)];
      before = total;
    }
  }

  /** When the n-th token is free, from 1; Infinity beyond the last. */
  timeOf(nth: number): number {
    const index = this.search((at) => this.totalAt(at) - this.releasedTotal >= nth);
    return index < this.length ? this.timeAt(index) : Infinity;
  }

  /** How many tokens are free by then. */
  countBy(atMs: number): number {
    const index = this.search((at) => this.timeAt(at) > atMs);
    return index === 0 ? 0 : this.totalAt(index - 1) - this.releasedTotal;
  }

  /** The first index that meets a condition that all later ones meet too; the length if none does. */
  private search(holds: (index: number) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private slot(index: number): number {
    return (this.head + index) & (this.times.length - 1);
  }

  private timeAt(index: number): number {
    return this.times[this.slot(index)] ?? Infinity;
  }

  private totalAt(index: number): number {
    return this.totals[this.slot(index)] ?? Infinity;
  }

  private grow(): void {
    const { times, totals, head } = this;
    this.times = new Float64Array(times.length * 2);
    this.totals = new Float64Array(totals.length * 2);
    // The ring is full: the older part lies from the head to the end, the newer from the start to the head.
    this.times.set([...times.subarray(head), ...times.subarray(0, head)]);
    this.totals.set([...totals.subarray(head), ...totals.subarray(0, head)]);
    this.head = 0;
  }
}
