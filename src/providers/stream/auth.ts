import { createHmac } from 'node:crypto';
import type { SigningContext } from '../../core/provider';
import type { SignedRequest, UpstreamRequest } from '../../core/upstream';
import type { StreamSettings } from './settings';

const base64url = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** The token of a server, HS256: the same for all requests, since it has neither a time nor a nonce. */
export function serverToken(apiSecret: string): string {
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ server: true })}`;
  return `${signed}.${createHmac('sha256', apiSecret).update(signed).digest('base64url')}`;
}

/** Adds the API key to the query, and the token without the word `Bearer`. */
export function sign(
  { apiKey, apiSecret }: StreamSettings,
  { method, path, body, contentType }: UpstreamRequest,
  { requestId }: SigningContext,
): SignedRequest {
  const [route = '', query] = path.split(/\?(.*)/s);
  const key = `api_key=${encodeURIComponent(apiKey)}`;
  return {
    method,
    path: `${route}?${query === undefined ? key : `${key}&${query}`}`,
    headers: {
      Accept: 'application/json',
      Authorization: serverToken(apiSecret),
      'stream-auth-type': 'jwt',
      'x-client-request-id': requestId,
      ...(contentType !== undefined && { 'Content-Type': contentType }),
    },
    ...(body !== undefined && { body }),
    vendorRequestId: requestId,
  };
}
