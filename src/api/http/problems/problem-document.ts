import type { GatewayError } from '../../../core/gateway-error';
import { presentEntry } from '../../dto/present-entry';
import { PROBLEMS } from './problem-table';

export const PROBLEM_TYPE = 'application/problem+json';

/**
 * The problem document (RFC 9457) of an error. Errors hold no credential, signature, request body or
 * vendor URL, so the document has none either.
 */
export function toProblemDocument(
  { code, message, details }: GatewayError,
  requestId: string,
): object {
  const { errors, retryAfterMs, violatedQuotas, applied, found, upstream } = details;
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:chat-metadata-gateway:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    requestId,
    ...(errors !== undefined && { errors }),
    ...(retryAfterMs !== undefined && { retryAfterMs: Math.ceil(retryAfterMs) }),
    ...(violatedQuotas !== undefined && { violatedQuotas }),
    ...(applied !== undefined && { applied }),
    ...(found !== undefined && { found: found.map(presentEntry) }),
    ...(upstream !== undefined && { upstream }),
  };
}
