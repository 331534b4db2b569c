import { Bucket } from './bucket';
import type { BucketDraw } from './bucket';
import type { Clock } from '../clock';
import { Flight, Flights } from './in-flight';
import type { FlightEnds } from './in-flight';
import type { GatewayError } from '../../core/gateway-error';
import type { Lanes } from '../queue/lanes';
import type { Grant } from '../limiter';
import { BucketForecast } from '../forecast/bucket-forecast';
import { neverFits, noneLeft } from '../refusals';
import { Allocation } from './allocation';
import type { LimitedQuota, LimiterTerms } from '../settings';
import type { TokenForecast, TokenCount, TokenStore } from './token-store';
import type { Waiter } from '../queue/waiter';

export interface MemoryTokenStoreSettings {
  readonly quotas: readonly LimitedQuota[];
  readonly clientTimeoutMs: number;
  readonly marginMs: number;
  readonly coldStart: boolean;
  readonly clock: Clock;
}

export type FlightEnd = 'answered' | 'unsent' | 'expired';

/** Longer windows are taken for idle at a start: to wait them out would keep the gateway shut. */
export const LONGEST_COLD_WINDOW_MS = 1000;
/** How long an answer is thought to take before the first one came. */
const FIRST_ANSWER_MS = 50;
/** Share of the way that the longest recent answer time falls towards a shorter one. */
const FORGETTING = 1 / 16;

/** The tokens of one connection in the memory of this process (design, section 4). */
export class MemoryTokenStore implements TokenStore, FlightEnds {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly answersWithinMs = 0;
  readonly flights = new Flights();
  private readonly clock: Clock;
  /** After this time nothing that was granted can still reach the vendor. */
  longestMs: number;
  private readonly marginMs: number;
  /** How long answers took lately at most. */
  recentMs: number;
  private tellReturn: () => void = () => undefined;
  private tellEnd: (flight: Flight, how: FlightEnd) => void = () => undefined;

  constructor({ quotas, clientTimeoutMs, marginMs, coldStart, clock }: MemoryTokenStoreSettings) {
    this.clock = clock;
    this.longestMs = clientTimeoutMs + marginMs;
    this.marginMs = marginMs;
    this.recentMs = Math.min(FIRST_ANSWER_MS, this.longestMs);
    const buckets = quotas.map(
      ({ name, limit, windowMs, reserve = 0 }, index) =>
        new Bucket(index, name, limit - reserve, windowMs),
    );
    this.buckets = new Map(buckets.map((bucket) => [bucket.name, bucket]));
    if (!coldStart) return;
    for (const bucket of buckets)
      if (bucket.windowMs <= LONGEST_COLD_WINDOW_MS) bucket.restFree(bucket.limit, clock.now());
  }

  onReturn(listener: () => void): void {
    this.tellReturn = listener;
  }

  /** Whom to tell how tokens came back, while they still are where they were. */
  onEnd(listener: (flight: Flight, how: FlightEnd) => void): void {
    this.tellEnd = listener;
  }

  settle(nowMs: number): void {
    this.expire(nowMs);
    for (const bucket of this.buckets.values()) bucket.settle(nowMs);
  }

  has(draws: readonly BucketDraw[], nowMs: number): boolean {
    this.expire(nowMs);
    for (const { bucket, tokens } of draws) {
      bucket.settle(nowMs);
      if (bucket.available(nowMs) < tokens) return false;
    }
    return true;
  }

  take(draws: readonly BucketDraw[], nowMs: number, waitedMs: number): Flight | undefined {
    if (!this.has(draws, nowMs)) return undefined;
    for (const { bucket, tokens } of draws) bucket.leave(tokens);
    const flight = new Flight(draws, nowMs, waitedMs, this);
    this.flights.add(flight);
    return flight;
  }

  answered(flight: Flight): void {
    const nowMs = this.clock.now();
    this.expire(nowMs);
    if (flight.state !== 'open') return;
    const tookMs = nowMs - flight.grantedAtMs;
    this.recentMs = Math.max(tookMs, this.recentMs - (this.recentMs - tookMs) * FORGETTING);
    this.tellEnd(flight, 'answered');
    this.rest(flight, nowMs);
    this.tellReturn();
  }

  isOverdue(flight: Flight): boolean {
    return this.clock.now() > flight.grantedAtMs + this.marginMs;
  }

  unsent(flight: Flight): void {
    this.expire(this.clock.now());
    if (flight.state !== 'open') return;
    this.tellEnd(flight, 'unsent');
    this.end(flight);
    for (const { bucket, tokens } of flight.draws) bucket.putBack(tokens);
    this.tellReturn();
  }

  lost(flight: Flight): void {
    this.expire(this.clock.now());
    if (flight.state === 'open') flight.state = 'lost';
  }

  serve(lanes: Lanes, nowMs: number, letIn: (waiter: Waiter, grant: Grant) => void): number {
    const { held } = new Allocation(lanes, nowMs, (waiter) => {
      const grant = this.take(waiter.lane.draws, nowMs, nowMs - waiter.sinceMs);
      if (grant) letIn(waiter, grant);
      return grant !== undefined;
    });
    return Math.min(...[...held].map((bucket) => this.nextReturnMs(bucket, nowMs)));
  }

  refusal(draws: readonly BucketDraw[]): GatewayError | undefined {
    for (const { bucket, tokens } of draws) {
      if (bucket.limit < 1) return noneLeft(bucket.name);
      if (tokens > bucket.limit) return neverFits(bucket.name, tokens, bucket.limit);
    }
    return undefined;
  }

  pause(quotas: readonly Bucket[], forMs: number, nowMs: number): void {
    for (const bucket of quotas) bucket.pause(nowMs + forMs);
  }

  /**
   * Calls under way keep to the longer of their timeouts, so the lease never gets shorter.
   * @param mostOf tokens that no window of a bucket has seen more than, given what it knows of that
   * @throws RangeError for quotas of other names
   */
  reconfigure(
    { quotas, clientTimeoutMs }: Pick<LimiterTerms, 'quotas' | 'clientTimeoutMs'>,
    nowMs: number,
    mostOf = (_: Bucket, past: number): number => past,
  ): void {
    this.longestMs = Math.max(this.longestMs, clientTimeoutMs + this.marginMs);
    for (const { name, limit, windowMs, reserve = 0 } of quotas) {
      const bucket = this.buckets.get(name);
      if (!bucket) throw new RangeError(`There is no quota ${name} to change.`);
      const terms = { limit: limit - reserve, windowMs };
      bucket.reform(terms, (past) => mostOf(bucket, past), nowMs);
    }
  }

  count({ limit, free, away, resting, worst, pausedUntilMs }: Bucket): TokenCount {
    return { limit, free, away, resting: resting.tokens, worst, pausedUntilMs };
  }

  close(): void {
    // Its memory is all it has.
  }

  /** The earliest time at which the bucket can have more than it has now. */
  private nextReturnMs(bucket: Bucket, nowMs: number): number {
    if (bucket.pausedUntilMs > nowMs) return bucket.pausedUntilMs;
    const lease = (this.flights.oldest?.grantedAtMs ?? Infinity) + this.longestMs + bucket.windowMs;
    return Math.min(bucket.resting.nextAt, lease);
  }

  outlook(bucket: Bucket, nowMs: number): TokenForecast {
    const { flights, recentMs, longestMs } = this;
    return new BucketForecast(bucket, flights.oldest, { recentMs, longestMs }, nowMs);
  }

  /**
   * A request without an answer is as good as answered once it can no longer reach the vendor: its
   * lease is that time and one window. Done before anything later begins to rest, so that every
   * bucket rests in order of time.
   */
  private expire(nowMs: number): void {
    for (let oldest = this.flights.oldest; oldest; oldest = this.flights.oldest) {
      const endMs = oldest.grantedAtMs + this.longestMs;
      if (endMs > nowMs) return;
      this.tellEnd(oldest, 'expired');
      this.rest(oldest, endMs);
    }
  }

  private rest(flight: Flight, fromMs: number): void {
    this.end(flight);
    for (const { bucket, tokens } of flight.draws) bucket.rest(tokens, fromMs);
  }

  private end(flight: Flight): void {
    flight.state = 'ended';
    this.flights.remove(flight);
  }
}
