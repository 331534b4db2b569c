import type { Access } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest, Client } from '../http/api-request';

/** @throws GatewayError unauthenticated: behind the front door every closed route has a client */
export function clientOf({ caller }: ApiRequest): Client {
  if (caller === undefined) throw new GatewayError('unauthenticated', 'Credentials are missing.');
  return caller;
}

/** @throws GatewayError forbidden where the client may not use the connection, or not in this way */
export function checkAccess(request: ApiRequest, connection: string, access: Access): void {
  const client = clientOf(request);
  if (!mayUse(client, connection))
    throw new GatewayError('forbidden', 'These credentials are not for this connection.');
  if (!client.access.includes(access))
    throw new GatewayError('forbidden', `These credentials do not allow to ${access}.`);
}

export function mayUse({ connections }: Client, connection: string): boolean {
  return connections.includes('*') || connections.includes(connection);
}
