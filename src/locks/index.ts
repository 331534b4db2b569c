export { LockLeases, type LockLease } from './redis-leases';
export { RedisLocks, ProcessLocks, type TargetLock, type TargetLocks } from './target-locks';
