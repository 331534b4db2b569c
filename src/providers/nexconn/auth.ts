import { hash } from 'node:crypto';
import type { SigningContext } from '../../core/provider';
import type { SignedRequest, UpstreamRequest } from '../../core/upstream';
import type { NexconnSettings } from './settings';

/**
 * "API request signature": hex SHA-1 over app secret, nonce and timestamp (Unix milliseconds); the
 * body is not signed. The nonce may have up to 18 characters.
 */
export function signature(appSecret: string, nonce: string, timestamp: string): string {
  return hash('sha1', `${appSecret}${nonce}${timestamp}`, 'hex');
}

export function sign(
  settings: NexconnSettings,
  request: UpstreamRequest,
  stamp: SigningContext,
): SignedRequest {
  const timestamp = String(stamp.nowMs);
  return {
    method: request.method,
    path: request.path,
    headers: {
      'App-Key': settings.appKey,
      Nonce: stamp.nonce,
      Timestamp: timestamp,
      Signature: signature(settings.appSecret, stamp.nonce, timestamp),
      ...(request.contentType !== undefined && { 'Content-Type': request.contentType }),
    },
    ...(request.body !== undefined && { body: request.body }),
  };
}
