export { type FailureKind, TransportFailure } from './failure';
export {
  createTransport,
  type HostStatus,
  type Transport,
  type TransportSettings,
} from './transport';
