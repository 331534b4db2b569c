export type { Reply, GatewayClient } from './client';
export { InvalidArgument } from './invalid-argument';
export { NetworkError } from './network-error';
export { connect, type Settings } from './connect';
export type * from './generated/types.gen';
export {
  NotModified,
  ProblemError,
  UnexpectedReply,
  vendorWords,
  type Problem,
  type ProblemCode,
} from './problem-error';
export type { BatchSettings } from './run-batch';
export type { VendorCall, VendorMethod, VendorRequest } from './vendor-call';
export type { Draws, Lease, LeaseSettings, WithLease } from './with-lease';
