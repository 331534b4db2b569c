import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from '../bucket';
import type { Clock } from '../clock';
import { laneKey, Lanes } from '../queue/lanes';
import type { Grant } from '../limiter';
import { MemoryTokenStore, type MemoryTokenStoreSettings } from '../tokens/memory-token-store';
import { drawExceedsLimit, fallbackShareTooSmall, noTokensConfigured } from '../refusals';
import type { LimiterObserver, LimiterTerms } from '../settings';
import type { TokenForecast } from '../forecast/token-forecast';
import type { TokenCount, TokenStore } from '../tokens/token-store';
import type { InFlightCall } from '../in-flight';
import type { Waiter } from '../queue/waiter';
import { planGrantRequests, queuedDraws, type GrantRequest } from './grant-requests';
import { GrantPrefetch } from './grant-prefetch';
import { LedgerSession, type Replica } from './session';
import { LedgerForecast } from './ledger-forecast';
import { FleetQuota } from './fleet-quota';
import type { LedgerClient } from './ledger-client';
import type { DrawText, FallbackReserves, LedgerReply } from './messages';
import {
  applyFallbackShare,
  fallbackReservesOf,
  fallbackShareOf,
  type FallbackTerms,
} from './fallback-share';
import { createSessionTerms } from './session-terms';
import { fallbackUsage, measureUsage, type ReplicaUsage } from './replica-usage';
import { GrantPool, type LedgerGrant } from './grant-pool';

export interface LedgerTokenStoreSettings extends MemoryTokenStoreSettings, FallbackTerms {
  readonly ledger: LedgerClient;
  readonly observer?: LimiterObserver | undefined;
}

/** Share of a delay by which two clocks may differ: clocks that are being adjusted are 0.05 % fast or slow. */
const CLOCK_DRIFT = 0.001;
/** When Redis is lost, calls under way reach the vendor within this time, or twice a recent answer time. */
const ARRIVAL_MS = 100;
/** A caller waits at least so long for the ledger's reply, even if it is not prepared to wait for quota. */
const REPLY_WAIT_MS = 100;

/**
 * The tokens of one vendor account in a ledger that all replicas share (../README.md). The calls of this
 * replica are also in its own memory: it needs them in fallback, and reports them when it joins.
 */
export class LedgerTokenStore implements TokenStore, Replica {
  readonly minWaitMs = REPLY_WAIT_MS;
  readonly buckets: ReadonlyMap<string, Bucket>;
  terms: Replica['terms'];
  private readonly own: MemoryTokenStore;
  private readonly session: LedgerSession;
  private readonly clock: Clock;
  /** The configured limits of this replica. The fleet's may be lower. */
  private limits: ReadonlyMap<Bucket, number>;
  private fallbackTerms: FallbackTerms;
  private readonly pool = new GrantPool();
  private readonly fleetQuotas = new Map<Bucket, FleetQuota>();
  private readonly prefetch = new GrantPrefetch(this.fleetQuotas);
  /** Until then the ledger has nothing of a quota that a waiter needs. */
  private readonly retryAtMs = new Map<Bucket, number>();
  private lanes = new Lanes();
  private isInFallback = false;
  private notifyChange: () => void = () => undefined;

  constructor(private readonly settings: LedgerTokenStoreSettings) {
    const { clock, ledger, onLoss, maxReplicas } = settings;
    this.clock = clock;
    this.fallbackTerms = { onLoss, maxReplicas };
    this.own = new MemoryTokenStore({ ...settings, coldStart: false });
    this.buckets = this.own.buckets;
    this.limits = limitsOf(this.buckets);
    this.terms = this.createTerms();
    this.session = new LedgerSession(ledger, this, clock);
    this.own.onCallEnd((call, end) => {
      this.session.callEnded(call, end);
    });
    this.session.request();
  }

  onChange(listener: () => void): void {
    this.notifyChange = listener;
    this.own.onChange(listener);
  }

  settle(nowMs: number): void {
    this.own.settle(nowMs);
  }

  canTake(draws: readonly BucketDraw[], nowMs: number): boolean {
    const isGranted = this.isInFallback || this.pool.hasForLane(laneKey(draws), nowMs);
    return isGranted && this.own.canTake(draws, nowMs);
  }

  take(draws: readonly BucketDraw[], nowMs: number, waitedMs: number): Grant | undefined {
    if (this.isInFallback) return this.own.take(draws, nowMs, waitedMs);
    if (!this.canTake(draws, nowMs)) return undefined;
    const grant = this.pool.takeForLane(laneKey(draws), nowMs);
    return grant && this.use(grant, nowMs, waitedMs);
  }

  allocate(lanes: Lanes, nowMs: number, admit: (waiter: Waiter, grant: Grant) => void): number {
    this.lanes = lanes;
    if (this.isInFallback) return this.own.allocate(lanes, nowMs, admit);
    const nextGrant = () => this.pool.takeForWaiter(nowMs, lanes);
    for (let grant = nextGrant(); grant; grant = nextGrant()) {
      const waiter = lanes.get(grant.lane.key)?.waiters.first?.item;
      const call = waiter && this.use(grant, nowMs, nowMs - waiter.enqueuedAtMs);
      if (call) admit(waiter, call);
    }
    this.session.request();
    return this.pool.nextStartMs(nowMs);
  }

  findRefusal(draws: readonly BucketDraw[]): GatewayError | undefined {
    for (const { bucket, tokens } of draws) {
      const limit = this.limitOf(bucket);
      if (limit < 1) return noTokensConfigured(bucket.name);
      if (tokens > limit) return drawExceedsLimit(bucket.name, tokens, limit);
      if (tokens > bucket.limit) return fallbackShareTooSmall(bucket.name, bucket.limit);
    }
    return undefined;
  }

  coolDown(buckets: readonly Bucket[], forMs: number, nowMs: number): void {
    this.own.coolDown(buckets, forMs, nowMs);
    const names = buckets.map(({ name }) => name);
    this.session.coolDown(names, forMs);
  }

  reconfigure(terms: LimiterTerms, nowMs: number): void {
    this.fallbackTerms = terms.fleet ?? this.fallbackTerms;
    if (this.isInFallback) for (const [bucket, limit] of this.limits) bucket.changeLimit(limit);
    // The ledger knows what the fleet has used. In fallback, every window may have seen the whole share.
    this.own.reconfigure(terms, nowMs, (bucket) =>
      this.isInFallback ? this.fallbackShareOf(bucket) : 0,
    );
    this.limits = limitsOf(this.buckets);
    this.terms = this.createTerms();
    if (this.isInFallback)
      for (const bucket of this.limits.keys()) bucket.changeLimit(this.fallbackShareOf(bucket));
    this.session.request();
  }

  count(bucket: Bucket): TokenCount {
    const quota = this.isInFallback ? undefined : this.fleetQuotas.get(bucket);
    const own = this.own.count(bucket);
    if (!quota) return own;
    const unusedGrants = this.lanes.isEmpty ? this.pool.sumOf(bucket) : 0;
    const count = quota.count(this.clock.now(), unusedGrants);
    return { ...count, cooldownUntilMs: Math.max(own.cooldownUntilMs, count.cooldownUntilMs) };
  }

  forecast(bucket: Bucket, nowMs: number): TokenForecast {
    const quota = this.isInFallback ? undefined : this.fleetQuotas.get(bucket);
    if (!quota) return this.own.forecast(bucket, nowMs);
    const grants = this.pool.tokensOf(bucket);
    return new LedgerForecast(quota, grants, bucket.windowMs, this.own, nowMs);
  }

  close(): void {
    for (const { name } of this.pool.clear()) this.session.endGrant(name, 'unsent');
    this.session.close();
  }

  get hasAmpleTokens(): boolean {
    return this.lanes.isEmpty && [...this.fleetQuotas.values()].every(({ isAmple }) => isAmple);
  }

  usage(): ReplicaUsage {
    const nowMs = this.clock.now();
    return this.isInFallback
      ? fallbackUsage(this.own, nowMs, this.terms.leaseMs)
      : measureUsage(this.own, nowMs);
  }

  fallbackReserves(): FallbackReserves {
    return fallbackReservesOf(this.limits.keys(), this.fleetQuotas, (bucket) =>
      this.fallbackShareOf(bucket),
    );
  }

  planRequests(all: boolean): readonly GrantRequest[] {
    const nowMs = this.clock.now();
    this.own.settle(nowMs); // ends the calls whose lease has passed: a replica that closes need not wait for them
    for (const { name } of this.pool.takeSurplus(this.lanes, this.prefetch, nowMs))
      this.session.endGrant(name, 'unsent');
    const requests = planGrantRequests(
      this.lanes,
      this.pool,
      (bucket) => this.fleetQuotas.get(bucket)?.available(nowMs) ?? 0,
      (bucket) => !all && (this.retryAtMs.get(bucket) ?? 0) > nowMs,
    );
    return [...requests, ...this.prefetch.requests(this.pool, nowMs)];
  }

  queuedDraws(): DrawText {
    return queuedDraws(this.lanes);
  }

  applyGrants(
    requests: readonly GrantRequest[],
    names: readonly string[],
    reply: LedgerReply,
    sentMs: number,
  ): void {
    const nowMs = this.clock.now();
    const deliveryMs = this.terms.leaseMs - this.own.leaseMs;
    for (const [index, { lane }] of requests.entries()) {
      const inMs = reply.grantedInMs[index] ?? -1;
      const name = names[index];
      if (inMs < 0 || name === undefined) continue;
      // The ledger granted it between sentMs and nowMs: it starts at the latest and ends at the earliest
      // time that this allows.
      const startMs = nowMs + inMs * (1 + CLOCK_DRIFT);
      this.pool.add({ name, lane, startMs, endMs: sentMs + inMs + deliveryMs });
    }
    for (const [quota, inMs] of reply.retries) {
      const bucket = this.buckets.get(quota);
      if (!bucket) continue;
      this.retryAtMs.set(bucket, nowMs + inMs);
      this.session.requestBy(nowMs + inMs);
    }
    this.applyViews(reply);
  }

  applyViews({ views, replicas }: LedgerReply): void {
    const nowMs = this.clock.now();
    this.settings.observer?.replicas(replicas);
    for (const view of views) {
      const bucket = this.buckets.get(view.quota);
      if (bucket) this.fleetQuotas.set(bucket, new FleetQuota(view, nowMs));
    }
    this.notifyChange();
  }

  discardGrants(): void {
    this.pool.clear();
    this.retryAtMs.clear();
  }

  enterFallback(): void {
    const nowMs = this.clock.now();
    this.isInFallback = true;
    this.own.settle(nowMs);
    const arrivedMs = nowMs + Math.max(ARRIVAL_MS, 2 * this.own.recentAnswerMs);
    for (const bucket of this.limits.keys()) {
      // Without any reply since the start there is no reserve; then longer windows count as unused.
      const { fallbackReserve = Infinity } = this.fleetQuotas.get(bucket) ?? {};
      applyFallbackShare(bucket, this.fallbackShareOf(bucket), fallbackReserve, arrivedMs);
    }
    this.settings.observer?.mode('fallback');
    this.notifyChange();
  }

  leaveFallback(): void {
    this.isInFallback = false;
    this.own.settle(this.clock.now());
    for (const [bucket, limit] of this.limits) bucket.changeLimit(limit);
    this.settings.observer?.mode('shared');
    this.notifyChange();
  }

  /** The lowest limit of all replicas, as far as it is known. */
  private limitOf(bucket: Bucket): number {
    return Math.min(this.limits.get(bucket) ?? 0, this.fleetQuotas.get(bucket)?.limit ?? Infinity);
  }

  private fallbackShareOf(bucket: Bucket): number {
    return fallbackShareOf(this.limitOf(bucket), this.fallbackTerms);
  }

  private createTerms(): Replica['terms'] {
    const { limits, fallbackTerms, own, settings } = this;
    return createSessionTerms(limits, fallbackTerms, own.leaseMs, settings.coldStart);
  }

  /** Starts a call with a grant. A grant that can no longer be used goes back to the ledger. */
  private use(
    { name, lane, endMs }: LedgerGrant,
    nowMs: number,
    waitedMs: number,
  ): InFlightCall | undefined {
    const call = nowMs <= endMs ? this.own.take(lane.draws, nowMs, waitedMs) : undefined;
    if (call === undefined) this.session.endGrant(name, 'unsent');
    else {
      this.prefetch.countServed(lane, nowMs);
      this.session.use(name, call);
    }
    return call;
  }
}

const limitsOf = (buckets: ReadonlyMap<string, Bucket>): ReadonlyMap<Bucket, number> =>
  new Map([...buckets.values()].map((bucket) => [bucket, bucket.limit]));
