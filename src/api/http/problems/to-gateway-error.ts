import { HttpException } from '@nestjs/common';
import { GatewayError, unexpectedError, type ErrorCode } from '../../../core/gateway-error';

/** The errors of Express's body parser by their `type`. */
const BODY_ERRORS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  'entity.parse.failed': ['invalid-request', 'The body is not JSON.'],
  'entity.verify.failed': ['invalid-request', 'The body is not UTF-8.'],
  'entity.too.large': ['payload-too-large', 'The body is too large.'],
  'charset.unsupported': ['unsupported-media-type', 'The body must be UTF-8.'],
  'encoding.unsupported': ['unsupported-media-type', 'The content encoding is not supported.'],
  'request.size.invalid': [
    'invalid-request',
    'The body does not have the length that Content-Length announces.',
  ],
  'request.aborted': ['invalid-request', 'The body is incomplete.'],
};

/** Converts any error. An unexpected one becomes `internal`, without its message. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : '';
  const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (known !== undefined) return new GatewayError(...known);
  if (error instanceof HttpException && error.getStatus() === 404)
    return new GatewayError('route-not-found', 'The gateway serves nothing at this address.');
  if (error instanceof URIError)
    return new GatewayError('invalid-request', 'The address is not percent-encoded UTF-8.');
  return unexpectedError(error);
}
