export { type FailureKind, TransportFailure } from './failure';
export { createTransport, type Transport, type TransportSettings } from './transport';
