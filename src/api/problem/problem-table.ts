import type { ErrorCode } from '../../core/gateway-error';

/** The HTTP side of every error code (RFC 9457: `title` never changes with the occurrence). */
export const PROBLEMS: Readonly<
  Record<ErrorCode, { readonly status: number; readonly title: string }>
> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Credentials are missing or wrong' },
  forbidden: { status: 403, title: 'These credentials do not allow this' },
  'connection-not-found': { status: 404, title: 'There is no such connection' },
  'target-not-found': { status: 404, title: 'The vendor has no such channel or message' },
  'entry-not-found': { status: 404, title: 'There is no entry under this key' },
  'route-not-found': { status: 404, title: 'There is no such address' },
  'method-not-allowed': { status: 405, title: 'This address has no such method' },
  'not-acceptable': { status: 406, title: 'No acceptable form of the answer' },
  'unsupported-media-type': { status: 415, title: 'The body is in no form that is understood' },
  'idempotency-in-progress': { status: 409, title: 'The first request is still running' },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
  },
  'precondition-failed': { status: 412, title: 'The metadata has changed' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-by-provider': { status: 422, title: 'The vendor has no such thing' },
  'provider-limit': { status: 422, title: 'Over a limit of the vendor' },
  'quota-exhausted': {
    status: 429,
    title: 'The quota is used up for longer than the caller waits',
  },
  'upstream-throttled': { status: 429, title: 'The vendor refuses calls for a while' },
  'upstream-auth-failed': { status: 502, title: 'The vendor does not accept our credentials' },
  'upstream-not-enabled': { status: 502, title: 'The vendor has not enabled this for the account' },
  'upstream-refused': { status: 502, title: 'The vendor refused the call' },
  'upstream-malformed': { status: 502, title: 'The vendor answered something unreadable' },
  'upstream-unavailable': { status: 503, title: 'The vendor is not available' },
  'limiter-unavailable': { status: 503, title: 'No safe quota is available' },
  'shutting-down': { status: 503, title: 'This replica is shutting down' },
  'upstream-timeout': { status: 504, title: 'The vendor did not answer in time' },
  internal: { status: 500, title: 'Something went wrong in the gateway' },
};

export const ERROR_CODES = Object.keys(PROBLEMS) as ErrorCode[];
