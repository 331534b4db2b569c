import type { Response } from 'express';
import type { GatewayError } from '../../../core/gateway-error';
import type { ApiRequest } from '../api-request';
import { requestLogger } from '../logging/request-log';
import { quotaCost } from '../quota-headers';
import { setRetryAfter } from '../retry-after';
import { PROBLEM_TYPE, toProblemDocument } from './problem-document';
import { PROBLEMS } from './problem-table';
import { toGatewayError } from './to-gateway-error';

/**
 * Sends the problem document of an error, and logs the error if its code is `internal`. If a reply has
 * begun, closes the connection instead, so that the client does not take the reply for complete.
 */
export function sendProblem(request: ApiRequest, response: Response, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const failure = toGatewayError(error);
  if (failure.code === 'internal') requestLogger(request).error({ err: error }, 'unexpected error');
  response.locals.failure = failure;
  setHeaders(response, failure);
  response
    .status(PROBLEMS[failure.code].status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(toProblemDocument(failure, requestIdOf(response))));
}

function setHeaders(response: Response, { code, details }: GatewayError): void {
  const { status } = PROBLEMS[code];
  if (details.allow !== undefined) response.setHeader('Allow', details.allow.join(', '));
  if (status === 401)
    response.setHeader('WWW-Authenticate', 'Bearer realm="chat-metadata-gateway"');
  if (status === 429 || status === 503) setRetryAfter(response, details.retryAfterMs);
  if (!response.hasHeader('X-Quota-Cost')) response.setHeader('X-Quota-Cost', quotaCost([]));
}

const requestIdOf = (response: Response): string => String(response.getHeader('X-Request-Id'));
