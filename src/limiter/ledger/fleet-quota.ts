import type { Bucket } from '../bucket';
import type { TokenCount } from '../tokens/token-store';
import type { QuotaView } from './messages';

/** Tokens and the clock time in milliseconds at which they are free. */
export type FreeAt = readonly [tokens: number, atMs: number];

/** Resting tokens, which become free one after the other, at an even rate, between two clock times in milliseconds. */
export interface RestingSample {
  readonly tokens: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

type ChannelsView = NonNullable<QuotaView['channels']>;

/** One quota of the whole fleet, as the last reply described it. */
export class FleetQuota {
  /** The resting tokens in the order in which they are free again. */
  readonly resting: readonly RestingSample[];
  /** Nothing is granted before: the end of the quarantine or of the cooldown. */
  readonly closedUntilMs: number;
  readonly cooldownUntilMs: number;
  readonly quarantineUntilMs: number;
  /** Of a quota per channel, by the last reply with all views. */
  private readonly channels: ChannelsView | undefined;

  /** @param previous by the reply before; a view without samples relies on its resting tokens */
  constructor(
    private readonly view: QuotaView,
    readonly receivedAtMs: number,
    private readonly windowMs: number,
    previous?: FleetQuota,
  ) {
    const { restingFreeInMs, resting } = view;
    this.resting = restingFreeInMs
      ? timesOf(restingFreeInMs, receivedAtMs)
      : previous
        ? adjusted(previous, resting, receivedAtMs, windowMs)
        : [];
    this.cooldownUntilMs = view.cooldownMs > 0 ? receivedAtMs + view.cooldownMs : -Infinity;
    this.quarantineUntilMs = view.quarantineMs > 0 ? receivedAtMs + view.quarantineMs : -Infinity;
    this.channels = view.channels ?? previous?.channels;
    this.closedUntilMs = Math.max(this.cooldownUntilMs, this.quarantineUntilMs);
  }

  /** The same quota after an operator has ended its cooldown. */
  withoutCooldown(): FleetQuota {
    return new FleetQuota({ ...this.view, cooldownMs: 0 }, this.receivedAtMs, this.windowMs, this);
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
    return Math.max(0, this.unused);
  }

  /** The tokens in use that exceed a lowered limit: the next that become free pay the difference. */
  get debt(): number {
    return Math.max(0, -this.unused);
  }

  private get unused(): number {
    return this.view.free + this.view.setAside;
  }

  /** Those of the free tokens that are set aside for other replicas: these return them when they learn that they lack. */
  get freeElsewhere(): number {
    return this.free - this.freeHere;
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
    return Math.max(0, this.view.free + this.view.ownAside);
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
    const { limit, worstWindow, resting } = this.view;
    const freed = this.freedBy(nowMs);
    if (this.channels) return this.countChannels(this.channels);
    return {
      limit,
      worstWindow,
      cooldownUntilMs: this.cooldownUntilMs,
      free: Math.max(0, this.unused + freed) + unusedGrants,
      inFlight: this.inFlight - unusedGrants,
      resting: resting - freed,
    };
  }

  /** Fallback shares take tokens off the limit of every channel, so they count as in flight. */
  private countChannels({ count, inFlight, resting, cooldownMs }: ChannelsView): TokenCount {
    const { limit, worstWindow } = this.view;
    const shares = limit - Math.max(0, this.free);
    const cooldownUntilMs = cooldownMs > 0 ? this.receivedAtMs + cooldownMs : this.cooldownUntilMs;
    return {
      limit,
      worstWindow,
      cooldownUntilMs,
      free: limit - shares - inFlight - resting,
      inFlight: inFlight + shares,
      resting,
      channels: count,
    };
  }

  private freedBy(nowMs: number): number {
    return this.resting.reduce(
      (sum, { tokens, untilMs }) => (untilMs <= nowMs ? sum + tokens : sum),
      0,
    );
  }
}

/** The first sample is the first token, so the others lie between the samples. */
function timesOf(
  samples: readonly (readonly [tokens: number, inMs: number])[],
  receivedAtMs: number,
): readonly RestingSample[] {
  let before = 0;
  let fromMs: number | undefined;
  return samples.map(([all, inMs]): RestingSample => {
    const tokens = all - before;
    const untilMs = receivedAtMs + inMs;
    const sample = { tokens, fromMs: fromMs ?? untilMs, untilMs };
    [before, fromMs] = [all, untilMs];
    return sample;
  });
}

/**
 * Earlier known resting tokens, made as many as rest now: grants have taken the first of those that are missing,
 * and the others have begun to rest since.
 */
function adjusted(
  { resting: known, receivedAtMs }: FleetQuota,
  resting: number,
  nowMs: number,
  windowMs: number,
): readonly RestingSample[] {
  const later = known.filter(({ untilMs }) => untilMs > nowMs);
  const sum = later.reduce((all, { tokens }) => all + tokens, 0);
  if (resting === sum) return later;
  if (resting > sum)
    return [
      ...later,
      { tokens: resting - sum, fromMs: receivedAtMs + windowMs, untilMs: nowMs + windowMs },
    ];
  let missing = sum - resting;
  return later.flatMap(({ tokens, fromMs, untilMs }): readonly RestingSample[] => {
    const taken = Math.min(missing, tokens);
    missing -= taken;
    if (taken === tokens) return [];
    const takenUntilMs = fromMs + ((untilMs - fromMs) * taken) / tokens;
    return [{ tokens: tokens - taken, fromMs: takenUntilMs, untilMs }];
  });
}

export type FleetQuotas = ReadonlyMap<Bucket, FleetQuota>;
