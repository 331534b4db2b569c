import type { Bucket } from '../bucket';
import type { TokenForecast } from '../forecast/token-forecast';
import type { LedgerMode } from '../settings';
import { FallbackLimits, FallbackShares, wantedShare, type FallbackTerms } from './fallback-share';
import type { FleetQuotas } from './fleet-quota';
import type { JoinMessage, LedgerReply, Tokens } from './messages';

/** The ledger grants tokens for at most so long ahead. */
const MAX_GRANT_DELAY_MS = 1000;

/** The fallback share of this replica, and the limits of its buckets while it has lost Redis. */
export class ReplicaFallback {
  mode: LedgerMode = 'shared';
  private readonly confirmed = new FallbackShares();
  private readonly limits = new FallbackLimits();
  /** The longest lease of any replica, by the last reply. */
  private longestLeaseMs = 0;

  /** @param limitOf the lowest limit of all replicas, as far as it is known */
  constructor(
    public terms: FallbackTerms,
    private readonly buckets: ReadonlyMap<string, Bucket>,
    private readonly limitOf: (bucket: Bucket) => number,
  ) {}

  /** Takes over the confirmed shares of a reply. */
  applyReply({ shares, leaseMs }: LedgerReply): void {
    this.longestLeaseMs = leaseMs;
    for (const [quota, tokens] of shares) {
      const bucket = this.buckets.get(quota);
      if (bucket) this.confirmed.confirm(bucket, tokens);
    }
  }

  wantedShares(all: boolean): Tokens {
    return this.confirmed.wanted(
      this.byBucket((bucket) => this.wanted(bucket)),
      all,
    );
  }

  lostShares(quotas: FleetQuotas): JoinMessage['lostShares'] {
    return this.confirmed.lost(quotas);
  }

  /** Changes the limits of the buckets. @param ownLimits the configured ones */
  apply(
    mode: LedgerMode,
    ownLimits: ReadonlyMap<Bucket, number>,
    leaseMs: number,
    nowMs: number,
  ): void {
    this.mode = mode;
    this.limits.end();
    for (const [bucket, limit] of ownLimits) bucket.changeLimit(mode === 'refusing' ? 0 : limit);
    if (mode !== 'fallback') return;
    // until then the vendor has received all that was granted to other replicas, before the share was suspended
    const arrivedMs = nowMs + MAX_GRANT_DELAY_MS + Math.max(this.longestLeaseMs, leaseMs);
    const shares = this.byBucket((bucket) => this.confirmed.usable(bucket, this.wanted(bucket)));
    this.limits.begin(shares, arrivedMs);
    this.limits.apply(nowMs);
  }

  settle(nowMs: number): void {
    this.limits.apply(nowMs);
  }

  /** The share of a quota; undefined outside fallback. */
  shareOf(bucket: Bucket): number | undefined {
    return this.limits.shareOf(bucket);
  }

  /** The shares of all quotas; none outside fallback. */
  get shares(): ReadonlyMap<Bucket, number> {
    return this.limits.shares;
  }

  nextOpeningMs(nowMs: number): number {
    return this.limits.nextOpeningMs(nowMs);
  }

  forecast(bucket: Bucket, own: TokenForecast, answerMs: number, nowMs: number): TokenForecast {
    return this.limits.forecast(bucket, own, answerMs, nowMs);
  }

  private wanted(bucket: Bucket): number {
    return wantedShare(this.limitOf(bucket), this.terms);
  }

  private byBucket(tokensOf: (bucket: Bucket) => number): ReadonlyMap<Bucket, number> {
    return new Map([...this.buckets.values()].map((bucket) => [bucket, tokensOf(bucket)]));
  }
}
