import { createHash } from 'node:crypto';
import { headerOf, type ApiRequest } from '../http/api-request';
import { refuseFaults } from '../http/problems/invalid-request';

/** Printable ASCII without a quote, quoted as the draft's structured field or bare. */
const KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/;

/**
 * The key in the header `Idempotency-Key`, without its quotes.
 * @returns undefined without the header
 * @throws GatewayError invalid-request
 */
export function readIdempotencyKey(request: ApiRequest): string | undefined {
  const header = headerOf(request, 'idempotency-key');
  if (header === undefined) return undefined;
  const [, key] = KEY.exec(header.trim()) ?? [];
  if (key === undefined)
    refuseFaults([
      {
        pointer: 'header/Idempotency-Key',
        reason: 'must be 1 to 255 printable ASCII characters without spaces or quotes',
      },
    ]);
  return key;
}

const HEADERS = ['x-actor-id', 'if-match', 'if-none-match', 'prefer'] as const;

/** A hash that is equal for equal requests: method, URL, body, actor, conditions and preferences. */
export function fingerprintRequest(request: ApiRequest): string {
  const headers = HEADERS.map((name) => headerOf(request, name) ?? '');
  const parts: unknown[] = [request.method, request.originalUrl, ...headers, bodyOf(request)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** The bytes of a vendor request count together with their media type. */
const bodyOf = (request: ApiRequest): unknown =>
  Buffer.isBuffer(request.body)
    ? [headerOf(request, 'content-type') ?? '', request.body.toString('base64')]
    : request.body;
