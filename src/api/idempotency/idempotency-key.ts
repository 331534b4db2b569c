import { createHash } from 'node:crypto';
import type { ApiRequest } from '../http/api-request';
import { refuseFaults } from '../http/problems/invalid-request';

/** Printable ASCII, quoted as the draft's structured field or bare. */
const KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/;

/** `Idempotency-Key`, if the caller gave one. @throws GatewayError invalid-request */
export function idempotencyKeyOf(request: ApiRequest): string | undefined {
  const header = request.header('idempotency-key');
  if (header === undefined) return undefined;
  const [, key] = KEY.exec(header.trim()) ?? [];
  if (key === undefined)
    refuseFaults([
      { pointer: 'header/Idempotency-Key', reason: 'must be 1 to 255 printable characters' },
    ]);
  return key;
}

/** What makes a request the same request: where it goes, what it says, and on whose behalf. */
export function fingerprintOf(request: ApiRequest): string {
  const said = ['x-actor-id', 'if-match', 'prefer'].map((name) => request.header(name) ?? '');
  const parts: unknown[] = [request.method, request.originalUrl, ...said, request.body];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
