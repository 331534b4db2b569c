import { Resting } from './resting';

/**
 * The tokens of one quota: each is free, away with a request, or resting for one window after the
 * answer. `free + away + resting` is always the limit; free is a debt where the limit was lowered.
 */
export class Bucket {
  free: number;
  away = 0;
  readonly resting = new Resting();
  /** Nothing is granted before; a pause that the vendor asked for. */
  pausedUntilMs = -Infinity;
  /** Most tokens that were ever away or resting at once. */
  worst = 0;

  constructor(
    readonly index: number,
    readonly name: string,
    public limit: number,
    readonly windowMs: number,
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

  settle(nowMs: number): void {
    this.free += this.resting.release(nowMs);
  }
}

/** A draw whose quota has been found. */
export interface BucketDraw {
  readonly bucket: Bucket;
  readonly tokens: number;
}
