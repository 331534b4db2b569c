import type { GatewayError } from '../core/gateway-error';
import type { Draw } from '../core/upstream';
import { WakeTimer } from './wake-timer';
import type { Bucket, BucketDraw } from './tokens/bucket';
import type { Clock } from './clock';
import { findDraws } from './tokens/find-draws';
import { QueueForecast, latest } from './forecast/queue-forecast';
import type { Expectation } from './forecast/queue-forecast';
import { inOrder } from './queue/lanes';
import type { Grant, Limiter, QuotaReport, QuotaSnapshot } from './limiter';
import { Queue } from './queue/queue';
import { quotaExhausted, shuttingDown } from './refusals';
import type { LimiterObserver, LimiterTerms, RefusalReason } from './settings';
import type { TokenStore } from './tokens/token-store';
import type { WaitOptions } from './queue/wait-options';
import type { Waiter } from './queue/waiter';

export interface QueuedLimiterSettings {
  readonly clock: Clock;
  /** Callers in line at most. */
  readonly maxWaiting: number;
  readonly observer?: LimiterObserver | undefined;
}

const NOTHING_DRAWN: Grant = {
  waitedMs: 0,
  isOverdue: () => false,
  answered: () => undefined,
  unsent: () => undefined,
  lost: () => undefined,
};

/** A tag behind everyone's. */
const LAST = Infinity;

/**
 * The line in front of a connection's tokens: in order, fair between clients, no longer than it may
 * be, and honest about how long it takes. Woken by tokens that come back and by one timer.
 */
export class QueuedLimiter implements Limiter {
  private readonly queue: Queue;
  private readonly alarm: WakeTimer;
  private state: 'open' | 'draining' | 'closed' = 'open';
  private maxWaiting: number;

  constructor(
    private readonly tokens: TokenStore,
    private readonly settings: QueuedLimiterSettings,
  ) {
    this.maxWaiting = settings.maxWaiting;
    this.queue = new Queue(tokens.buckets.size);
    this.alarm = new WakeTimer(settings.clock, () => {
      this.serve();
    });
    tokens.onReturn(() => {
      if (this.queue.size > 0) this.serve();
    });
  }

  async acquire(draws: readonly Draw[], wait: WaitOptions): Promise<Grant> {
    wait.signal?.throwIfAborted();
    if (this.state !== 'open' && !this.mayEnd(wait))
      throw this.refused('closed', draws, wait, shuttingDown());
    if (draws.length === 0) return NOTHING_DRAWN;
    const found = findDraws(this.tokens.buckets, draws);
    const refusal = this.tokens.refusal(found);
    if (refusal) throw this.refused('unavailable', draws, wait, refusal);
    const nowMs = this.settings.clock.now();
    const granted = this.queue.size === 0 ? this.tokens.take(found, nowMs, 0) : undefined;
    if (!granted) return this.standInLine(found, draws, wait);
    this.settings.observer?.granted(draws, wait, 0);
    return granted;
  }

  canGrantNow(draws: readonly Draw[]): boolean {
    const nowMs = this.settings.clock.now();
    return this.queue.size === 0 && this.tokens.has(findDraws(this.tokens.buckets, draws), nowMs);
  }

  forecast(draws: readonly Draw[]): number {
    if (draws.length === 0) return 0;
    const nowMs = this.settle();
    const expected = this.expect(findDraws(this.tokens.buckets, draws), LAST, nowMs);
    return latest(expected) - nowMs;
  }

  coolDown(quotas: readonly string[], forMs: number): void {
    const { clock, observer } = this.settings;
    const buckets = quotas.flatMap((quota) => this.tokens.buckets.get(quota) ?? []);
    this.tokens.pause(buckets, forMs, clock.now());
    observer?.cooledDown(quotas, forMs);
    this.serve();
  }

  report(): readonly QuotaReport[] {
    const nowMs = this.settle();
    return [...this.tokens.buckets.values()].map((bucket) => {
      const { limit, away, resting, free, worst, pausedUntilMs } = this.tokens.count(bucket);
      return {
        name: bucket.name,
        windowMs: bucket.windowMs,
        waiting: this.queue.sizeFor(bucket),
        waitForecastMs: latest(this.expect([{ bucket, tokens: 1 }], LAST, nowMs)) - nowMs,
        worstWindow: worst,
        coolingDownMs: Math.max(0, pausedUntilMs - nowMs),
        ...{ limit, inFlight: away, resting, free },
      };
    });
  }

  snapshot(quotas: readonly string[]): readonly QuotaSnapshot[] {
    this.settle();
    return quotas.flatMap((quota) => {
      const bucket = this.tokens.buckets.get(quota);
      if (bucket === undefined) return [];
      const { limit, free } = this.tokens.count(bucket);
      return [{ name: quota, limit, windowMs: bucket.windowMs, free }];
    });
  }

  reconfigure(terms: LimiterTerms): void {
    this.maxWaiting = terms.maxWaiting;
    this.tokens.reconfigure(terms, this.settle());
    this.serve();
  }

  rejectWaiting(why: () => GatewayError): void {
    for (let next = this.queue.mostPressed; next; next = this.queue.mostPressed)
      this.turnAway(next, 'closed', why);
  }

  drain(): void {
    this.state = 'draining';
    const leaving = [...inOrder(this.queue.lanes)].filter(({ wait }) => !this.mayEnd(wait));
    for (const waiter of leaving) this.turnAway(waiter, 'closed', shuttingDown);
    this.serve();
  }

  close(): void {
    this.state = 'closed';
    this.rejectWaiting(shuttingDown);
    this.alarm.off();
    this.tokens.close();
  }

  private mayEnd({ begun = false }: WaitOptions): boolean {
    return this.state === 'draining' && begun;
  }

  /** Takes a place, goes in if that lets it in, waits if that is worth while, else is turned away. */
  private standInLine(
    found: readonly BucketDraw[],
    draws: readonly Draw[],
    wait: WaitOptions,
  ): Promise<Grant> {
    const nowMs = this.settle();
    const full = this.queue.size >= this.maxWaiting;
    const patienceMs = Math.max(wait.maxWaitMs, this.tokens.answersWithinMs);
    const waiter = this.queue.newcomer(found, wait, nowMs, nowMs + patienceMs);
    const expected = this.expect(found, waiter.tag, nowMs);
    this.queue.enter(waiter);
    this.serve();
    if (waiter.grant) return Promise.resolve(waiter.grant);
    if (full || latest(expected) > nowMs + wait.maxWaitMs) {
      this.queue.drop(waiter);
      const reason = full ? 'full' : 'forecast';
      throw this.refused(reason, draws, wait, quotaExhausted(expected, nowMs));
    }
    this.alarm.wakeBy(waiter.deadlineMs);
    return this.queue.wait(waiter, () => {
      this.turnAway(waiter, 'hang-up', () => wait.signal?.reason as unknown);
      this.serve();
    });
  }

  /** Lets in whom the tokens of now let in, turns away who waited in vain, and sets the alarm. */
  private serve(): void {
    const nowMs = this.settle();
    this.turnAwayHopeless();
    const wakeMs = this.letInFrom(nowMs);
    this.alarm.wakeBy(this.deadlinesMissed(nowMs) ? this.letInFrom(nowMs) : wakeMs);
    this.alarm.wakeBy(this.queue.mostPressed?.deadlineMs ?? Infinity);
  }

  private letInFrom(nowMs: number): number {
    return this.tokens.serve(this.queue.lanes, nowMs, (waiter, grant) => {
      const { wait, lane } = waiter;
      this.queue.letIn(waiter, grant);
      this.settings.observer?.granted(named(lane.draws), wait, grant.waitedMs);
    });
  }

  /** What could be had when they came may have become more than there ever will be. */
  private turnAwayHopeless(): void {
    for (const { draws, line } of [...this.queue.lanes]) {
      const refusal = this.tokens.refusal(draws);
      if (!refusal) continue;
      for (let { first } = line; first; { first } = line)
        this.turnAway(first.item, 'unavailable', () => refusal);
    }
  }

  private deadlinesMissed(nowMs: number): boolean {
    const before = this.queue.size;
    for (let next = this.queue.mostPressed; next; next = this.queue.mostPressed) {
      if (next.deadlineMs > nowMs) break;
      const { lane, tag } = next;
      this.turnAway(next, 'deadline', () =>
        quotaExhausted(this.expect(lane.draws, tag, nowMs), nowMs),
      );
    }
    return this.queue.size < before;
  }

  /** @param why asked once it is out of the line, so that it does not count itself */
  private turnAway(waiter: Waiter, reason: RefusalReason, why: () => unknown): void {
    this.queue.drop(waiter);
    waiter.pending?.reject(why());
    this.settings.observer?.refused(reason, named(waiter.lane.draws), waiter.wait);
  }

  private refused(
    reason: RefusalReason,
    draws: readonly Draw[],
    wait: WaitOptions,
    why: GatewayError,
  ): GatewayError {
    this.settings.observer?.refused(reason, draws, wait);
    return why;
  }

  private expect(draws: readonly BucketDraw[], tag: number, nowMs: number): readonly Expectation[] {
    const outlookOf = (bucket: Bucket) => this.tokens.outlook(bucket, nowMs);
    if (this.queue.lanes.areEmpty)
      // what a forecast comes to where nobody is ahead
      return draws.map(({ bucket, tokens }) => ({
        bucket,
        atMs: outlookOf(bucket).timeOf(tokens, tokens),
      }));
    return new QueueForecast(this.queue.lanes, outlookOf).of({ draws, tag }, nowMs);
  }

  private settle(): number {
    const nowMs = this.settings.clock.now();
    this.tokens.settle(nowMs);
    return nowMs;
  }
}

const named = (draws: readonly BucketDraw[]): readonly Draw[] =>
  draws.map(({ bucket, tokens }) => ({ quota: bucket.name, tokens }));
