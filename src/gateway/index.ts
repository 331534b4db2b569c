export type { Caller } from './caller';
export { systemClock } from './clock';
export type { Connection } from './connection';
export { connectionRemoved } from './connection-removed';
export { entityTag } from './entity-tag';
export { Gateway, type Outcome } from './gateway';
export { GatewayRegistry, type RegisteredConnection } from './gateway-registry';
export type { GatewayObserver, VendorCall } from './observer';
export { isRepeatable } from './outcome/read-back';
