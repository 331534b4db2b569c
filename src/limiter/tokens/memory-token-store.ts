import { Bucket, type BucketDraw } from '../bucket';
import { ChannelQuota } from '../channel-quota';
import type { Clock } from '../clock';
import { InFlightCall, InFlightList } from '../in-flight';
import type { InFlightCallOwner } from '../in-flight';
import type { GatewayError } from '../../core/gateway-error';
import { FirstWaiters, type Lanes } from '../queue/lanes';
import type { Grant, LeaseEnd } from '../limiter';
import { BucketForecast } from '../forecast/bucket-forecast';
import type { AnswerTimes } from '../forecast/bucket-forecast';
import type { TokenForecast } from '../forecast/token-forecast';
import { drawExceedsLimit, noTokensConfigured } from '../refusals';
import { allocate, FreeTokenBudget } from './allocation';
import type { LimitedQuota, LimiterTerms } from '../settings';
import type { ChangeListener, Lease, TokenCount, TokenStore } from './token-store';
import type { ClientLease, Waiter } from '../queue/waiter';

export interface MemoryTokenStoreSettings {
  readonly quotas: readonly LimitedQuota[];
  readonly clientTimeoutMs: number;
  /** Longest time from a grant until its call is handed to the transport, event-loop stalls included. */
  readonly marginMs: number;
  readonly coldStart: boolean;
  readonly clock: Clock;
}

/** How a call ended; `expired` is the end of its lease without a report. */
export type CallEnd = 'answered' | 'unsent' | 'expired';

/**
 * Windows up to this length are waited out when earlier calls are unknown. Longer ones count as unused,
 * because the gateway would be closed for too long.
 */
export const SHORT_WINDOW_MS = 1000;
/** Assumed duration of an answer before the first one has arrived. */
const INITIAL_ANSWER_MS = 50;
/** Each shorter answer lowers the longest recent answer time by this share of the difference. */
const RECENT_ANSWER_DECAY = 1 / 16;

/** The tokens of one vendor account in the memory of this process (../README.md). */
export class MemoryTokenStore implements TokenStore, InFlightCallOwner, AnswerTimes {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly minWaitMs = 0;
  readonly requestsAhead = false;
  readonly inFlight = new InFlightList();
  /** The leases of clients, by id. */
  private readonly held = new Map<string, InFlightCall>();
  private readonly clock: Clock;
  /** From grant to lease: after this time the request can no longer reach the vendor. */
  leaseMs: number;
  private readonly marginMs: number;
  /** The longest of the recent answer times. */
  recentAnswerMs: number;
  private notifyChange: ChangeListener = () => undefined;
  private notifyCallEnd: (call: InFlightCall, end: CallEnd) => void = () => undefined;

  constructor({ quotas, clientTimeoutMs, marginMs, coldStart, clock }: MemoryTokenStoreSettings) {
    this.clock = clock;
    this.leaseMs = clientTimeoutMs + marginMs;
    this.marginMs = marginMs;
    this.recentAnswerMs = Math.min(INITIAL_ANSWER_MS, this.leaseMs);
    const buckets = quotas.map(({ name, limit, windowMs, per, reserve = 0 }, index) => {
      const Kind = per === 'channel' ? ChannelQuota : Bucket;
      return new Kind(index, name, limit - reserve, windowMs);
    });
    this.buckets = new Map(buckets.map((bucket) => [bucket.name, bucket]));
    if (!coldStart) return;
    for (const bucket of buckets)
      if (bucket.windowMs <= SHORT_WINDOW_MS) bucket.startRestingFree(bucket.limit, clock.now());
  }

  onChange(listener: ChangeListener): void {
    this.notifyChange = listener;
  }

  /** Sets the listener that is called just before the tokens of an ended call move. */
  onCallEnd(listener: (call: InFlightCall, end: CallEnd) => void): void {
    this.notifyCallEnd = listener;
  }

  settle(nowMs: number): void {
    this.expire(nowMs);
    for (const bucket of this.buckets.values()) bucket.settle(nowMs);
  }

  canTake(draws: readonly BucketDraw[], nowMs: number): boolean {
    this.expire(nowMs);
    for (const { bucket, tokens } of draws) {
      bucket.settle(nowMs);
      if (bucket.available(nowMs) < tokens) return false;
    }
    return true;
  }

  take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
    lease?: ClientLease,
  ): InFlightCall | undefined {
    if (!this.canTake(draws, nowMs)) return undefined;
    for (const { bucket, tokens } of draws) bucket.take(tokens);
    const leaseEndMs = nowMs + (lease?.holdMs ?? this.leaseMs);
    const call = new InFlightCall(draws, nowMs, waitedMs, leaseEndMs, this, lease);
    if (lease) this.held.set(lease.id, call);
    this.inFlight.add(call);
    return call;
  }

  answered(call: InFlightCall): void {
    const nowMs = this.clock.now();
    this.expire(nowMs);
    if (call.state !== 'open') return;
    if (call.lease === undefined) this.noteAnswerTime(nowMs - call.grantedAtMs);
    this.notifyCallEnd(call, 'answered');
    this.startResting(call, nowMs);
    this.notifyChange(restEndOf(call, nowMs));
  }

  private noteAnswerTime(tookMs: number): void {
    this.recentAnswerMs = Math.max(
      tookMs,
      this.recentAnswerMs - (this.recentAnswerMs - tookMs) * RECENT_ANSWER_DECAY,
    );
  }

  isOverdue(call: InFlightCall): boolean {
    return this.clock.now() > call.grantedAtMs + this.marginMs;
  }

  unsent(call: InFlightCall): void {
    this.expire(this.clock.now());
    if (call.state !== 'open') return;
    this.notifyCallEnd(call, 'unsent');
    this.remove(call);
    for (const { bucket, tokens } of call.draws) bucket.giveBack(tokens);
    this.notifyChange();
  }

  lost(call: InFlightCall): void {
    this.expire(this.clock.now());
    if (call.state === 'open') call.state = 'lost';
  }

  allocate(lanes: Lanes, nowMs: number, admit: (waiter: Waiter, grant: Grant) => void): number {
    const reserved = new Set<Bucket>();
    allocate(
      new FirstWaiters(lanes), // an admitted waiter leaves its lane, so the next is always the first
      new FreeTokenBudget(nowMs),
      (waiter) => {
        const grant = this.take(
          waiter.lane.draws,
          nowMs,
          nowMs - waiter.enqueuedAtMs,
          waiter.lane.lease,
        );
        if (grant) admit(waiter, grant);
        return grant !== undefined;
      },
      reserved,
    );
    return Math.min(...[...reserved].map((bucket) => this.nextFreeMs(bucket, nowMs)));
  }

  findRefusal(draws: readonly BucketDraw[]): GatewayError | undefined {
    for (const { bucket, tokens } of draws) {
      if (bucket.limit < 1) return noTokensConfigured(bucket.name);
      if (tokens > bucket.limit) return drawExceedsLimit(bucket.name, tokens, bucket.limit);
    }
    return undefined;
  }

  coolDown(buckets: readonly Bucket[], forMs: number, nowMs: number): void {
    for (const bucket of buckets) bucket.coolDown(nowMs + forMs);
  }

  endCooldown(bucket: Bucket): Promise<void> {
    bucket.endCooldown();
    return Promise.resolve();
  }

  /**
   * The lease never gets shorter: calls in flight keep the timeout with which they were sent.
   * @param boundWorstWindow the most tokens that any window can have received, given what is recorded
   * @throws RangeError for an unknown quota
   */
  reconfigure(
    { quotas, clientTimeoutMs }: Pick<LimiterTerms, 'quotas' | 'clientTimeoutMs'>,
    nowMs: number,
    boundWorstWindow = (_: Bucket, recorded: number): number => recorded,
  ): void {
    this.lengthenLeases(Math.max(0, clientTimeoutMs + this.marginMs - this.leaseMs));
    for (const { name, limit, windowMs, reserve = 0 } of quotas) {
      const bucket = this.buckets.get(name);
      if (!bucket) throw new RangeError(`There is no quota ${name} to reconfigure.`);
      const terms = { limit: limit - reserve, windowMs };
      bucket.changeTerms(terms, (recorded) => boundWorstWindow(bucket, recorded), nowMs);
    }
  }

  get leases(): readonly Lease[] {
    return [...this.held.values()].flatMap(({ draws, leaseEndMs, lease }) =>
      lease ? [{ client: lease.client, draws, endMs: leaseEndMs }] : [],
    );
  }

  hasLease(id: string): boolean {
    return this.held.has(id);
  }

  endLease(id: string, client: string, how: LeaseEnd): Promise<boolean> {
    this.expire(this.clock.now());
    const call = this.held.get(id);
    if (call?.lease?.client !== client) return Promise.resolve(false);
    call[how]();
    return Promise.resolve(true);
  }

  holdsLease(id: string, client: string): Promise<boolean> {
    this.expire(this.clock.now());
    return Promise.resolve(this.held.get(id)?.lease?.client === client);
  }

  /** It knows all that it counts. */
  refresh(): Promise<void> {
    return Promise.resolve();
  }

  count(bucket: Bucket, nowMs: number): TokenCount {
    if (bucket instanceof ChannelQuota) return this.countChannels(bucket, nowMs);
    bucket.settle(nowMs);
    const { limit, free, inFlight, resting, worstWindow, cooldownUntilMs } = bucket;
    return { limit, free, inFlight, resting: resting.tokens, worstWindow, cooldownUntilMs };
  }

  private countChannels(quota: ChannelQuota, nowMs: number): TokenCount {
    const { fullest, cooldownUntilMs } = quota.summarize(nowMs);
    const { limit, worstWindow, size: channels } = quota;
    const counts = fullest
      ? this.count(fullest, nowMs)
      : { limit, free: limit, inFlight: 0, resting: 0 };
    return { ...counts, worstWindow, cooldownUntilMs, channels };
  }

  forecast(bucket: Bucket, nowMs: number): TokenForecast {
    if (bucket instanceof ChannelQuota) {
      const { fullest = bucket } = bucket.summarize(nowMs);
      return new BucketForecast(fullest, this.inFlight.oldest, this, nowMs);
    }
    bucket.settle(nowMs);
    return new BucketForecast(bucket, this.inFlight.oldest, this, nowMs);
  }

  close(): void {
    // There is nothing outside this process to release.
  }

  /** The earliest time at which the bucket can have more free tokens than now. */
  private nextFreeMs(bucket: Bucket, nowMs: number): number {
    if (bucket.cooldownUntilMs > nowMs) return bucket.cooldownUntilMs;
    const leaseEndMs = this.inFlight.oldest?.leaseEndMs ?? Infinity;
    return Math.min(bucket.resting.nextAtMs, leaseEndMs + bucket.windowMs);
  }

  /**
   * Lets the tokens of calls rest whose lease has passed: the vendor can no longer receive them. This
   * happens before tokens begin to rest at a later time, so that every bucket rests in order of time.
   */
  private expire(nowMs: number): void {
    for (let { oldest } = this.inFlight; oldest; { oldest } = this.inFlight) {
      const { leaseEndMs } = oldest;
      if (leaseEndMs > nowMs) return;
      this.notifyCallEnd(oldest, 'expired');
      this.startResting(oldest, leaseEndMs);
    }
  }

  /** Calls that were granted before may be sent with the longer timeout. */
  private lengthenLeases(addedMs: number): void {
    this.leaseMs += addedMs;
    if (addedMs === 0) return;
    for (const call of [...this.inFlight]) {
      if (call.lease) continue;
      this.inFlight.remove(call);
      call.leaseEndMs += addedMs;
      this.inFlight.add(call);
    }
  }

  private startResting(call: InFlightCall, fromMs: number): void {
    this.remove(call);
    for (const { bucket, tokens } of call.draws) bucket.startResting(tokens, fromMs);
  }

  private remove(call: InFlightCall): void {
    call.state = 'ended';
    this.inFlight.remove(call);
    if (call.lease) this.held.delete(call.lease.id);
  }
}

/** When the first tokens of a call are free that rest from now on. */
function restEndOf({ draws }: InFlightCall, nowMs: number): number {
  let endMs = Infinity;
  for (const { bucket } of draws) endMs = Math.min(endMs, nowMs + bucket.windowMs);
  return endMs;
}
