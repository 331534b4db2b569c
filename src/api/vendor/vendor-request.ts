import { GatewayError } from '../../core/gateway-error';
import { findVendorRoute } from '../../core/vendor-route';
import type { RegisteredConnection, VendorRequest } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import { refuseFaults } from '../http/problems/invalid-request';

/** A client's request to the vendor, and how the client wants it to be sent. */
export interface VendorCall {
  readonly request: VendorRequest;
  readonly isDryRun: boolean;
  /** The idempotency key, of a call that may change something. */
  readonly key?: string;
}

/** The path of a vendor request begins after this. */
const PREFIX = /^\/v1\/connections\/[^/]+\/vendor(?=\/)/;

/** @throws GatewayError route-not-found, invalid-request */
export function addressOf(
  request: ApiRequest,
  { connection: { vendorRoutes, provider } }: RegisteredConnection,
): Omit<VendorRequest, 'body'> {
  const path = request.url.replace(PREFIX, '');
  const [pathname = '', ...query] = path.split('?');
  const route = findVendorRoute(vendorRoutes, request.method, pathname);
  if (route === undefined)
    throw new GatewayError(
      'route-not-found',
      'The configuration of this connection lists no such call of the vendor.',
    );
  refuseFaults(
    secretsNamed(query.join('?'), provider.secretParameters).map((name) => ({
      pointer: `query/${name}`,
      reason: 'is set by the gateway',
    })),
  );
  if (path.includes('#')) refuseFaults([{ pointer: 'path', reason: 'must not contain "#"' }]);
  const { accept, 'content-type': contentType } = request.headers;
  return {
    route,
    path,
    ...(accept !== undefined && { accept }),
    ...(contentType !== undefined && { contentType }),
  };
}

/** The parameters of a query that only the gateway sets. @param query without the `?` */
function secretsNamed(query: string, secretParameters: readonly string[] = []): readonly string[] {
  if (query === '' || secretParameters.length === 0) return [];
  const names = [...new URLSearchParams(query).keys()].map((name) => name.toLowerCase());
  return secretParameters.filter((name) => names.includes(name.toLowerCase()));
}

/** The error of a client whose streamed body was too large or broke off. */
export function bodyFault({ body }: VendorRequest, error: unknown): GatewayError | undefined {
  const fault: unknown = body && !Buffer.isBuffer(body) ? body.stream.errored : undefined;
  if (!(fault instanceof GatewayError) || !(error instanceof GatewayError)) return undefined;
  const { applied, usage } = error.details;
  return fault.withDetails({ ...(applied && { applied }), ...(usage && { usage }) });
}
