export { type FailureKind, TransportFailure } from './failure';
export {
  createTransport,
  type HostReport,
  type Transport,
  type TransportSettings,
} from './transport';
