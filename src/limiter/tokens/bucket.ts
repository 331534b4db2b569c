import { RestingTokens } from './resting-tokens';

/**
 * The tokens of one quota: each is free, away with a request, or resting for one window after the
 * answer. `free + away + resting` is always the limit; free is a debt where the limit was lowered.
 */
export class Bucket {
  free: number;
  away = 0;
  resting = new RestingTokens();
  /** Nothing is granted before; a pause that the vendor asked for. */
  pausedUntilMs = -Infinity;
  /** Most tokens that were ever away or resting at once under these terms. */
  worst = 0;
  /** Most tokens that any window has seen under earlier terms. */
  private past = 0;
  /** What came back before is not remembered, though a window may reach further. */
  private knownSinceMs = -Infinity;

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
   * Other terms: what is away or rests counts towards them. What came back less than a longer window ago
   * rests on, though nobody remembers how much that is: every earlier window is taken for its worst.
   * @param mostOf tokens that no window has seen more than, given what this bucket knows of that
   */
  reform(
    { limit, windowMs }: { readonly limit: number; readonly windowMs: number },
    mostOf: (past: number) => number,
    nowMs: number,
  ): void {
    this.past = Math.max(this.past, this.worst);
    this.worst = 0;
    this.restrict(limit);
    if (windowMs === this.windowMs) return;
    this.span(windowMs, mostOf(this.past), nowMs);
    this.past = Math.max(this.past, this.limit - this.free);
  }

  settle(nowMs: number): void {
    this.free += this.resting.release(nowMs);
  }

  /** How far back it remembers what was answered, in milliseconds: a window, or since a shorter one. */
  memoryMs(nowMs: number): number {
    return Math.min(this.windowMs, nowMs - this.knownSinceMs);
  }

  private span(windowMs: number, most: number, nowMs: number): void {
    this.settle(nowMs);
    const moreMs = windowMs - this.windowMs;
    const resting = new RestingTokens();
    for (const [tokens, inMs] of moreMs > 0 && most > 0
      ? pastUses(most, this.windowMs, moreMs)
      : []) {
      resting.add(tokens, nowMs + inMs);
      this.free -= tokens;
    }
    for (const [tokens, atMs] of this.resting) resting.add(tokens, atMs + moreMs);
    this.resting = resting;
    this.knownSinceMs = Math.max(this.knownSinceMs, nowMs - this.windowMs);
    this.windowMs = windowMs;
  }
}

/** A few steps tell of a past of many windows; each ends no earlier than what it stands for. */
const MOST_STEPS = 100;

/** What the windows before the last one may have seen and in how many ms it is back, the next first. */
function pastUses(
  most: number,
  windowMs: number,
  moreMs: number,
): [tokens: number, inMs: number][] {
  const windows = Math.ceil(moreMs / windowMs / MOST_STEPS);
  const steps = Math.ceil(moreMs / windowMs / windows);
  return Array.from({ length: steps }, (_, step): [number, number] => [
    windows * most,
    moreMs - (steps - 1 - step) * windows * windowMs,
  ]);
}

/** A draw whose quota has been found. */
export interface BucketDraw {
  readonly bucket: Bucket;
  readonly tokens: number;
}
