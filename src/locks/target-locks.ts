import type { Target } from '../core/metadata';

/** How long a caller waits for a lock; the signal aborts when the caller disconnects. */
export interface LockWait {
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/** Exclusive access to one target until `release`. */
export interface TargetLock {
  /** Whether the lock is certain to be held for so many milliseconds from now. */
  outlasts(forMs: number): boolean;
  release(): void;
}

/** Grants each target to one holder at a time, in the order of the requests. */
export interface TargetLocks {
  /**
   * @param callMs the longest time that one vendor call under the lock may take
   * @throws GatewayError quota-exhausted when the wait ends first; shutting-down after `drain`;
   *   limiter-unavailable when replicas share the locks and Redis cannot be reached
   * @throws the signal's reason when the caller disconnects
   */
  acquire(target: Target, wait: LockWait, callMs: number): Promise<TargetLock>;
  /** Refuses the waiters and all later requests as shutting-down. Holders keep their locks. */
  drain(): void;
  /** @param longestCallMs the longest time that a vendor call may take from now on */
  reconfigure(longestCallMs: number): void;
  /** Ends all work in the background. Locks that are held can still be released. */
  close(): void;
}

/** Equal for equal targets. */
export const targetName = ({ channelType, channelId, messageId, subchannelId }: Target): string =>
  JSON.stringify([channelType, channelId, messageId, subchannelId]);
