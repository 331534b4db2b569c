import type { Bucket } from '../bucket';
import type { TokenCount } from '../tokens/token-store';
import type { QuotaView } from './messages';

/** Tokens and the clock time in milliseconds at which they are free. */
export type FreeAt = readonly [tokens: number, atMs: number];

/** One quota of the whole fleet, as the last reply described it. */
export class FleetQuota {
  /** The resting tokens in the order in which they are free again. */
  readonly resting: readonly FreeAt[];
  /** Nothing is granted before: the end of the quarantine or of the cooldown. */
  readonly closedUntilMs: number;
  readonly cooldownUntilMs: number;

  constructor(
    private readonly view: QuotaView,
    readonly receivedAtMs: number,
  ) {
    let before = 0;
    this.resting = view.restingFreeInMs.map(([tokens, inMs]): FreeAt => {
      const sample = tokens - before;
      before = tokens;
      return [sample, receivedAtMs + inMs];
    });
    this.cooldownUntilMs = view.cooldownMs > 0 ? receivedAtMs + view.cooldownMs : -Infinity;
    const quarantineUntilMs = view.quarantineMs > 0 ? receivedAtMs + view.quarantineMs : -Infinity;
    this.closedUntilMs = Math.max(this.cooldownUntilMs, quarantineUntilMs);
  }

  /** The same quota after an operator has ended its cooldown. */
  withoutCooldown(): FleetQuota {
    return new FleetQuota({ ...this.view, cooldownMs: 0 }, this.receivedAtMs);
  }

  /** For each other replica, the tokens that its waiters draw. */
  get queuedElsewhere(): readonly number[] {
    return this.view.queuedElsewhere;
  }

  /** The lowest limit of all replicas. */
  get limit(): number {
    return this.view.limit;
  }

  /** Tokens that no replica uses, also those that are set aside: they are free when a waiter lacks them. */
  get free(): number {
    return Math.max(0, this.view.free) + this.view.setAside;
  }

  /** Tokens that are set aside for this replica. */
  get ownAside(): number {
    return this.view.ownAside;
  }

  /** Whether a waiter lacks tokens that are set aside. */
  get isShort(): boolean {
    return this.view.isShort;
  }

  /** The sum of the fallback shares of all replicas. */
  get shares(): number {
    return this.view.shares;
  }

  /** Free tokens that this replica can be granted at once. */
  private get freeHere(): number {
    return Math.max(0, this.view.free) + this.view.ownAside;
  }

  get inFlight(): number {
    const { limit, free, resting, setAside } = this.view;
    return limit - free - resting - setAside;
  }

  /** At least half of it is free, so unused grants of one replica delay no other. */
  get isAmple(): boolean {
    return this.closedUntilMs < this.receivedAtMs && this.free * 2 >= this.limit;
  }

  /** Tokens that can probably be granted now. */
  available(nowMs: number): number {
    return nowMs < this.closedUntilMs ? 0 : this.freeHere + this.freedBy(nowMs);
  }

  /** @param unusedGrants tokens that are in flight for the fleet, and free for new calls here */
  count(nowMs: number, unusedGrants: number): TokenCount {
    const { limit, worstWindow } = this.view;
    const freed = this.freedBy(nowMs);
    return {
      limit,
      worstWindow,
      cooldownUntilMs: this.cooldownUntilMs,
      free: this.free + freed + unusedGrants,
      inFlight: this.inFlight - unusedGrants,
      resting: limit - this.inFlight - this.free - freed,
    };
  }

  private freedBy(nowMs: number): number {
    return this.resting.reduce((sum, [tokens, atMs]) => (atMs <= nowMs ? sum + tokens : sum), 0);
  }
}

export type FleetQuotas = ReadonlyMap<Bucket, FleetQuota>;
