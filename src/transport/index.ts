export { type Egress, proxyFor } from './egress';
export { HALF_OPEN_AFTER_MS } from './circuit-breaker';
export { type FailureKind, TransportFailure } from './transport-failure';
export { type BytesRequest } from './exchange';
export {
  type BytesReply,
  createTransport,
  type HostStatus,
  type Transport,
  type TransportSettings,
} from './transport';
