export type { Caller } from './caller';
export { systemClock } from './clock';
export type { Connection } from './connection';
export { entityTag } from './entity-tag';
export { Gateway, type Outcome } from './gateway';
export { Gateways, type Line } from './gateways';
export type { GatewayObserver, VendorCall } from './observer';
export { isRepeatable } from './read-back';
export { FleetLocks, ProcessLocks } from './target-locks';
