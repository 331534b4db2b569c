import { hash } from 'node:crypto';
import type { SigningContext } from '../../core/provider';
import type { SignedRequest, UpstreamRequest } from '../../core/upstream';
import type { NexconnSettings } from './settings';

/**
 * "API request signature": SHA-1 of app secret, nonce and timestamp, in lower-case hexadecimal. The
 * nonce has at most 18 characters, the timestamp is in Unix milliseconds. The body is not signed.
 */
export function computeSignature(appSecret: string, nonce: string, timestamp: string): string {
  return hash('sha1', `${appSecret}${nonce}${timestamp}`, 'hex');
}

/**
 * Adds the four authentication headers, and `X-Request-ID` (at most 36 characters), under which the vendor
 * finds a call in its logs. Each attempt needs its own nonce, timestamp and id.
 */
export function sign(
  settings: NexconnSettings,
  request: UpstreamRequest,
  { nowMs, nonce, requestId }: SigningContext,
): SignedRequest {
  const timestamp = String(nowMs);
  return {
    method: request.method,
    path: request.path,
    headers: {
      'App-Key': settings.appKey,
      Nonce: nonce,
      Timestamp: timestamp,
      Signature: computeSignature(settings.appSecret, nonce, timestamp),
      'X-Request-ID': requestId,
      ...(request.contentType !== undefined && { 'Content-Type': request.contentType }),
    },
    ...(request.body !== undefined && { body: request.body }),
    vendorRequestId: requestId,
  };
}
