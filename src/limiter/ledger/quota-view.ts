import type { Bucket } from '../tokens/bucket';
import type { TokenCount } from '../tokens/token-store';
import type { QuotaView } from './messages';

/** Tokens and when they are back, in clock milliseconds. */
export type Return = readonly [tokens: number, atMs: number];

/** One quota of the whole fleet, as the last reply told of it. */
export class FleetView {
  /** Those that rest, in the order in which they come back. */
  readonly returns: readonly Return[];
  readonly closedUntilMs: number;
  readonly pausedUntilMs: number;

  constructor(
    private readonly view: QuotaView,
    readonly atMs: number,
  ) {
    let before = 0;
    this.returns = view.back.map(([tokens, inMs]) => {
      const sample: Return = [tokens - before, atMs + inMs];
      before = tokens;
      return sample;
    });
    this.pausedUntilMs = view.paused > 0 ? atMs + view.paused : -Infinity;
    this.closedUntilMs = Math.max(this.pausedUntilMs, view.hold > 0 ? atMs + view.hold : -Infinity);
  }

  /** Tokens that the callers of each other replica wait for. */
  get lines(): readonly number[] {
    return this.view.lines;
  }

  /** What holds for the whole fleet. */
  get limit(): number {
    return this.view.limit;
  }

  get free(): number {
    return Math.max(0, this.view.free);
  }

  /** What this replica goes on with at once should Redis be lost. */
  get trust(): number {
    return this.view.trust;
  }

  get away(): number {
    return this.view.limit - this.view.free - this.view.resting;
  }

  /** Half of it at least is free: nobody waits for what somebody else has at hand. */
  get isAmple(): boolean {
    return this.closedUntilMs < this.atMs && this.free * 2 >= this.limit;
  }

  /** What may be had now, as far as is known. */
  available(nowMs: number): number {
    return nowMs < this.closedUntilMs ? 0 : this.free + this.backBy(nowMs);
  }

  /** @param atHand tokens that are away for the fleet, and free for those who ask here */
  count(nowMs: number, atHand: number): TokenCount {
    const { limit, worst } = this.view;
    const back = this.backBy(nowMs);
    return {
      limit,
      worst,
      pausedUntilMs: this.pausedUntilMs,
      free: this.free + back + atHand,
      away: this.away - atHand,
      resting: limit - this.away - this.free - back,
    };
  }

  private backBy(nowMs: number): number {
    return this.returns.reduce((sum, [tokens, atMs]) => (atMs <= nowMs ? sum + tokens : sum), 0);
  }
}

export type FleetViews = ReadonlyMap<Bucket, FleetView>;
