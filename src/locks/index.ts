export { LockLeases, type LockLease } from './lock-leases';
export { ProcessLocks } from './process-locks';
export { RedisLocks } from './redis-locks';
export { lockLost } from './refusals';
export type { LockWait, TargetLock, TargetLocks } from './target-locks';
