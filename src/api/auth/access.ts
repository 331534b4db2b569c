import type { Access } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest, Client } from '../http/api-request';

/** @throws GatewayError unauthenticated if the request came through a public route */
export function clientOf({ caller }: ApiRequest): Client {
  if (caller === undefined) throw new GatewayError('unauthenticated', 'Credentials are missing.');
  return caller;
}

/** @throws GatewayError forbidden if the client may not use the connection, or not with this access */
export function checkAccess(request: ApiRequest, connection: string, access: Access): void {
  const client = clientOf(request);
  if (!mayUse(client, connection))
    throw new GatewayError('forbidden', 'These credentials do not cover this connection.');
  if (!client.access.includes(access))
    throw new GatewayError('forbidden', `These credentials do not include ${access} access.`);
}

export function mayUse({ connections }: Client, connection: string): boolean {
  return connections.includes('*') || connections.includes(connection);
}
