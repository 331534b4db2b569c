import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from '../bucket';
import { ChannelQuota, quotaOf } from '../channel-quota';
import type { TokenForecast } from '../forecast/token-forecast';
import {
  drawExceedsLimit,
  fallbackEnded,
  fallbackShareTooSmall,
  leaseTooLong,
  ledgerNotJoined,
  neverJoined,
  noTokensConfigured,
} from '../refusals';
import type { LedgerMode } from '../settings';
import { FallbackLimits, FallbackShares, wantedShare, type FallbackTerms } from './fallback-share';
import type { FleetQuotas } from './fleet-quota';
import type { JoinMessage, LedgerReply, Tokens } from './messages';
import { SILENT_AFTER_MS } from './session-times';

/** A replica is at rest when it has used nothing for so long. */
const REST_MS = 2000;
/** A replica keeps nothing set aside for so long after a shortage. */
const ALERT_MS = 5000;
/** The ledger grants tokens for at most so long ahead. */
const MAX_GRANT_DELAY_MS = 1000;

/** The fallback share of this replica, and the limits of its buckets while it has lost Redis. */
export class ReplicaFallback {
  mode: LedgerMode = 'shared';
  private readonly confirmed = new FallbackShares();
  private readonly limits = new FallbackLimits();
  /** Tokens that are set aside for this replica, at least. */
  private readonly aside = new Map<Bucket, number>();
  /** While a waiter lacks tokens that are set aside, and for some time after. */
  private alertUntilMs = -Infinity;
  private usedAtMs = -Infinity;
  /** The lease of a call of this replica. */
  private callLeaseMs = 0;
  /** The longest lease of any replica, by the last reply. */
  private longestLeaseMs = 0;

  /** @param limitOf the lowest limit of all replicas, as far as it is known */
  constructor(
    public terms: FallbackTerms,
    private readonly buckets: ReadonlyMap<string, Bucket>,
    private readonly quotas: FleetQuotas,
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

  /** Takes over how much is set aside by the views of a reply. */
  applyViews(nowMs: number): void {
    for (const [bucket, { ownAside, isShort }] of this.quotas) {
      this.aside.set(bucket, ownAside);
      if (isShort) this.alert(nowMs);
    }
  }

  alert(nowMs: number): void {
    this.alertUntilMs = nowMs + ALERT_MS;
  }

  noteUse(nowMs: number): void {
    this.usedAtMs = nowMs;
  }

  /** Whether this replica has used nothing for some seconds, and no replica lacks tokens. */
  isAtRest(isInUse: boolean, nowMs: number): boolean {
    if (isInUse) this.noteUse(nowMs);
    return nowMs >= this.usedAtMs + REST_MS && !this.isAlert(nowMs);
  }

  /**
   * The reason why these draws cannot be granted; undefined if they can.
   * @param isJoining Redis answers, and the ledger is about to be joined
   * @param holdMs of a lease
   */
  findRefusal(
    draws: readonly BucketDraw[],
    isJoining: boolean,
    holdMs = 0,
  ): GatewayError | undefined {
    for (const { bucket, tokens } of draws) {
      const limit = this.limitOf(quotaOf(bucket));
      if (limit < 1) return noTokensConfigured(bucket.name);
      if (tokens > limit) return drawExceedsLimit(bucket.name, tokens, limit);
      const share = this.mode === 'refusing' ? 0 : (this.shareOf(bucket) ?? Infinity);
      if (tokens <= share) continue;
      if (isJoining) return ledgerNotJoined(bucket.name, share);
      if (this.mode === 'fallback') return fallbackShareTooSmall(bucket.name, share);
      return this.hasJoined ? fallbackEnded(bucket.name) : neverJoined(bucket.name);
    }
    // the ledger frees the share when the last calls of the fallback must have ended
    const isTooLong = this.mode === 'fallback' && holdMs > this.callLeaseMs;
    return isTooLong ? leaseTooLong(this.callLeaseMs) : undefined;
  }

  private get hasJoined(): boolean {
    return this.longestLeaseMs > 0;
  }

  /** Whether it goes on with its share when the ledger no longer keeps it from others. */
  get outlastsLease(): boolean {
    return this.terms.fallback.then === 'share';
  }

  /** The next message may use so many of the tokens that are set aside. */
  useAside(draws: readonly BucketDraw[]): void {
    for (const { bucket, tokens } of draws) {
      const aside = this.aside.get(bucket); // none is known of a channel
      if (aside !== undefined) this.aside.set(bucket, Math.max(0, aside - tokens));
    }
  }

  /** While a waiter lacks tokens: the quotas with tokens that are set aside. They are not used at once any more. */
  takeReturns(nowMs: number): readonly string[] {
    if (!this.isAlert(nowMs)) return [];
    const names = [...this.aside].flatMap(([{ name }, tokens]) => (tokens > 0 ? [name] : []));
    this.aside.clear();
    return names;
  }

  wantedShares(all: boolean): Tokens {
    return this.confirmed.wanted(
      this.byBucket((bucket) => this.wanted(bucket)),
      all,
    );
  }

  lostShares(): JoinMessage['lostShares'] {
    return this.confirmed.lost(this.quotas);
  }

  /** Changes the limits of the buckets. @param ownLimits the configured ones */
  apply(
    mode: LedgerMode,
    ownLimits: ReadonlyMap<Bucket, number>,
    leaseMs: number,
    nowMs: number,
  ): void {
    if (this.mode === 'fallback' && mode !== 'fallback') this.restChannelShares(nowMs + leaseMs);
    this.mode = mode;
    this.callLeaseMs = leaseMs;
    this.limits.end();
    for (const [bucket, limit] of ownLimits) bucket.changeLimit(mode === 'refusing' ? 0 : limit);
    if (mode !== 'fallback') return;
    const grantedMs = nowMs + MAX_GRANT_DELAY_MS;
    const shares = this.byBucket((bucket) => this.confirmed.usable(bucket, this.wanted(bucket)));
    this.limits.begin(shares, (bucket) => this.usableAside(bucket), {
      reportedMs: nowMs - SILENT_AFTER_MS, // its last message was no later
      grantedMs,
      arrivedMs: grantedMs + Math.max(this.longestLeaseMs, leaseMs),
    });
    this.limits.apply(nowMs);
  }

  /** Of channels, only the sum of the shares is set aside: others may still use the tokens of each. */
  private usableAside(bucket: Bucket): number {
    return bucket instanceof ChannelQuota ? 0 : (this.aside.get(bucket) ?? 0);
  }

  /** The ledger does not know which channels have used the share: it is off the limit of each for a window. */
  private restChannelShares(fromMs: number): void {
    for (const [quota, share] of this.limits.shares)
      if (quota instanceof ChannelQuota && share > 0) quota.restShare(share, fromMs);
  }

  settle(nowMs: number): void {
    this.limits.apply(nowMs);
  }

  /** The share of a quota; undefined outside fallback. */
  shareOf(bucket: Bucket): number | undefined {
    return this.limits.shareOf(quotaOf(bucket));
  }

  /** The shares of all quotas; none outside fallback. */
  get shares(): ReadonlyMap<Bucket, number> {
    return this.limits.shares;
  }

  nextOpeningMs(nowMs: number): number {
    return this.limits.nextOpeningMs(nowMs);
  }

  forecast(bucket: Bucket, own: TokenForecast, answerMs: number, nowMs: number): TokenForecast {
    return this.limits.forecast(quotaOf(bucket), own, answerMs, nowMs);
  }

  private isAlert(nowMs: number): boolean {
    return nowMs < this.alertUntilMs;
  }

  private wanted(bucket: Bucket): number {
    return wantedShare(this.limitOf(bucket), this.terms);
  }

  private byBucket(tokensOf: (bucket: Bucket) => number): ReadonlyMap<Bucket, number> {
    return new Map([...this.buckets.values()].map((bucket) => [bucket, tokensOf(bucket)]));
  }
}

export const limitsOf = (buckets: ReadonlyMap<string, Bucket>): ReadonlyMap<Bucket, number> =>
  new Map([...buckets.values()].map((bucket) => [bucket, bucket.limit]));
