import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from '../bucket';
import { ChannelQuota, quotaOf } from '../channel-quota';
import type { Clock } from '../clock';
import { laneKey, Lanes } from '../queue/lanes';
import type { Grant } from '../limiter';
import { MemoryTokenStore } from '../tokens/memory-token-store';
import type { LedgerMode, LimiterTerms } from '../settings';
import type { TokenForecast } from '../forecast/token-forecast';
import type { Lease, SuspendedShares, TokenCount, TokenStore } from '../tokens/token-store';
import type { ClientLease, Waiter } from '../queue/waiter';
import { planGrantRequests, queuedDraws, type GrantRequest } from './grant-requests';
import { GrantUse } from './grant-use';
import { GrantPrefetch } from './grant-prefetch';
import type { PlannedMessage, Replica } from './replica';
import { Supply } from './supply';
import { Fleet } from './fleet';
import { LedgerSession } from './session';
import { LedgerForecast } from './ledger-forecast';
import type { FleetQuota } from './fleet-quota';
import { LedgerLeases } from './ledger-leases';
import type { ChannelEnd, DrawText, LedgerReply } from './messages';
import { limitsOf, ReplicaFallback } from './replica-fallback';
import { createSessionTerms, type LedgerTokenStoreSettings } from './session-terms';
import { fallbackUsage, measureUsage, type ReplicaUsage } from './replica-usage';
import { grantsIn } from './granted';
import { GrantPool } from './grant-pool';

/** A caller waits at least so long for the ledger's reply, even if it is not prepared to wait for quota. */
const REPLY_WAIT_MS = 100;

/**
 * The tokens of one vendor account in a ledger that all replicas share (../README.md). The calls of this
 * replica are also in its own memory: it needs them in fallback, and reports them when it joins.
 */
export class LedgerTokenStore implements TokenStore, Replica {
  readonly minWaitMs = REPLY_WAIT_MS;
  readonly requestsAhead = true;
  readonly buckets: ReadonlyMap<string, Bucket>;
  terms: Replica['terms'];
  readonly callsInFlight: Replica['callsInFlight'];
  private readonly own: MemoryTokenStore;
  private readonly session: LedgerSession;
  private readonly grantUse: GrantUse;
  private readonly fleet: Fleet;
  readonly suspensions: SuspendedShares;
  private readonly clock: Clock;
  /** The configured limits of this replica. The fleet's may be lower. */
  private limits: ReadonlyMap<Bucket, number>;
  private readonly pool = new GrantPool();
  private readonly fleetQuotas = new Map<Bucket, FleetQuota>();
  private readonly supply: Supply;
  private readonly prefetch = new GrantPrefetch(this.fleetQuotas);
  readonly ledgerLeases: LedgerLeases;
  private lanes = new Lanes();
  readonly fallback: ReplicaFallback;
  private readonly stopListening: () => void;
  private notifyChange: () => void = () => undefined;

  constructor(private readonly settings: LedgerTokenStoreSettings) {
    const { clock, ledger } = settings;
    this.clock = clock;
    this.own = new MemoryTokenStore({ ...settings, coldStart: false });
    this.buckets = this.own.buckets;
    this.callsInFlight = this.own.inFlight;
    this.supply = new Supply(this.buckets, this.fleetQuotas, this.pool);
    this.ledgerLeases = new LedgerLeases(this.buckets, () => this.session, clock);
    this.limits = limitsOf(this.buckets);
    this.fallback = new ReplicaFallback(settings, this.buckets, this.fleetQuotas, (bucket) =>
      this.limitOf(bucket),
    );
    this.terms = this.createTerms();
    this.session = new LedgerSession(ledger, this, clock);
    this.grantUse = new GrantUse(
      this.own,
      this.session,
      this.ledgerLeases,
      this.fallback,
      this.prefetch,
    );
    this.fleet = new Fleet(settings, this, this.session, this.fleetQuotas, this.supply.retries);
    this.suspensions = this.fleet.suspensions;
    this.stopListening = ledger.onShortage(() => {
      this.fallback.alert(clock.now());
      this.session.endRest();
    });
    this.own.onCallEnd((call, end) => {
      this.grantUse.callEnded(call, end, clock.now());
    });
    this.session.request();
  }

  onChange(listener: () => void): void {
    this.notifyChange = listener;
    this.own.onChange(listener);
  }

  settle(nowMs: number): void {
    this.own.settle(nowMs);
    this.fallback.settle(nowMs);
  }

  canTake(draws: readonly BucketDraw[], nowMs: number): boolean {
    const isGranted = this.usesShare(nowMs) || this.pool.hasForLane(laneKey(draws), nowMs);
    return isGranted && this.own.canTake(draws, nowMs);
  }

  take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
    lease?: ClientLease,
  ): Grant | undefined {
    if (this.usesShare(nowMs)) return this.own.take(draws, nowMs, waitedMs, lease);
    if (lease !== undefined || !this.canTake(draws, nowMs)) return undefined;
    const grant = this.pool.takeForLane(laneKey(draws), nowMs);
    return grant && this.grantUse.begin(grant, nowMs, waitedMs);
  }

  allocate(lanes: Lanes, nowMs: number, admit: (waiter: Waiter, grant: Grant) => void): number {
    this.lanes = lanes;
    if (this.usesShare(nowMs))
      return Math.min(this.own.allocate(lanes, nowMs, admit), this.fallback.nextOpeningMs(nowMs));
    const nextGrant = () => this.pool.takeForWaiter(nowMs, lanes);
    for (let grant = nextGrant(); grant; grant = nextGrant()) {
      const waiter = lanes.get(grant.lane.key)?.waiters.first?.item;
      const call = waiter && this.grantUse.begin(grant, nowMs, nowMs - waiter.enqueuedAtMs);
      if (call) admit(waiter, call);
    }
    this.session.request();
    return this.pool.nextStartMs(nowMs);
  }

  findRefusal(draws: readonly BucketDraw[], holdMs?: number): GatewayError | undefined {
    return this.fallback.findRefusal(draws, this.session.turn.isExpected, holdMs);
  }

  coolDown(buckets: readonly Bucket[], forMs: number, nowMs: number): void {
    this.fleet.cooldowns.begin(buckets, forMs, nowMs);
  }

  endCooldown(bucket: Bucket): Promise<void> {
    return this.fleet.cooldowns.end(bucket);
  }

  reconfigure(terms: LimiterTerms, nowMs: number): void {
    this.fallback.terms = terms.fleet ?? this.fallback.terms;
    for (const [bucket, limit] of this.limits) bucket.changeLimit(limit);
    // The ledger knows what the fleet has used. In fallback, every window may have seen the whole share.
    this.own.reconfigure(terms, nowMs, (bucket) => this.fallback.shareOf(bucket) ?? 0);
    this.limits = limitsOf(this.buckets);
    this.terms = this.createTerms();
    this.applyMode(this.fallback.mode, nowMs);
    this.session.request();
  }

  get leases(): readonly Lease[] {
    return [...this.own.leases, ...this.ledgerLeases.current];
  }

  readonly endLease: TokenStore['endLease'] = (id, ...end) => this.placeOf(id).endLease(id, ...end);

  readonly holdsLease = (id: string, client: string) => this.placeOf(id).holdsLease(id, client);

  private readonly placeOf = (id: string) => (this.own.hasLease(id) ? this.own : this.ledgerLeases);

  readonly refresh = (): Promise<void> => this.session.refresh();

  count(bucket: Bucket, nowMs: number): TokenCount {
    const quota = this.fleetQuotaOf(bucket);
    const own = this.own.count(bucket, nowMs);
    if (!quota) return own;
    const unusedGrants = this.lanes.isEmpty ? this.pool.sumOf(bucket) : 0;
    const count = quota.count(nowMs, unusedGrants);
    return { ...count, cooldownUntilMs: Math.max(own.cooldownUntilMs, count.cooldownUntilMs) };
  }

  forecast(bucket: Bucket, nowMs: number): TokenForecast {
    const quota = this.fleetQuotaOf(bucket);
    const own = this.own.forecast(bucket, nowMs);
    if (this.fallback.mode === 'shared' && quotaOf(bucket) instanceof ChannelQuota)
      return this.supply.forecastChannel(bucket, own);
    if (!quota) return this.fallback.forecast(bucket, own, this.own.recentAnswerMs, nowMs);
    const grants = this.pool.tokensOf(bucket);
    const held = [
      ...this.ledgerLeases.tokensOf(bucket),
      ...this.fleet.suspensions.tokensOf(bucket),
    ];
    return new LedgerForecast(quota, grants, held, bucket.windowMs, this.own, nowMs);
  }

  close(): void {
    this.stopListening();
    for (const grant of this.pool.clear()) this.grantUse.giveBack(grant, this.clock.now());
    this.session.close();
  }

  get hasAmpleTokens(): boolean {
    return this.lanes.isEmpty && [...this.fleetQuotas.values()].every(({ isAmple }) => isAmple);
  }

  get isAtRest(): boolean {
    const isInUse = this.own.inFlight.oldest !== undefined || !this.lanes.isEmpty;
    return this.fallback.isAtRest(isInUse, this.clock.now());
  }

  usage(): ReplicaUsage {
    const nowMs = this.clock.now();
    if (this.fallback.mode !== 'fallback') return measureUsage(this.own, nowMs);
    return fallbackUsage(this.own, this.fallback.shares, nowMs, this.terms.leaseMs);
  }

  planRequests(message: PlannedMessage): readonly GrantRequest[] {
    const nowMs = this.clock.now();
    this.own.settle(nowMs); // ends the calls whose lease has passed: a replica that closes need not wait for them
    for (const grant of this.pool.takeSurplus(this.lanes, this.prefetch, nowMs))
      this.grantUse.giveBack(grant, nowMs);
    const supply = this.supply.forRequests(message, nowMs);
    const requests = planGrantRequests(this.lanes, this.pool, supply);
    const planned = [...requests, ...this.prefetch.requests(this.pool, nowMs)];
    for (const { lane } of planned) this.fallback.useAside(lane.draws);
    return planned;
  }

  queuedDraws(): DrawText {
    return queuedDraws(this.lanes);
  }

  takeChannelEnds(nowMs: number): readonly ChannelEnd[] {
    return this.grantUse.channelEnds.take(nowMs);
  }

  applyGrants(
    requests: readonly GrantRequest[],
    names: readonly string[],
    reply: LedgerReply,
    sentMs: number,
  ): void {
    const nowMs = this.clock.now();
    const deliveryMs = this.terms.leaseMs - this.own.leaseMs;
    for (const grant of grantsIn(reply, requests, names, { sentMs, nowMs, deliveryMs })) {
      this.pool.add(grant);
      this.ledgerLeases.noteGrant(grant);
    }
    this.supply.retries.note(reply, nowMs, (atMs) => {
      this.session.requestBy(atMs);
    });
    this.applyViews(reply);
  }

  applyViews(reply: LedgerReply): void {
    this.fleet.noteReply(reply, this.clock.now());
    if (reply.isShort) this.settings.ledger.postShortage();
    this.notifyChange();
  }

  discardGrants(): void {
    this.pool.clear();
    this.supply.retries.clear();
    this.grantUse.channelEnds.discard();
  }

  changeMode(mode: LedgerMode): void {
    const nowMs = this.clock.now();
    this.applyMode(mode, nowMs);
    this.fleet.reportState(nowMs);
    this.notifyChange();
  }

  private applyMode(mode: LedgerMode, nowMs: number): void {
    this.own.settle(nowMs);
    this.fallback.apply(mode, this.limits, this.terms.leaseMs, nowMs);
  }

  private fleetQuotaOf(bucket: Bucket): FleetQuota | undefined {
    return this.fallback.mode === 'shared' ? this.fleetQuotas.get(bucket) : undefined;
  }

  /** The lowest limit of all replicas, as far as it is known. */
  private limitOf(bucket: Bucket): number {
    return Math.min(this.limits.get(bucket) ?? 0, this.fleetQuotas.get(bucket)?.limit ?? Infinity);
  }

  /** Whether calls are granted from the fallback share now. */
  private usesShare(nowMs: number): boolean {
    return this.fallback.mode === 'fallback' && this.session.mayUseShare(nowMs);
  }

  private createTerms(): Replica['terms'] {
    const { limits, fallback, own, settings } = this;
    return createSessionTerms(limits, fallback.terms, own.leaseMs, settings.coldStart);
  }
}
