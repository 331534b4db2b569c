import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockedOut, lockUnavailable, shuttingDown } from '../limiter/refusals';
import { withReplyTimeout, type RedisConnection, type Script } from '../redis';
import { ACQUIRE, RELEASE, RENEW } from './scripts';

/** A lease is longer than one vendor call by this: so long may a holder be cut off and not notice. */
export const SPARE_MS = 5_000;
const RENEW_MS = 1000;
/** How often who waits asks: a vendor call is longer. */
const ASK_MS = 20;
/** Who has not asked for so long has gone away. */
const PATIENCE_MS = 1000;
/** Clocks that are being set run by less than this share wrong. */
const DRIFT = 0.01;

/** What nobody else has meanwhile. */
export interface LockLease {
  /** Whether nobody else will have it within so many milliseconds from now, whatever becomes of Redis. */
  outlasts(forMs: number): boolean;
  /** Ends it; never fails. */
  end(): Promise<void>;
}

export interface LeaseWait {
  /** Milliseconds that each vendor call under it may take. */
  readonly callMs: number;
  /** Milliseconds from now. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Exclusive holds across replicas, by name; who dies loses his when the lease ends. After Redis has
 * forgotten them, nobody gets one until those that are held have been said again.
 */
export class LockLeases {
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
   * Waits for the hold.
   * @throws GatewayError quota-exhausted where the wait ends first; limiter-unavailable where Redis
   *   cannot be reached: without it nobody knows who else holds the name
   * @throws the signal's reason when the caller hangs up
   */
  async hold(name: string, { callMs, maxWaitMs, signal }: LeaseWait): Promise<LockLease> {
    const token = randomBytes(12).toString('hex');
    const untilMs = performance.now() + maxWaitMs;
    const lease = new Lease(this.redis, `{cmg:${this.account}}`, name, token, callMs + SPARE_MS);
    try {
      while (!(await lease.take())) {
        signal.throwIfAborted();
        if (this.draining) throw shuttingDown();
        if (performance.now() >= untilMs) throw lockedOut(maxWaitMs);
        await sleep(ASK_MS);
      }
      return lease;
    } catch (error) {
      await lease.end();
      throw error;
    }
  }
}

class Lease implements LockLease {
  private timer: NodeJS.Timeout | undefined;
  private readonly key: string;
  /** By this process's clock; once it is over it is never held again. */
  private endsAtMs = -Infinity;

  constructor(
    private readonly redis: RedisConnection,
    private readonly ledger: string,
    name: string,
    private readonly token: string,
    private readonly lengthMs: number,
  ) {
    this.key = `${ledger}:lock:${name}`;
    redis.retain();
  }

  /** @throws GatewayError limiter-unavailable */
  async take(): Promise<boolean> {
    const askedMs = performance.now();
    const more = [this.lengthMs, PATIENCE_MS, SPARE_MS, this.ledger];
    const got = await this.run(ACQUIRE, ...more).catch(() => {
      throw lockUnavailable();
    });
    if (got !== 1) return false;
    this.heldSince(askedMs);
    this.timer = setInterval(() => {
      this.renew().catch(() => undefined); // the next one may succeed before the lease ends
    }, RENEW_MS).unref(); // a hold is no reason to stay alive
    return true;
  }

  outlasts(forMs: number): boolean {
    return performance.now() + forMs < this.endsAtMs;
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.run(RELEASE).catch(() => undefined); // then the lease ends it
    this.redis.release();
  }

  private async renew(): Promise<void> {
    const askedMs = performance.now();
    const isStillOurs = askedMs < this.endsAtMs && (await this.run(RENEW, this.lengthMs)) === 1;
    if (isStillOurs) this.heldSince(askedMs);
    else this.endsAtMs = -Infinity; // somebody else may have had it since
  }

  private heldSince(askedMs: number): void {
    this.endsAtMs = askedMs + this.lengthMs * (1 - DRIFT);
  }

  private run(script: Script, ...more: readonly (number | string)[]): Promise<unknown> {
    return withReplyTimeout(
      script.run(this.redis.client, this.key, this.token, ...more.map(String)),
    );
  }
}
