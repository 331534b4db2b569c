import { HttpException } from '@nestjs/common';
import { GatewayError, type ErrorCode } from '../../../core/gateway-error';

/** What the body parser calls its errors, and what they are here. */
const BODY_ERRORS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  'entity.parse.failed': ['invalid-request', 'The body is not JSON.'],
  'entity.verify.failed': ['invalid-request', 'The body is not UTF-8.'],
  'entity.too.large': ['payload-too-large', 'The body is larger than this address takes.'],
  'charset.unsupported': ['unsupported-media-type', 'The body must be UTF-8.'],
  'encoding.unsupported': ['unsupported-media-type', 'The content encoding is not known.'],
  'request.size.invalid': ['invalid-request', 'The body is not as long as announced.'],
  'request.aborted': ['invalid-request', 'The body was cut short.'],
};

/** Any error, as one of the gateway's. What is not foreseen is `internal`, and tells nothing. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : '';
  const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (known !== undefined) return new GatewayError(...known);
  if (isInflateError(error))
    return new GatewayError('invalid-request', 'The body cannot be inflated.');
  if (error instanceof HttpException && error.getStatus() === 404)
    return new GatewayError('route-not-found', 'There is nothing at this address.');
  if (error instanceof URIError)
    return new GatewayError('invalid-request', 'The address is not percent-encoded UTF-8.');
  return new GatewayError(
    'internal',
    'This was not foreseen; the log has it under the request id.',
  );
}

/** zlib's errors carry codes such as Z_DATA_ERROR. */
function isInflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
