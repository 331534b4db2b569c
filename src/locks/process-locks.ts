import { setMaxListeners } from 'node:events';
import type { Target } from '../core/metadata';
import { shuttingDown } from '../limiter';
import { lockedOut } from './refusals';
import { targetName, type LockWait, type TargetLock, type TargetLocks } from './target-locks';

/** Locks within one process. */
export class ProcessLocks implements TargetLocks {
  /** For each target in use, a promise that resolves when its last holder or waiter is done. */
  private readonly lastByName = new Map<string, Promise<void>>();
  private readonly draining = new AbortController();

  constructor() {
    setMaxListeners(0, this.draining.signal); // every waiter listens to it
  }

  drain(): void {
    this.draining.abort(shuttingDown());
  }

  reconfigure(): void {
    // A lock in the process has no lease, so the length of a call does not matter.
  }

  close(): void {
    // nothing runs in the background
  }

  async acquire(target: Target, wait: LockWait): Promise<TargetLock> {
    const name = targetName(target);
    const previous = this.lastByName.get(name) ?? Promise.resolve();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const last = previous.then(() => released);
    this.lastByName.set(name, last);
    void last.then(() => {
      if (this.lastByName.get(name) === last) this.lastByName.delete(name);
    });
    try {
      await waitFor(previous, wait, this.draining.signal);
      return { outlasts: () => true, release };
    } catch (error) {
      release();
      throw error;
    }
  }
}

/**
 * Resolves with `previous`.
 * @throws GatewayError or the signal's reason when the wait, the caller or the process ends first
 */
async function waitFor(
  previous: Promise<void>,
  { maxWaitMs, signal }: LockWait,
  draining: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  draining.throwIfAborted();
  const settled = new AbortController();
  const refused = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(lockedOut());
    }, maxWaitMs);
    settled.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
    for (const each of [signal, draining])
      each.addEventListener(
        'abort',
        () => {
          reject(each.reason as Error);
        },
        { signal: settled.signal },
      );
  });
  try {
    await Promise.race([previous, refused]);
  } finally {
    settled.abort();
  }
}
