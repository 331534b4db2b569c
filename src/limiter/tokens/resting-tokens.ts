const FIRST_CAPACITY = 16;

/**
 * Tokens on their way back: a ring of (time, running total). They are put in the order in which they
 * come back, so the next is always the first, and a binary search over the totals answers the rest.
 */
export class RestingTokens {
  private times = new Float64Array(FIRST_CAPACITY);
  private totals = new Float64Array(FIRST_CAPACITY);
  private head = 0;
  private length = 0;
  private put = 0;
  private returned = 0;

  get tokens(): number {
    return this.put - this.returned;
  }

  /** When the next token is back; Infinity where none rests. */
  get nextAt(): number {
    return this.length === 0 ? Infinity : this.timeAt(0);
  }

  /** @param atMs what is put later does not come back earlier, whatever is asked for */
  add(tokens: number, atMs: number): void {
    this.put += tokens;
    const lastMs = this.length === 0 ? -Infinity : this.timeAt(this.length - 1);
    if (atMs <= lastMs) {
      this.totals[this.slot(this.length - 1)] = this.put;
      return;
    }
    if (this.length === this.times.length) this.grow();
    this.times[this.slot(this.length)] = atMs;
    this.totals[this.slot(this.length)] = this.put;
    this.length += 1;
  }

  /** Takes out the tokens that are back by now and returns how many they are. */
  release(nowMs: number): number {
    const before = this.returned;
    while (this.length > 0 && this.timeAt(0) <= nowMs) {
      this.returned = this.totalAt(0);
      this.head = this.slot(1);
      this.length -= 1;
    }
    return this.returned - before;
  }

  /** Tokens and when they are back, the next first. */
  *[Symbol.iterator](): Iterator<readonly [tokens: number, atMs: number]> {
    let before = this.returned;
    for (let index = 0; index < this.length; index += 1) {
      const total = this.totalAt(index);
      yield [total - before, this.timeAt(index)];
      before = total;
    }
  }

  /** When the n-th of them is back, from 1; Infinity beyond the last. */
  timeOf(nth: number): number {
    const index = this.search((at) => this.totalAt(at) - this.returned >= nth);
    return index < this.length ? this.timeAt(index) : Infinity;
  }

  /** How many are back by then. */
  backBy(atMs: number): number {
    const index = this.search((at) => this.timeAt(at) > atMs);
    return index === 0 ? 0 : this.totalAt(index - 1) - this.returned;
  }

  /** The first index for which a condition holds that holds from there on. */
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
    // Full, so the older part runs from the head to the end and the newer from the start to the head.
    this.times.set([...times.subarray(head), ...times.subarray(0, head)]);
    this.totals.set([...totals.subarray(head), ...totals.subarray(0, head)]);
    this.head = 0;
  }
}
