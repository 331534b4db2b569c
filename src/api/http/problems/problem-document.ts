import type { GatewayError } from '../../../core/gateway-error';
import { PROBLEMS } from './problem-table';

export const PROBLEM_TYPE = 'application/problem+json';

/** An RFC 9457 document; never holds a credential, a signature, a body or a vendor's address. */
export function toProblemDocument(
  { code, message, details }: GatewayError,
  requestId: string,
): object {
  const { errors, retryAfterMs, violatedQuotas, applied, upstream } = details;
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
    ...(upstream !== undefined && { upstream }),
  };
}
