import type { Target } from '../core/metadata';
import type { LockLeases } from './lock-leases';
import { ProcessLocks } from './process-locks';
import { targetName, type LockWait, type TargetLock, type TargetLocks } from './target-locks';

/** Locks across replicas. In each replica only one request per target waits for the lease in Redis. */
export class RedisLocks implements TargetLocks {
  private readonly processLocks = new ProcessLocks();

  constructor(private readonly leases: LockLeases) {}

  drain(): void {
    this.processLocks.drain();
    this.leases.drain();
  }

  reconfigure(longestCallMs: number): void {
    this.leases.reconfigure(longestCallMs);
  }

  close(): void {
    this.leases.close();
  }

  async acquire(target: Target, wait: LockWait, callMs: number): Promise<TargetLock> {
    const startMs = performance.now();
    const processLock = await this.processLocks.acquire(target, wait);
    try {
      const lease = await this.leases.acquire(targetName(target), {
        callMs,
        maxWaitMs: Math.max(0, wait.maxWaitMs - (performance.now() - startMs)),
        signal: wait.signal,
      });
      return {
        outlasts: (forMs) => lease.outlasts(forMs),
        release: () =>
          void lease.release().then(() => {
            processLock.release();
          }),
      };
    } catch (error) {
      processLock.release();
      throw error;
    }
  }
}
