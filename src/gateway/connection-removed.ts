import { GatewayError } from '../core/gateway-error';

/** What those are told who are still in line when the configuration no longer has their connection. */
export const connectionRemoved = (): GatewayError =>
  new GatewayError(
    'connection-not-found',
    'The connection was taken out of the configuration while this call waited.',
    { applied: 'no' },
  );
