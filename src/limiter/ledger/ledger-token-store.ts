import type { GatewayError } from '../../core/gateway-error';
import type { Bucket, BucketDraw } from '../tokens/bucket';
import type { Clock } from '../clock';
import { laneKey, Lanes } from '../queue/lanes';
import type { Grant } from '../limiter';
import { LONGEST_COLD_WINDOW_MS, MemoryTokenStore } from '../tokens/memory-token-store';
import { neverFits, noneLeft, shareTooSmall } from '../refusals';
import type { FleetSettings, LimitedQuota, LimiterObserver, LimiterTerms } from '../settings';
import type { TokenForecast, TokenCount, TokenStore } from '../tokens/token-store';
import type { Flight } from '../tokens/in-flight';
import type { Waiter } from '../queue/waiter';
import { asksOf, lineText } from './grant-requests';
import type { Ask } from './grant-requests';
import { Demand } from './grant-prefetch';
import { LedgerSession } from './session';
import type { Replica } from './session';
import { LedgerForecast } from '../forecast/ledger-forecast';
import { FleetView } from './quota-view';
import type { LedgerClient } from './ledger-client';
import type { DrawText, LedgerReply, Trust } from './messages';
import { restrictToFallbackShare, fallbackShareOf, trustOf } from './fallback-share';
import { claimOf, stakeOf } from './replica-usage';
import type { Stake } from './replica-usage';
import { Tickets } from './grant-pool';
import type { Ticket } from './grant-pool';

export interface LedgerTokenStoreSettings extends Pick<FleetSettings, 'onLoss' | 'maxReplicas'> {
  readonly quotas: readonly LimitedQuota[];
  readonly clientTimeoutMs: number;
  /** Milliseconds between a grant and its sending at most, event-loop stalls included. */
  readonly marginMs: number;
  readonly coldStart: boolean;
  readonly clock: Clock;
  readonly ledger: LedgerClient;
  readonly observer?: LimiterObserver | undefined;
}

/** What a grant's way from Redis to its caller may take, above the margin. */
const DELIVERY_MS = 750;
/** Share of a wait by which clocks may differ: those that are being set run 0.05 % wrong at most. */
const DRIFT = 0.001;
/** What is on its way when Redis is lost has arrived by then, unless answers take longer. */
const ARRIVAL_MS = 100;
/** A caller waits for a reply as long, though he may wait for nothing else. */
const ANSWER_MS = 100;

/**
 * The tokens of one connection in a ledger that all replicas share (design, section 4). Its own calls
 * are in its own memory too: where the ledger is lost, that is what it goes on with and puts back.
 */
export class LedgerTokenStore implements TokenStore, Replica {
  readonly answersWithinMs = ANSWER_MS;
  readonly buckets: ReadonlyMap<string, Bucket>;
  terms: Replica['terms'];
  private readonly own: MemoryTokenStore;
  private readonly fleet: LedgerSession;
  private readonly clock: Clock;
  /** What this replica is configured with; the fleet may have less. */
  private limits: ReadonlyMap<Bucket, number>;
  private sharing: Pick<FleetSettings, 'onLoss' | 'maxReplicas'>;
  private readonly tickets = new Tickets();
  private readonly views = new Map<Bucket, FleetView>();
  private readonly demand = new Demand(this.views);
  private readonly askAgainMs = new Map<Bucket, number>();
  private lanes = new Lanes();
  private alone = false;
  private tellReturn: () => void = () => undefined;

  constructor(private readonly settings: LedgerTokenStoreSettings) {
    const { clock, ledger, onLoss, maxReplicas } = settings;
    this.clock = clock;
    this.sharing = { onLoss, maxReplicas };
    this.own = new MemoryTokenStore({ ...settings, coldStart: false });
    this.buckets = this.own.buckets;
    this.limits = this.ownLimits();
    this.terms = this.termsNow();
    this.fleet = new LedgerSession(ledger, this, clock);
    this.own.onEnd((flight, how) => {
      this.fleet.ended(flight, how);
    });
    this.fleet.speak();
  }

  onReturn(listener: () => void): void {
    this.tellReturn = listener;
    this.own.onReturn(listener);
  }

  settle(nowMs: number): void {
    this.own.settle(nowMs);
  }

  has(draws: readonly BucketDraw[], nowMs: number): boolean {
    const isGranted = this.alone || this.tickets.hasFor(laneKey(draws), nowMs);
    return isGranted && this.own.has(draws, nowMs);
  }

  take(draws: readonly BucketDraw[], nowMs: number, waitedMs: number): Grant | undefined {
    if (this.alone) return this.own.take(draws, nowMs, waitedMs);
    if (!this.has(draws, nowMs)) return undefined;
    const ticket = this.tickets.takeFor(laneKey(draws), nowMs);
    return ticket && this.use(ticket, nowMs, waitedMs);
  }

  serve(lanes: Lanes, nowMs: number, letIn: (waiter: Waiter, grant: Grant) => void): number {
    this.lanes = lanes;
    if (this.alone) return this.own.serve(lanes, nowMs, letIn);
    const ripe = () => this.tickets.takeRipe(nowMs, lanes);
    for (let ticket = ripe(); ticket; ticket = ripe()) {
      const waiter = lanes.get(ticket.lane.key)?.line.first?.item;
      const flight = waiter && this.use(ticket, nowMs, nowMs - waiter.sinceMs);
      if (flight) letIn(waiter, flight);
    }
    this.fleet.speak();
    return this.tickets.nextStartMs(nowMs);
  }

  refusal(draws: readonly BucketDraw[]): GatewayError | undefined {
    for (const { bucket, tokens } of draws) {
      const limit = this.limitOf(bucket);
      if (limit < 1) return noneLeft(bucket.name);
      if (tokens > limit) return neverFits(bucket.name, tokens, limit);
      if (tokens > bucket.limit) return shareTooSmall(bucket.name, bucket.limit);
    }
    return undefined;
  }

  pause(quotas: readonly Bucket[], forMs: number, nowMs: number): void {
    this.own.pause(quotas, forMs, nowMs);
    this.fleet.coolDown(
      quotas.map(({ name }) => name),
      forMs,
    );
  }

  reconfigure(terms: LimiterTerms, nowMs: number): void {
    this.sharing = terms.fleet ?? this.sharing;
    if (this.alone) for (const [bucket, limit] of this.limits) bucket.restrict(limit);
    // the ledger knows what the fleet has used; alone the share may have been used in every window
    this.own.reconfigure(terms, nowMs, (bucket) => (this.alone ? this.shareOf(bucket) : 0));
    this.limits = this.ownLimits();
    this.terms = this.termsNow();
    if (this.alone) for (const bucket of this.limits.keys()) bucket.restrict(this.shareOf(bucket));
    this.fleet.joinAnew();
  }

  count(bucket: Bucket): TokenCount {
    const view = this.alone ? undefined : this.views.get(bucket);
    const own = this.own.count(bucket);
    if (!view) return own;
    const atHand = this.lanes.areEmpty ? this.tickets.sumOf(bucket) : 0;
    const count = view.count(this.clock.now(), atHand);
    return { ...count, pausedUntilMs: Math.max(own.pausedUntilMs, count.pausedUntilMs) };
  }

  outlook(bucket: Bucket, nowMs: number): TokenForecast {
    const view = this.alone ? undefined : this.views.get(bucket);
    if (!view) return this.own.outlook(bucket, nowMs);
    const booked = this.tickets.tokensOf(bucket);
    return new LedgerForecast(view, booked, bucket.windowMs, this.own, nowMs);
  }

  close(): void {
    for (const { grant } of this.tickets.clear()) this.fleet.end(grant, 'unsent');
    this.fleet.close();
  }

  get isAtEase(): boolean {
    return this.lanes.areEmpty && [...this.views.values()].every(({ isAmple }) => isAmple);
  }

  stake(): Stake {
    const nowMs = this.clock.now();
    return this.alone ? claimOf(this.own, nowMs, this.terms.flight) : stakeOf(this.own, nowMs);
  }

  trust(): Trust {
    return trustOf(this.limits.keys(), this.views, (bucket) => this.shareOf(bucket));
  }

  asks(all: boolean): readonly Ask[] {
    const nowMs = this.clock.now();
    this.own.settle(nowMs); // calls that nobody ended are over too: who leaves does not wait for them
    if (this.alone) return [];
    for (const { grant } of this.tickets.takeSurplus(this.lanes, this.demand, nowMs))
      this.fleet.end(grant, 'unsent');
    const asks = asksOf(
      this.lanes,
      this.tickets,
      (bucket) => this.views.get(bucket)?.available(nowMs) ?? 0,
      (bucket) => !all && (this.askAgainMs.get(bucket) ?? 0) > nowMs,
    );
    return [...asks, ...this.demand.asks(this.tickets, nowMs)];
  }

  line(): DrawText {
    return lineText(this.lanes);
  }

  granted(
    asks: readonly Ask[],
    names: readonly string[],
    reply: LedgerReply,
    sentMs: number,
  ): void {
    const nowMs = this.clock.now();
    const slackMs = this.terms.flight - this.own.longestMs;
    for (const [index, { lane }] of asks.entries()) {
      const inMs = reply.grants[index] ?? -1;
      const grant = names[index];
      if (inMs < 0 || grant === undefined) continue;
      const startMs = nowMs + inMs * (1 + DRIFT);
      this.tickets.add({ grant, lane, startMs, endMs: sentMs + inMs + slackMs });
    }
    for (const [quota, inMs] of reply.retries) {
      const bucket = this.buckets.get(quota);
      if (!bucket) continue;
      this.askAgainMs.set(bucket, nowMs + inMs);
      this.fleet.speakBy(nowMs + inMs);
    }
    this.told(reply);
  }

  told({ views, replicas }: LedgerReply): void {
    const nowMs = this.clock.now();
    this.settings.observer?.replicas(replicas);
    for (const view of views) {
      const bucket = this.buckets.get(view.quota);
      if (bucket) this.views.set(bucket, new FleetView(view, nowMs));
    }
    this.tellReturn();
  }

  forget(): void {
    this.tickets.clear();
    this.askAgainMs.clear();
  }

  goAlone(alone: boolean): void {
    const nowMs = this.clock.now();
    this.alone = alone;
    this.own.settle(nowMs);
    const arrivedMs = nowMs + Math.max(ARRIVAL_MS, 2 * this.own.recentMs);
    for (const [bucket, limit] of this.limits) {
      // Who never heard of a ledger starts without one: longer windows are taken for idle then.
      const { trust = Infinity } = this.views.get(bucket) ?? {};
      if (alone) restrictToFallbackShare(bucket, this.shareOf(bucket), trust, arrivedMs);
      else bucket.restrict(limit);
    }
    this.settings.observer?.mode(alone ? 'fallback' : 'shared');
    this.tellReturn();
  }

  /** The lowest limit that any replica is configured with holds for all, as far as is known. */
  private limitOf(bucket: Bucket): number {
    return Math.min(this.limits.get(bucket) ?? 0, this.views.get(bucket)?.limit ?? Infinity);
  }

  private shareOf(bucket: Bucket): number {
    return fallbackShareOf(this.limitOf(bucket), this.sharing);
  }

  private ownLimits(): ReadonlyMap<Bucket, number> {
    return new Map([...this.buckets.values()].map((bucket) => [bucket, bucket.limit]));
  }

  private termsNow(): Replica['terms'] {
    return {
      quotas: [...this.limits].map(([{ name, windowMs }, limit]) => ({
        ...{ name, limit, share: fallbackShareOf(limit, this.sharing), window: windowMs },
      })),
      cold: this.settings.coldStart,
      shortWindow: LONGEST_COLD_WINDOW_MS,
      flight: this.own.longestMs + DELIVERY_MS,
    };
  }

  /** A call goes with what the ledger has granted. */
  private use({ grant, lane, endMs }: Ticket, nowMs: number, waitedMs: number): Flight | undefined {
    const flight = nowMs <= endMs ? this.own.take(lane.draws, nowMs, waitedMs) : undefined;
    if (flight === undefined) this.fleet.end(grant, 'unsent');
    else {
      this.demand.served(lane, nowMs);
      this.fleet.used(grant, flight);
    }
    return flight;
  }
}
