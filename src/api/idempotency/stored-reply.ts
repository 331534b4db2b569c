import type { Response } from 'express';
import type { GatewayError } from '../../core/gateway-error';
import { responseOf, type ApiRequest } from '../http/api-request';
import { setRetryAfter } from '../http/retry-after';
import { PROBLEM_TYPE, toProblemDocument } from '../http/problems/problem-document';
import { PROBLEMS } from '../http/problems/problem-table';
import type { StoredReply } from './stored-record';

/**
 * @param body the reply of a successful write; `undefined` is a 204
 * @param isDetermined whether the operation determines it: then it is not stored
 */
export function replyFromBody(body: object | undefined, isDetermined: boolean): StoredReply {
  if (body === undefined) return { status: 204 };
  if (isDetermined) return { status: 200 };
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
}

export function replyFromError(request: ApiRequest, error: GatewayError): StoredReply {
  const requestId = String(responseOf(request).getHeader('X-Request-Id'));
  return {
    status: PROBLEMS[error.code].status,
    type: PROBLEM_TYPE,
    body: JSON.stringify(toProblemDocument(error, requestId)),
  };
}

/** Marks a response as the replay of a stored reply, which uses no quota. */
export function markReplayed(response: Response): void {
  response.setHeader('Idempotency-Replayed', 'true');
  response.setHeader('X-Quota-Cost', '0');
}

/**
 * Sets the status, the media type and, as with any problem, `Retry-After` of a stored reply.
 * @param determined the body that the operation determines, if it does
 * @returns its body, for Nest to send
 */
export function presentStoredReply(
  response: Response,
  { status, type, body }: StoredReply,
  determined?: object,
): object | undefined {
  response.status(status);
  if (body === undefined || type === undefined) return determined;
  response.type(type);
  const document = JSON.parse(body) as { readonly retryAfterMs?: number };
  if (status === 429 || status === 503) setRetryAfter(response, document.retryAfterMs);
  return document;
}
