import type { Access, Grant } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Caller } from '../../gateway';
import type { ApiRequest, Client } from '../http/api-request';

export const MISSING_CREDENTIALS =
  'Bearer credentials are missing: send the header `Authorization: Bearer …` with an API key or a token.';

/** @throws GatewayError unauthenticated if the request came through a public route */
export function clientOf({ caller }: ApiRequest): Client {
  if (caller === undefined) throw new GatewayError('unauthenticated', MISSING_CREDENTIALS);
  return caller;
}

/** @throws GatewayError forbidden if the client may not use the connection, or not with this access */
export function checkAccess(request: ApiRequest, connection: string, access: Access): void {
  const grants = grantsFor(clientOf(request), connection);
  if (grants.length === 0)
    throw new GatewayError('forbidden', 'These credentials do not cover this connection.');
  if (!hasAccess(clientOf(request), connection, access))
    throw new GatewayError(
      'forbidden',
      `These credentials do not include ${access} access to this connection.`,
    );
}

/** Whether the client has this access to the connection. */
export const hasAccess = (client: Client, connection: string, access: Access): boolean =>
  grantsFor(client, connection).some((grant) => grant.access.includes(access));

/** The client of a request as the quotas know it. */
export function quotaClientOf(request: ApiRequest): Pick<Caller, 'client' | 'weight' | 'share'> {
  const { name, weight, share } = clientOf(request);
  return { client: name, weight, ...(share !== undefined && { share }) };
}

/** Whether the client has any access to the connection. */
export const mayUse = (client: Client, connection: string): boolean =>
  grantsFor(client, connection).length > 0;

const grantsFor = ({ grants }: Client, connection: string): Grant[] =>
  grants.filter(({ connections }) => connections.includes('*') || connections.includes(connection));
