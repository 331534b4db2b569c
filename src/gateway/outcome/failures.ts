import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { UpstreamRequest } from '../../core/upstream';
import type { ConnectionMode } from '../connection';
import { HALF_OPEN_AFTER_MS, TransportFailure } from '../../transport';

/**
 * Failures that another attempt may not meet. After a write they leave the outcome unknown, unless the
 * request certainly never left.
 */
export const TRANSIENT_CODES: ReadonlySet<ErrorCode> = new Set([
  'upstream-timeout',
  'upstream-unavailable',
  'upstream-malformed',
]);

/** How a failure of the transport is reported to the caller. */
const TRANSPORT_FAILURES: Readonly<
  Record<TransportFailure['kind'], { readonly code: ErrorCode; readonly detail: string }>
> = {
  'not-sent': { code: 'upstream-unavailable', detail: 'The vendor could not be reached.' },
  'circuit-open': {
    code: 'upstream-unavailable',
    detail: 'The vendor failed too often; calls to it are suspended for a few seconds.',
  },
  timeout: { code: 'upstream-timeout', detail: 'The vendor did not answer in time.' },
  cut: {
    code: 'upstream-unavailable',
    detail: 'The vendor closed the connection before its reply was complete.',
  },
  truncated: { code: 'upstream-malformed', detail: "The vendor's reply was incomplete." },
  'not-utf8': { code: 'upstream-malformed', detail: "The vendor's reply was not UTF-8." },
  'too-large': { code: 'upstream-malformed', detail: "The vendor's reply was too large." },
  'incomplete-body': {
    code: 'invalid-request',
    detail: 'The body did not arrive whole within the total timeout of the connection.',
  },
  aborted: { code: 'shutting-down', detail: 'The vendor call was aborted.' },
};

/** Converts a failure of the transport; any other error is a bug and stays as it is. */
export function fromTransport(provider: string, request: UpstreamRequest, error: unknown): unknown {
  if (!(error instanceof TransportFailure)) return error;
  const { code, detail } = TRANSPORT_FAILURES[error.kind];
  const details = {
    upstream: { provider },
    ...(error.kind === 'circuit-open' && { retryAfterMs: HALF_OPEN_AFTER_MS }),
    ...(error.sent && request.effect !== 'read' && { applied: 'unknown' as const }),
    // a repeated read would get the same reply
    ...(error.kind === 'too-large' && request.effect === 'read' && { isFinal: true }),
  };
  return new GatewayError(code, detail, details, { cause: error });
}

/**
 * The name of what kept a whole reply from arriving, such as `ECONNREFUSED`, `ENOTFOUND` or `timeout`;
 * undefined for an error that a reply led to.
 */
export const networkCauseOf = ({ cause }: GatewayError): string | undefined =>
  cause instanceof TransportFailure ? (cause.code ?? cause.kind) : undefined;

/**
 * Completes an error that the vendor's adapter made of a reply: a refusal means that a write was not
 * applied; a server error or an unreadable reply leaves that unknown.
 */
export function fromVendorReply(request: UpstreamRequest, error: unknown): unknown {
  if (!(error instanceof GatewayError) || request.effect === 'read') return error;
  if (TRANSIENT_CODES.has(error.code)) return error.withDetails({ applied: 'unknown' });
  return error.code === 'upstream-refused' ? error.withDetails({ isWriteRefused: true }) : error;
}

/**
 * Whether a write failed for what it contains, and no part of it was applied: of several writes that one
 * call carried, some may succeed alone. Any other failure would meet each of them.
 */
export const isRefusedWhole = (error: unknown): error is GatewayError =>
  error instanceof GatewayError &&
  (error.code === 'provider-limit' || error.details.isWriteRefused === true) &&
  typeof error.details.applied !== 'object';

/**
 * The error of a write that was carried out alone after a merged call had failed with `refusal`. If an
 * earlier attempt of that call may have been applied, no later error proves that nothing was.
 */
export const afterRefusal = (refusal: GatewayError | undefined, error: unknown): unknown =>
  hasUnknownOutcome(refusal) && error instanceof GatewayError
    ? error.withDetails({ applied: 'unknown' })
    : error;

export const hasUnknownOutcome = (error: unknown): error is GatewayError =>
  error instanceof GatewayError && error.details.applied === 'unknown';

export const isQuotaExhausted = (error: unknown): error is GatewayError =>
  error instanceof GatewayError && error.code === 'quota-exhausted';

/**
 * The error of a write after an earlier attempt of unknown outcome. The vendor's present answer is worth
 * reporting; the end of the caller's wait is not.
 */
export function afterUnknownOutcome(first: GatewayError, error: unknown): GatewayError {
  const isVendorAnswer = error instanceof GatewayError && error.details.upstream !== undefined;
  return isVendorAnswer ? error.withDetails({ applied: 'unknown' }) : first;
}

/** The error of queued callers whose connection has left the configuration. */
export const connectionRemoved = (): GatewayError =>
  new GatewayError(
    'connection-not-found',
    'The connection was removed from the configuration while this call waited.',
    { applied: 'no' },
  );

/** Maintenance takes minutes; a client that repeats its call after this time does not wait much longer than it must. */
const MAINTENANCE_RETRY_MS = 30_000;

/** @throws GatewayError upstream-unavailable for an operation that the mode of the connection excludes */
export function checkMode(mode: ConnectionMode, isRead: boolean): void {
  if (mode === 'read-write' || (mode === 'read-only' && isRead)) return;
  throw new GatewayError(
    'upstream-unavailable',
    mode === 'off'
      ? 'The connection is switched off for maintenance.'
      : 'The connection is read-only for maintenance.',
    { retryAfterMs: MAINTENANCE_RETRY_MS, isFinal: true },
  );
}

/** @throws any error that is no GatewayError: the caller's disconnect, or a bug */
export function gatewayErrorOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  throw error;
}
