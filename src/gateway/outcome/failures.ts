import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { UpstreamRequest } from '../../core/upstream';
import { TransportFailure } from '../../transport';

/** What each way of not getting a whole answer is called. */
const KINDS: Readonly<Record<TransportFailure['kind'], { code: ErrorCode; says: string }>> = {
  'not-sent': { code: 'upstream-unavailable', says: 'could not be reached' },
  'circuit-open': { code: 'upstream-unavailable', says: 'is left alone for a while' },
  timeout: { code: 'upstream-timeout', says: 'did not answer in time' },
  cut: { code: 'upstream-unavailable', says: 'cut the connection before its answer was whole' },
  truncated: { code: 'upstream-malformed', says: 'cut its answer short' },
  'too-large': { code: 'upstream-malformed', says: 'answered more than is allowed' },
  aborted: { code: 'shutting-down', says: 'was not waited for' },
};

/** A circuit lets a call through to try at least this often. */
const CIRCUIT_MS = 5_000;

/** Failures after which a write may have been applied all the same. */
const UNCERTAIN: ReadonlySet<ErrorCode> = new Set([
  'upstream-timeout',
  'upstream-unavailable',
  'upstream-malformed',
]);

/** A failure of the transport in the gateway's words. Other errors are bugs and stay what they are. */
export function fromTransport(provider: string, request: UpstreamRequest, error: unknown): unknown {
  if (!(error instanceof TransportFailure)) return error;
  const { code, says } = KINDS[error.kind];
  return new GatewayError(code, `The vendor ${says}.`, {
    upstream: { provider },
    ...(error.kind === 'circuit-open' && { retryAfterMs: CIRCUIT_MS }),
    ...(error.sent && request.effect !== 'read' && { applied: 'unknown' as const }),
  });
}

/** A refusal says the write was not done; an internal error or a reply that makes no sense does not. */
export function fromVendor(request: UpstreamRequest, error: unknown): unknown {
  if (!(error instanceof GatewayError) || request.effect === 'read') return error;
  return UNCERTAIN.has(error.code) ? error.withDetails({ applied: 'unknown' }) : error;
}
