import type { Bucket } from '../bucket';
import { timeInCycles, type TokenForecast } from '../forecast/token-forecast';
import type { FleetSettings } from '../settings';
import type { FleetQuotas } from './fleet-quota';
import type { JoinMessage, Tokens } from './messages';

export type FallbackTerms = Pick<FleetSettings, 'onLoss' | 'maxReplicas' | 'fallback'>;

/** The part of a limit that a replica wants to use in fallback. */
export function wantedShare(limit: number, { onLoss, maxReplicas }: FallbackTerms): number {
  return onLoss === 'share' ? Math.floor(limit / maxReplicas) : 0;
}

/** The fallback shares that the ledger has confirmed. */
export class FallbackShares {
  private readonly confirmed = new Map<Bucket, number>();

  confirm(bucket: Bucket, tokens: number): void {
    this.confirmed.set(bucket, tokens);
  }

  /** The tokens that may be used. Without any reply of the ledger, as many as are wanted. */
  usable(bucket: Bucket, wanted: number): number {
    return Math.min(wanted, this.confirmed.get(bucket) ?? Infinity);
  }

  /** @param all includes the shares that are confirmed in full */
  wanted(wanted: ReadonlyMap<Bucket, number>, all: boolean): Tokens {
    return Object.fromEntries(
      [...wanted]
        .filter(([bucket, tokens]) => all || this.confirmedFor(bucket) < tokens)
        .map(([{ name }, tokens]) => [name, tokens]),
    );
  }

  /** To report when the ledger has lost its data. */
  lost(quotas: FleetQuotas): JoinMessage['lostShares'] {
    return Object.fromEntries(
      [...quotas].map(([bucket, { shares }]) => [
        bucket.name,
        [shares, this.confirmedFor(bucket)] as const,
      ]),
    );
  }

  private confirmedFor(bucket: Bucket): number {
    return this.confirmed.get(bucket) ?? 0;
  }
}

/**
 * The fallback share of one quota in a replica that has lost Redis. It may go on with the tokens that it has in
 * use, and use those that were set aside for it. The others may be in use elsewhere until `opensAtMs`, and so
 * may those that rest no longer than `takenMs`: the ledger has granted resting tokens for a later time.
 */
export class OpeningShare {
  private readonly atOnce: number;

  /** @param aside tokens that the ledger has kept from all replicas for this one */
  constructor(
    { limit, free, resting }: Bucket,
    readonly tokens: number,
    aside: number,
    takenMs: number,
    readonly opensAtMs: number,
  ) {
    this.atOnce = Math.min(tokens, limit - free - resting.countBy(takenMs) + aside);
  }

  limitAt(nowMs: number): number {
    return nowMs < this.opensAtMs ? this.atOnce : this.tokens;
  }

  /**
   * The tokens that open come first, then those that may be used already.
   * @param own the forecast of the latter
   */
  forecast(own: TokenForecast, cycleMs: number, nowMs: number): TokenForecast {
    if (nowMs >= this.opensAtMs) return own;
    const opening = this.tokens - this.atOnce;
    const timeWithinShare = (nth: number): number =>
      Math.max(this.opensAtMs, nth > opening ? own.timeOf(nth - opening) : 0);
    return {
      timeOf: (nth, drawSize = 1) =>
        Math.min(
          own.timeOf(nth, drawSize),
          timeInCycles({ nth, drawSize, total: this.tokens, cycleMs }, timeWithinShare),
        ),
    };
  }
}

/** Until when the ledger may have acted without the knowledge of this replica. Clock milliseconds. */
export interface FallbackTimes {
  /** The ledger may know of answers until then. */
  readonly reportedMs: number;
  /** It may have granted tokens for times until then. */
  readonly grantedMs: number;
  /** The vendor has received all calls of these grants. */
  readonly arrivedMs: number;
}

/** The limits of the buckets of a replica that has lost Redis. */
export class FallbackLimits {
  private readonly opening = new Map<Bucket, OpeningShare>();

  begin(
    shares: ReadonlyMap<Bucket, number>,
    asideOf: (bucket: Bucket) => number,
    { reportedMs, grantedMs, arrivedMs }: FallbackTimes,
  ): void {
    for (const [bucket, tokens] of shares) {
      const takenMs = Math.min(grantedMs, reportedMs + bucket.windowMs);
      const opensMs = arrivedMs + bucket.windowMs;
      this.opening.set(bucket, new OpeningShare(bucket, tokens, asideOf(bucket), takenMs, opensMs));
    }
  }

  end(): void {
    this.opening.clear();
  }

  apply(nowMs: number): void {
    for (const [bucket, share] of this.opening) {
      const limit = share.limitAt(nowMs);
      if (limit !== bucket.limit) bucket.changeLimit(limit);
    }
  }

  /** The share of a quota; undefined outside fallback. */
  shareOf(bucket: Bucket): number | undefined {
    return this.opening.get(bucket)?.tokens;
  }

  get shares(): ReadonlyMap<Bucket, number> {
    return new Map([...this.opening].map(([bucket, { tokens }]) => [bucket, tokens]));
  }

  nextOpeningMs(nowMs: number): number {
    const times = [...this.opening.values()].map(({ opensAtMs }) => opensAtMs);
    return Math.min(...times.filter((atMs) => atMs > nowMs));
  }

  forecast(bucket: Bucket, own: TokenForecast, answerMs: number, nowMs: number): TokenForecast {
    const cycleMs = bucket.windowMs + answerMs;
    return this.opening.get(bucket)?.forecast(own, cycleMs, nowMs) ?? own;
  }
}
