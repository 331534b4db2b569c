import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockedOut, lockUnavailable, shuttingDown } from '../refusals';
import type { RedisConnection } from './connect';
import { inTime } from './in-time';
import { LOCK, RENEW, UNLOCK } from './scripts';
import type { Script } from './scripts';

/** Longer than any stall of a holder that is alive; so long a dead one's lock stays locked. */
export const LEASE_MS = 10_000;
const RENEW_MS = 1000;
/** How often who waits asks: a vendor call is longer. */
const ASK_MS = 20;
/** Who has not asked for so long has gone away. */
const PATIENCE_MS = 1000;
/** Some replica speaks to a ledger that is alive this often, and longer ago than that it may be of before. */
const RECENT_MS = 1000;

export interface LeaseWait {
  /** Milliseconds from now. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Exclusive holds across replicas, by name; who dies loses his when the lease ends. After Redis has
 * forgotten them, nobody gets one until those that are held have been said again.
 */
export class Leases {
  private draining = false;

  constructor(
    private readonly redis: RedisConnection,
    private readonly account: string,
  ) {}

  /** Whoever waits is refused as shutting-down. */
  drain(): void {
    this.draining = true;
  }

  /**
   * Waits for the hold; the returned function ends it and never fails.
   * @throws GatewayError quota-exhausted where the wait ends first; limiter-unavailable where Redis
   *   cannot be reached: without it nobody knows who else holds the name
   * @throws the signal's reason when the caller hangs up
   */
  async hold(name: string, { maxWaitMs, signal }: LeaseWait): Promise<() => Promise<void>> {
    const token = randomBytes(12).toString('hex');
    const untilMs = performance.now() + maxWaitMs;
    const lease = new Lease(this.redis, `{cmg:${this.account}}`, name, token);
    try {
      while (!(await lease.take())) {
        signal.throwIfAborted();
        if (this.draining) throw shuttingDown();
        if (performance.now() >= untilMs) throw lockedOut(maxWaitMs);
        await sleep(ASK_MS);
      }
    } catch (error) {
      await lease.end();
      throw error;
    }
    return () => lease.end();
  }
}

class Lease {
  private timer: NodeJS.Timeout | undefined;
  private readonly key: string;

  constructor(
    private readonly redis: RedisConnection,
    private readonly ledger: string,
    name: string,
    private readonly token: string,
  ) {
    this.key = `${ledger}:lock:${name}`;
    redis.retain();
  }

  /** @throws GatewayError limiter-unavailable */
  async take(): Promise<boolean> {
    const got = await this.run(
      LOCK,
      LEASE_MS,
      PATIENCE_MS,
      this.ledger,
      RECENT_MS,
      this.redis.seen,
    ).catch(() => {
      throw lockUnavailable();
    });
    if (got !== 1) return false;
    this.timer = setInterval(() => {
      this.run(RENEW, LEASE_MS).catch(() => undefined); // the next one may succeed before the lease ends
    }, RENEW_MS).unref(); // a hold is no reason to stay alive
    return true;
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.run(UNLOCK).catch(() => undefined); // then the lease ends it
    this.redis.release();
  }

  private run(script: Script, ...more: readonly (number | string)[]): Promise<unknown> {
    return inTime(script.run(this.redis.client, this.key, this.token, ...more.map(String)));
  }
}
