import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayError } from '../core/gateway-error';
import { shuttingDown } from '../limiter';
import { readScript, RedisFailure, type RedisConnection, type Script } from '../redis';
import { ProcessMarks, type ProcessMark } from './process-mark';
import { lockedOut, locksClosed, lockUnavailable } from './refusals';

const readLockScript = (...names: readonly string[]): Script =>
  readScript(...names.map((name) => join(__dirname, `${name}.lua`)));

const REFRESH = readLockScript('state', 'refresh');
const ACQUIRE = readLockScript('state', 'acquire');
const RENEW = readLockScript('state', 'renew');
const RELEASE = readLockScript('release');

/** A lease is longer than one vendor call by this much: a holder may be cut off from Redis so long. */
const SPARE_MS = 5_000;
const RENEW_INTERVAL_MS = 1_000;
/** Shorter than a vendor call, which is the least time that a lock is held. */
const POLL_INTERVAL_MS = 20;
/** A waiter that has not polled for so long is removed from the queue. */
const WAITER_TIMEOUT_MS = 1_000;
/** Keeps the state of an account at rest from expiring (`IDLE_MS` in state.lua). */
const REFRESH_INTERVAL_MS = 6 * 3_600_000;
/** The reply of scripts when the state names another process. */
const UNKNOWN_PROCESS = -1;
/** Replicas may mark a new process at the same time; the mark that the state names is the one to use. */
const MARK_ATTEMPTS = 3;
/** Clocks that are being adjusted run fast or slow by less than this share. */
const CLOCK_DRIFT = 0.01;

/** Exclusive ownership of a name across replicas. */
export interface LockLease {
  /** Whether the lease certainly lasts so many milliseconds from now, whatever happens to Redis. */
  outlasts(forMs: number): boolean;
  /** Never fails: when Redis cannot be reached, the lease ends in its own time. */
  release(): Promise<void>;
}

export interface LeaseWait {
  /** The longest time that one vendor call under the lease may take, in milliseconds. */
  readonly callMs: number;
  /** Milliseconds from now. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

export interface LockLeasesSettings {
  /** Another fleet may have held locks until a moment ago, so the first locks have to wait for it. */
  readonly coldStart: boolean;
  /** The longest time that any vendor call of this account may take, in milliseconds. */
  readonly longestCallMs: number;
}

/**
 * Leases on names, one holder at a time across replicas, in the order of the requests. The lease of a
 * crashed holder ends in its own time. After Redis has lost its data it grants no lease until every
 * lease that it may have forgotten has ended or has been renewed (state.lua).
 */
export class LockLeases {
  private isDraining = false;
  private readonly state: LockState;
  private readonly stopRefreshing: () => void;

  constructor(
    private readonly redis: RedisConnection,
    account: string,
    settings: LockLeasesSettings,
  ) {
    this.state = new LockState(redis, account, settings);
    const refresh = this.refresh.bind(this);
    const timer = setInterval(refresh, REFRESH_INTERVAL_MS).unref();
    const stopListening = redis.onUsable(refresh);
    this.stopRefreshing = () => {
      clearInterval(timer);
      stopListening();
    };
  }

  /**
   * Makes the wait after a loss of data begin now, and not with the next lock. It is called after a sign of a
   * loss, because locks at rest send nothing that would show one.
   */
  refresh(): void {
    this.state.refresh().catch(() => undefined); // the next message about a lock notices the loss too
  }

  /** Ends the refreshes. Leases that are held can still be released. */
  close(): void {
    this.stopRefreshing();
  }

  reconfigure(longestCallMs: number): void {
    this.state.raiseLongestCall(longestCallMs);
  }

  /** Refuses the waiters and all later requests as shutting-down. */
  drain(): void {
    this.isDraining = true;
  }

  /**
   * Waits for the lease.
   * @throws GatewayError quota-exhausted when the wait ends first; shutting-down after `drain`;
   *   limiter-unavailable when Redis cannot be reached
   * @throws the signal's reason when the caller disconnects
   */
  async acquire(name: string, { callMs, maxWaitMs, signal }: LeaseWait): Promise<LockLease> {
    const deadlineMs = performance.now() + maxWaitMs;
    this.state.raiseLongestCall(callMs);
    const lease = new Lease(this.redis, this.state, name, callMs + SPARE_MS);
    try {
      for (;;) {
        const refusal = await lease.tryAcquire();
        if (refusal === undefined) return lease;
        signal.throwIfAborted();
        if (this.isDraining) throw shuttingDown();
        if (performance.now() >= deadlineMs) throw refusal();
        await sleep(POLL_INTERVAL_MS);
      }
    } catch (error) {
      await lease.release();
      throw error;
    }
  }
}

/** Runs the scripts with what every one of them has to know. */
class LockState {
  private readonly key: string;
  private readonly marks: ProcessMarks;
  /** The mark of the process behind the connection, or the search for it. */
  private mark: Promise<ProcessMark> | undefined;
  private longestLeaseMs: number;
  /** Whether a missing state means that Redis has lost it. */
  private isLossSuspected: boolean;

  constructor(
    private readonly redis: RedisConnection,
    account: string,
    { coldStart, longestCallMs }: LockLeasesSettings,
  ) {
    this.key = `{cmg:${account}}:locks`;
    this.marks = new ProcessMarks(redis, this.key);
    this.isLossSuspected = coldStart;
    this.longestLeaseMs = longestCallMs + SPARE_MS;
  }

  /** Never lowers it: leases that were granted under longer timeouts may still be held. */
  raiseLongestCall(callMs: number): void {
    this.longestLeaseMs = Math.max(this.longestLeaseMs, callMs + SPARE_MS);
  }

  async refresh(): Promise<void> {
    if (!this.redis.isUsable) return;
    await this.run(REFRESH);
    this.isLossSuspected = true;
  }

  /** @throws RedisFailure also when no reply came in time; the script may have run all the same */
  async run(script: Script, ...values: readonly (number | string)[]): Promise<unknown> {
    for (let attempt = 0; attempt < MARK_ATTEMPTS; attempt += 1) {
      const { generation, mark, replaced } = await this.currentMark();
      const known = [this.longestLeaseMs, this.isLossSuspected ? 1 : 0, mark, replaced];
      const all = [...known, ...values].map(String);
      const reply = await this.redis.run('locks', script, this.key, ...all);
      // the script may have run on another process, whose locks this one knows nothing of
      if (generation !== this.redis.generation) this.mark = undefined;
      else if (reply === UNKNOWN_PROCESS) this.mark = undefined;
      else return reply;
    }
    throw new RedisFailure('closed', 'the server has changed meanwhile');
  }

  private async currentMark(): Promise<ProcessMark> {
    const search = (this.mark ??= this.marks.find());
    const found = await search.catch((error: unknown) => {
      if (this.mark === search) this.mark = undefined;
      throw error;
    });
    if (found.generation === this.redis.generation) return found;
    if (this.mark === search) this.mark = undefined;
    return this.currentMark();
  }
}

class Lease implements LockLease {
  private readonly token = randomBytes(12).toString('hex');
  private timer: NodeJS.Timeout | undefined;
  /** By this process's clock. Once it has passed, this object never holds the lease again. */
  private endsAtMs = -Infinity;

  constructor(
    private readonly redis: RedisConnection,
    private readonly state: LockState,
    private readonly name: string,
    private readonly lengthMs: number,
  ) {
    redis.retain();
  }

  /**
   * @returns the error for a caller whose wait ends before the lease is granted; undefined: it is granted
   * @throws GatewayError limiter-unavailable
   */
  async tryAcquire(): Promise<(() => GatewayError) | undefined> {
    const sentMs = performance.now();
    const reply = await this.run(ACQUIRE, this.lengthMs, WAITER_TIMEOUT_MS).catch(
      (error: unknown) => {
        throw lockUnavailable(error instanceof Error ? error.message : '');
      },
    );
    if (typeof reply === 'string') return () => locksClosed(Number(reply));
    if (reply !== 1) return lockedOut;
    this.extendFrom(sentMs);
    this.timer = setInterval(() => {
      this.renew().catch(() => undefined); // the next one may succeed before the lease ends
    }, RENEW_INTERVAL_MS).unref(); // a lock need not keep the process alive
    return undefined;
  }

  outlasts(forMs: number): boolean {
    return performance.now() + forMs < this.endsAtMs;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.run(RELEASE).catch(() => undefined); // then the lease ends in its own time
    this.redis.release();
  }

  private async renew(): Promise<void> {
    const sentMs = performance.now();
    const isHeld = sentMs < this.endsAtMs && (await this.run(RENEW, this.lengthMs)) === 1;
    if (isHeld) this.extendFrom(sentMs);
    else this.endsAtMs = -Infinity; // another replica may have held it since
  }

  private extendFrom(sentMs: number): void {
    this.endsAtMs = sentMs + this.lengthMs * (1 - CLOCK_DRIFT);
  }

  private run(script: Script, ...values: readonly number[]): Promise<unknown> {
    return this.state.run(script, this.name, this.token, ...values);
  }
}
