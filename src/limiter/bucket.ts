import { Resting } from './resting';

/**
 * The tokens of one quota: each is free, away with a request, or resting for one window after the
 * answer. `free + away + resting` is always the limit; free is a debt where the limit was lowered.
 */
export class Bucket {
  free: number;
  away = 0;
  resting = new Resting();
  /** Nothing is granted before; a pause that the vendor asked for. */
  pausedUntilMs = -Infinity;
  /** Most tokens that were ever away or resting at once. */
  worst = 0;

  constructor(
    readonly index: number,
    readonly name: string,
    public limit: number,
    public windowMs: number,
  ) {
    this.free = limit;
  }

  /** What may be granted now; call `settle` before. */
  available(nowMs: number): number {
    return this.pausedUntilMs > nowMs ? 0 : this.free;
  }

  pause(untilMs: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, untilMs);
  }

  leave(tokens: number): void {
    this.free -= tokens;
    this.away += tokens;
    this.worst = Math.max(this.worst, this.limit - this.free);
  }

  putBack(tokens: number): void {
    this.away -= tokens;
    this.free += tokens;
  }

  /** @param fromMs the vendor has counted the request by then */
  rest(tokens: number, fromMs: number): void {
    this.away -= tokens;
    this.resting.add(tokens, fromMs + this.windowMs);
  }

  /** Somebody else may have used so many of the free tokens until now. */
  restFree(tokens: number, fromMs: number): void {
    this.resting.add(tokens, fromMs + this.windowMs);
    this.free -= tokens;
  }

  /** Where more than that is in use, what comes back pays the difference first. */
  restrict(limit: number): void {
    this.free += limit - this.limit;
    this.limit = limit;
  }

  /**
   * Another window. What came back less than a longer one ago rests on, though nobody remembers how
   * much that is.
   * @param worst tokens that no earlier window has seen more than
   */
  span(windowMs: number, worst: number, nowMs: number): void {
    this.settle(nowMs);
    const moreMs = windowMs - this.windowMs;
    const resting = new Resting();
    for (const [tokens, atMs] of this.forgotten(moreMs, worst, nowMs)) {
      resting.add(tokens, atMs);
      this.free -= tokens;
    }
    for (const [tokens, atMs] of this.resting) resting.add(tokens, atMs + moreMs);
    this.resting = resting;
    this.windowMs = windowMs;
  }

  /** What each earlier window may have seen and when that is back, the next first; the limit at most. */
  private forgotten(
    moreMs: number,
    worst: number,
    nowMs: number,
  ): [tokens: number, atMs: number][] {
    const uses: [number, number][] = [];
    let left = worst === 0 ? 0 : this.limit;
    for (let backMs = moreMs; backMs > 0 && left > 0; backMs -= this.windowMs) {
      const tokens = Math.min(left, worst);
      uses.unshift([tokens, nowMs + backMs]);
      left -= tokens;
    }
    return uses;
  }

  settle(nowMs: number): void {
    this.free += this.resting.release(nowMs);
  }
}

/** A draw whose quota has been found. */
export interface BucketDraw {
  readonly bucket: Bucket;
  readonly tokens: number;
}
