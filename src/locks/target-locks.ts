import { setMaxListeners } from 'node:events';
import type { Target } from '../core/metadata';
import { lockedOut, shuttingDown } from '../limiter/refusals';
import type { LockLeases } from './redis-leases';

/** How long a caller waits for a lock; the signal aborts when the caller disconnects. */
export interface LockWait {
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/** What a holder of a target has until it lets go. */
export interface TargetLock {
  /** Whether nobody else can get it within so many milliseconds from now. */
  outlasts(forMs: number): boolean;
  release(): void;
}

/** One at a time for each target, in the order of asking. */
export interface TargetLocks {
  /**
   * @param callMs that each vendor call under it may take
   * @throws GatewayError quota-exhausted when the caller's wait ends first; limiter-unavailable when
   *   replicas share locks and Redis cannot be reached
   * @throws the signal's reason when the caller hangs up
   */
  acquire(target: Target, caller: LockWait, callMs: number): Promise<TargetLock>;
  /** Whoever waits is refused as shutting-down; who holds goes on. */
  drain(): void;
}

/** Locks across replicas: within each, one at a time asks for the lease. */
export class RedisLocks implements TargetLocks {
  private readonly own = new ProcessLocks();

  constructor(private readonly leases: LockLeases) {}

  drain(): void {
    this.own.drain();
    this.leases.drain();
  }

  async acquire(target: Target, caller: LockWait, callMs: number): Promise<TargetLock> {
    const sinceMs = performance.now();
    const own = await this.own.acquire(target, caller);
    try {
      const maxWaitMs = Math.max(0, caller.maxWaitMs - (performance.now() - sinceMs));
      const lease = await this.leases.hold(nameOf(target), {
        signal: caller.signal,
        maxWaitMs,
        callMs,
      });
      return {
        outlasts: (forMs) => lease.outlasts(forMs),
        release: () =>
          void lease.end().then(() => {
            own.release();
          }),
      };
    } catch (error) {
      own.release();
      throw error;
    }
  }
}

/** Locks within one process: for each target in use, the promise that ends with its last holder. */
export class ProcessLocks implements TargetLocks {
  private readonly last = new Map<string, Promise<void>>();
  private readonly draining = new AbortController();

  constructor() {
    setMaxListeners(0, this.draining.signal); // whoever waits listens to it
  }

  drain(): void {
    this.draining.abort(shuttingDown());
  }

  async acquire(target: Target, caller: LockWait): Promise<TargetLock> {
    const name = nameOf(target);
    const before = this.last.get(name) ?? Promise.resolve();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const after = before.then(() => held);
    this.last.set(name, after);
    void after.then(() => {
      if (this.last.get(name) === after) this.last.delete(name);
    });
    try {
      await turn(before, caller, this.draining.signal);
      return { outlasts: () => true, release };
    } catch (error) {
      release();
      throw error;
    }
  }
}

function nameOf({ channelType, channelId, messageId, subchannelId }: Target): string {
  return JSON.stringify([channelType, channelId, messageId, subchannelId]);
}

/** Waits for the turn, the deadline, the hang-up or the shutdown, whichever is first. */
async function turn(
  before: Promise<void>,
  { maxWaitMs, signal }: LockWait,
  draining: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  draining.throwIfAborted();
  let end: () => void = () => undefined;
  const refused = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(lockedOut(maxWaitMs));
    }, maxWaitMs);
    const ends = [signal, draining].map((one) => {
      const give = () => {
        reject(one.reason as Error);
      };
      one.addEventListener('abort', give);
      return () => {
        one.removeEventListener('abort', give);
      };
    });
    end = () => {
      clearTimeout(timer);
      for (const stop of ends) stop();
    };
  });
  try {
    await Promise.race([before, refused]);
  } finally {
    end();
  }
}
