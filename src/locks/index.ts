export { Leases, type Hold } from './redis-leases';
export { FleetLocks, ProcessLocks, type TargetHold, type TargetLocks } from './target-locks';
