import { RestingTokens } from './tokens/resting-tokens';

/** The terms of a quota that a configuration can change. */
export interface ChangedTerms {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * The tokens of one quota. Each is free, in flight with a call, or resting for one window after the
 * answer. `free + inFlight + resting` always equals the limit; `free` is negative while more tokens are
 * in use than a lowered limit allows.
 */
export class Bucket {
  free: number;
  /** Unique among the buckets of a vendor account. */
  readonly key: string;
  inFlight = 0;
  resting = new RestingTokens();
  /** Nothing is granted before: the cooldown after a vendor's 429. */
  cooldownUntilMs = -Infinity;
  /** Most tokens ever in flight or resting at once under the present terms. */
  worstWindow = 0;
  /** Most tokens that any window received under earlier terms. */
  protected earlierWorstWindow = 0;
  /** Tokens that became free before are not recorded, although a longer window may reach back further. */
  private historySinceMs = -Infinity;

  constructor(
    readonly index: number,
    readonly name: string,
    public limit: number,
    public windowMs: number,
    /** Of a quota per channel: the key of the channel (channel-quota.ts); else empty. */
    readonly channel = '',
  ) {
    this.free = limit;
    this.key = channel === '' ? String(index) : `${index}@${channel}`;
  }

  /** Tokens that may be granted now. Call `settle` first. */
  available(nowMs: number): number {
    return this.cooldownUntilMs > nowMs ? 0 : this.free;
  }

  /** Never ends a cooldown earlier than before. */
  coolDown(untilMs: number): void {
    this.cooldownUntilMs = Math.max(this.cooldownUntilMs, untilMs);
  }

  endCooldown(): void {
    this.cooldownUntilMs = -Infinity;
  }

  take(tokens: number): void {
    this.free -= tokens;
    this.inFlight += tokens;
    this.worstWindow = Math.max(this.worstWindow, this.limit - this.free);
  }

  /** Of a call that was never sent. */
  giveBack(tokens: number): void {
    this.inFlight -= tokens;
    this.free += tokens;
  }

  /** @param fromMs the vendor has counted the call by then */
  startResting(tokens: number, fromMs: number): void {
    this.inFlight -= tokens;
    this.resting.add(tokens, fromMs + this.windowMs);
  }

  /** Lets free tokens rest, because another process may have used as many until `fromMs`. */
  startRestingFree(tokens: number, fromMs: number): void {
    this.resting.add(tokens, fromMs + this.windowMs);
    this.free -= tokens;
  }

  /** If more tokens are in use than the new limit, the next that become free pay the difference. */
  changeLimit(limit: number): void {
    this.free += limit - this.limit;
    this.limit = limit;
  }

  /**
   * Applies another limit and window. Tokens in flight or resting count towards them. A longer window also
   * covers tokens that have become free already; their number is not recorded, so every earlier window
   * counts with the worst.
   * @param boundWorstWindow returns the most tokens that any window can have received, given the most
   *   that this bucket recorded
   */
  changeTerms(
    { limit, windowMs }: ChangedTerms,
    boundWorstWindow: (recorded: number) => number,
    nowMs: number,
  ): void {
    this.earlierWorstWindow = Math.max(this.earlierWorstWindow, this.worstWindow);
    this.worstWindow = 0;
    this.changeLimit(limit);
    if (windowMs === this.windowMs) return;
    this.changeWindow(windowMs, boundWorstWindow(this.earlierWorstWindow), nowMs);
    this.earlierWorstWindow = Math.max(this.earlierWorstWindow, this.limit - this.free);
  }

  settle(nowMs: number): void {
    this.free += this.resting.release(nowMs);
  }

  /** How many milliseconds back this bucket knows every call that was answered; at most one window. */
  historyMs(nowMs: number): number {
    return Math.min(this.windowMs, nowMs - this.historySinceMs);
  }

  private changeWindow(windowMs: number, worstWindow: number, nowMs: number): void {
    this.settle(nowMs);
    const addedMs = windowMs - this.windowMs;
    const resting = new RestingTokens();
    if (addedMs > 0 && worstWindow > 0)
      for (const [tokens, inMs] of earlierWindows(worstWindow, this.windowMs, addedMs)) {
        resting.add(tokens, nowMs + inMs);
        this.free -= tokens;
      }
    for (const [tokens, atMs] of this.resting) resting.add(tokens, atMs + addedMs);
    this.resting = resting;
    this.historySinceMs = Math.max(this.historySinceMs, nowMs - this.windowMs);
    this.windowMs = windowMs;
  }
}

/** Many earlier windows are combined into so many entries, each with the latest time of its windows. */
const MAX_ENTRIES = 100;

/** Tokens that the windows before the last one may have received, and when they are free; the next first. */
function earlierWindows(
  worstWindow: number,
  windowMs: number,
  addedMs: number,
): [tokens: number, inMs: number][] {
  const windowsPerEntry = Math.ceil(addedMs / windowMs / MAX_ENTRIES);
  const entries = Math.ceil(addedMs / windowMs / windowsPerEntry);
  return Array.from({ length: entries }, (_, entry): [number, number] => [
    windowsPerEntry * worstWindow,
    addedMs - (entries - 1 - entry) * windowsPerEntry * windowMs,
  ]);
}

/** A draw whose quota has been looked up. */
export interface BucketDraw {
  readonly bucket: Bucket;
  readonly tokens: number;
}
