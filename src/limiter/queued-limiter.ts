import { randomUUID } from 'node:crypto';
import type { GatewayError } from '../core/gateway-error';
import type { Draw, DrawnQuota } from '../core/upstream';
import { WakeTimer } from './wake-timer';
import type { Bucket, BucketDraw } from './bucket';
import type { Clock } from './clock';
import { GRANT_WITHOUT_DRAWS } from './in-flight';
import { bucketOf, drawsByName, findDraws, refuseExcess } from './tokens/find-draws';
import { expectGrants, latestOf, type ExpectedGrant } from './forecast/queue-forecast';
import { LeaseLimit } from './leases';
import { waitersInOrder } from './queue/lanes';
import type {
  Grant,
  GrantedLease,
  Limiter,
  QuotaReport,
  QuotaSnapshot,
  SuspensionEnd,
} from './limiter';
import { leaseOf, Queue } from './queue/queue';
import { reportQuota, snapshotQuotas } from './quota-report';
import { queueFull, quotaExhausted, shuttingDown } from './refusals';
import type { LimiterObserver, LimiterTerms, RefusalReason } from './settings';
import type { TokenStore } from './tokens/token-store';
import type { WaitOptions } from './queue/wait-options';
import type { Waiter } from './queue/waiter';

export interface QueuedLimiterSettings {
  readonly clock: Clock;
  /** Most callers in the queue. */
  readonly maxWaiting: number;
  /** Most leases of one client at a time. */
  readonly maxLeases?: number;
  readonly observer?: LimiterObserver | undefined;
}

const LAST_TAG = Infinity; // behind all waiters

/**
 * The queue before the tokens of a vendor account: fair between clients, bounded in length, and with a
 * forecast. It serves waiters when the token store reports a change and when its one timer fires.
 */
export class QueuedLimiter implements Limiter {
  private readonly queue: Queue;
  private readonly wakeTimer: WakeTimer;
  private state: 'open' | 'draining' | 'closed' = 'open';
  private maxWaiting: number;
  private readonly leaseLimit: LeaseLimit;

  constructor(
    private readonly tokens: TokenStore,
    private readonly settings: QueuedLimiterSettings,
  ) {
    this.maxWaiting = settings.maxWaiting;
    this.leaseLimit = new LeaseLimit(settings.maxLeases);
    this.queue = new Queue(tokens.buckets.size);
    this.wakeTimer = new WakeTimer(settings.clock, () => {
      this.serve();
    });
    tokens.onChange((restUntilMs) => {
      if (this.queue.size === 0) return;
      // another lane could use what the first waiter leaves because of the tokens that rest now
      const mayChange = tokens.requestsAhead || !this.queue.lanes.isSingle;
      if (mayChange || restUntilMs === undefined) this.serve();
      else this.wakeTimer.wakeBy(restUntilMs);
    });
  }

  async acquire(draws: readonly Draw[], wait: WaitOptions): Promise<Grant> {
    wait.signal?.throwIfAborted();
    if (this.state !== 'open' && !this.mayFinish(wait))
      throw this.refused('closed', draws, wait, shuttingDown());
    if (draws.length === 0) return GRANT_WITHOUT_DRAWS;
    const nowMs = this.settings.clock.now();
    const found = findDraws(this.tokens.buckets, draws, nowMs);
    const refusal = this.tokens.findRefusal(found, wait.lease?.holdMs);
    if (refusal) throw this.refused('unavailable', draws, wait, refusal);
    const grant =
      this.queue.size === 0 ? this.tokens.take(found, nowMs, 0, leaseOf(wait)) : undefined;
    if (!grant) return this.waitInQueue(found, draws, wait);
    this.settings.observer?.granted(draws, wait, 0);
    return grant;
  }

  async lease(draws: readonly Draw[], holdMs: number, wait: WaitOptions): Promise<GrantedLease> {
    const { client } = wait;
    this.leaseLimit.enter(client, this.tokens.leases, holdMs, this.settings.clock.now());
    try {
      const { leaseId: id = randomUUID() } = wait;
      const grant = await this.acquire(draws, { ...wait, lease: { id, holdMs } });
      const nowMs = this.settings.clock.now();
      this.leaseLimit.confirm(client, grant, this.tokens.leases, nowMs);
      return { id, endsInMs: Math.max(0, grant.leaseEndMs - nowMs) };
    } finally {
      this.leaseLimit.leave(client);
    }
  }

  readonly endLease: Limiter['endLease'] = (...end) => this.tokens.endLease(...end);

  readonly holdsLease: Limiter['holdsLease'] = (...lease) => this.tokens.holdsLease(...lease);

  checkDraws(draws: readonly Draw[]): void {
    refuseExcess(this.tokens, draws, this.settings.clock.now());
  }

  canGrantNow(draws: readonly Draw[]): boolean {
    const nowMs = this.settings.clock.now();
    const found = findDraws(this.tokens.buckets, draws, nowMs);
    return this.queue.size === 0 && this.tokens.canTake(found, nowMs);
  }

  forecast(draws: readonly Draw[]): number {
    if (draws.length === 0) return 0;
    const nowMs = this.settle();
    const expected = this.expect(findDraws(this.tokens.buckets, draws, nowMs), LAST_TAG, nowMs);
    return latestOf(expected) - nowMs;
  }

  coolDown(quotas: readonly DrawnQuota[], forMs: number): void {
    const { clock, observer } = this.settings;
    const nowMs = clock.now();
    const buckets = quotas.flatMap((one) => bucketOf(this.tokens.buckets, one, nowMs) ?? []);
    this.tokens.coolDown(buckets, forMs, nowMs);
    const names = quotas.map(({ quota }) => quota);
    observer?.cooledDown(names, forMs);
    this.serve();
  }

  async endCooldown(quota: string): Promise<boolean> {
    const bucket = this.tokens.buckets.get(quota);
    if (bucket === undefined) return false;
    await this.tokens.endCooldown(bucket).finally(() => {
      this.serve();
    });
    return true;
  }

  async endSuspension(quota: string, replica: string): Promise<SuspensionEnd> {
    const bucket = this.tokens.buckets.get(quota);
    if (bucket === undefined) return 'unknown quota';
    await this.tokens.refresh();
    const isEnded = await this.tokens.suspensions?.end(bucket, replica);
    return isEnded === true ? 'ended' : 'no such share';
  }

  readonly refresh = (): Promise<void> => this.tokens.refresh();

  report(): readonly QuotaReport[] {
    const nowMs = this.settle();
    return [...this.tokens.buckets.values()].map((bucket) => {
      const expected = this.expect([{ bucket, tokens: 1 }], LAST_TAG, nowMs);
      return reportQuota(this.tokens, bucket, this.queue.sizeFor(bucket), expected, nowMs);
    });
  }

  snapshot(quotas: readonly DrawnQuota[]): readonly QuotaSnapshot[] {
    return snapshotQuotas(this.tokens, quotas, this.settle());
  }

  reconfigure(terms: LimiterTerms): void {
    this.maxWaiting = terms.maxWaiting;
    this.leaseLimit.maxLeases = terms.maxLeases ?? Infinity;
    this.tokens.reconfigure(terms, this.settle());
    this.serve();
  }

  rejectWaiting(why: () => GatewayError): void {
    for (let next = this.queue.firstByDeadline; next; next = this.queue.firstByDeadline)
      this.reject(next, 'closed', why);
  }

  drain(): void {
    this.state = 'draining';
    const refused = [...waitersInOrder(this.queue.lanes)].filter(
      ({ wait }) => !this.mayFinish(wait),
    );
    for (const waiter of refused) this.reject(waiter, 'closed', shuttingDown);
    this.serve();
  }

  close(): void {
    this.state = 'closed';
    this.rejectWaiting(shuttingDown);
    this.wakeTimer.cancel();
    this.tokens.close();
  }

  private readonly mayFinish = ({ begun = false }: WaitOptions): boolean =>
    this.state === 'draining' && begun;

  /** Enqueues a waiter. It is admitted at once, waits, or is refused if the wait would be in vain. */
  private waitInQueue(
    found: readonly BucketDraw[],
    draws: readonly Draw[],
    wait: WaitOptions,
  ): Promise<Grant> {
    const nowMs = this.settle();
    const isFull = this.queue.size >= this.maxWaiting;
    const maxWaitMs = Math.max(wait.maxWaitMs, this.tokens.minWaitMs);
    const waiter = this.queue.create(found, wait, nowMs, nowMs + maxWaitMs);
    const expected = this.expect(found, waiter.tag, nowMs);
    this.queue.enqueue(waiter);
    const isFirst = waiter.lane.waiters.first?.item === waiter;
    if (isFirst || this.tokens.requestsAhead) this.serve();
    if (waiter.grant) return Promise.resolve(waiter.grant);
    if (isFull || latestOf(expected) > nowMs + wait.maxWaitMs) {
      this.queue.remove(waiter);
      const exhausted = quotaExhausted(this.tokens, expected, nowMs);
      throw isFull
        ? this.refused('full', draws, wait, queueFull(this.maxWaiting, exhausted))
        : this.refused('forecast', draws, wait, exhausted);
    }
    this.wakeTimer.wakeBy(waiter.deadlineMs);
    return this.queue.awaitGrant(waiter, () => {
      this.reject(waiter, 'hang-up', () => wait.signal?.reason as unknown);
      this.serve();
    });
  }

  /** Admits the waiters that can be served now, refuses those that cannot be, and sets the timer. */
  private serve(): void {
    const nowMs = this.settle();
    this.rejectUnservable();
    const nextMs = this.allocate(nowMs);
    this.wakeTimer.wakeBy(this.rejectLate(nowMs) ? this.allocate(nowMs) : nextMs);
    this.wakeTimer.wakeBy(this.queue.firstByDeadline?.deadlineMs ?? Infinity);
  }

  private allocate(nowMs: number): number {
    return this.tokens.allocate(this.queue.lanes, nowMs, (waiter, grant) => {
      const { wait, lane } = waiter;
      this.queue.admit(waiter, grant);
      this.settings.observer?.granted(drawsByName(lane.draws), wait, grant.waitedMs);
    });
  }

  /** Refuses waiters that cannot be served any more, such as those whose draws exceed a lowered limit. */
  private rejectUnservable(): void {
    for (const { draws, lease, waiters } of [...this.queue.lanes]) {
      const refusal = this.tokens.findRefusal(draws, lease?.holdMs);
      if (!refusal) continue;
      for (let { first } = waiters; first; { first } = waiters)
        this.reject(first.item, 'unavailable', () => refusal);
    }
  }

  /** Refuses waiters whose deadline has passed. Returns whether there were any. */
  private rejectLate(nowMs: number): boolean {
    const sizeBefore = this.queue.size;
    for (let next = this.queue.firstByDeadline; next; next = this.queue.firstByDeadline) {
      if (next.deadlineMs > nowMs) break;
      const { lane, tag } = next;
      this.reject(next, 'deadline', () =>
        quotaExhausted(this.tokens, this.expect(lane.draws, tag, nowMs), nowMs),
      );
    }
    return this.queue.size < sizeBefore;
  }

  /** @param why called after the waiter has left the queue, so that its forecast does not count it */
  private reject(waiter: Waiter, reason: RefusalReason, why: () => unknown): void {
    this.queue.remove(waiter);
    waiter.pending?.reject(why());
    this.settings.observer?.refused(reason, drawsByName(waiter.lane.draws), waiter.wait);
  }

  /** Reports a refusal and returns its error. */
  private refused(
    reason: RefusalReason,
    draws: readonly Draw[],
    wait: WaitOptions,
    error: GatewayError,
  ): GatewayError {
    this.settings.observer?.refused(reason, draws, wait);
    return error;
  }

  private expect(
    draws: readonly BucketDraw[],
    tag: number,
    nowMs: number,
  ): readonly ExpectedGrant[] {
    const forecastOf = (bucket: Bucket) => this.tokens.forecast(bucket, nowMs);
    return expectGrants(this.queue.lanes, { draws, tag }, forecastOf, nowMs);
  }

  private settle(): number {
    const nowMs = this.settings.clock.now();
    this.tokens.settle(nowMs);
    return nowMs;
  }
}
