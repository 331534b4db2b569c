import type { Draw } from './upstream';

/** Every way a call can fail; the HTTP side of each is in one table of the API. */
export type ErrorCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'connection-not-found'
  | 'target-not-found'
  | 'entry-not-found'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'unsupported-media-type'
  | 'idempotency-in-progress'
  | 'idempotency-key-reused'
  | 'precondition-failed'
  | 'payload-too-large'
  | 'unsupported-by-provider'
  | 'provider-limit'
  | 'quota-exhausted'
  | 'upstream-throttled'
  | 'upstream-auth-failed'
  | 'upstream-not-enabled'
  | 'upstream-refused'
  | 'upstream-malformed'
  | 'upstream-unavailable'
  | 'limiter-unavailable'
  | 'overloaded'
  | 'shutting-down'
  | 'upstream-timeout'
  | 'internal';

/** RFC 6901 pointer into the body, or `#/query/name`-like place of a parameter, and the rule it broke. */
export interface FieldError {
  readonly pointer: string;
  readonly reason: string;
}

/** What the vendor did of a failed write. */
export type Applied = 'no' | 'yes' | 'unknown' | { readonly keys: readonly string[] };

/** The vendor's own answer, as far as it may be shown. */
export interface UpstreamFault {
  readonly provider: string;
  readonly status?: number;
  readonly code?: number;
  readonly message?: string;
}

export interface ErrorDetails {
  readonly errors?: readonly FieldError[];
  readonly retryAfterMs?: number;
  readonly violatedQuotas?: readonly string[];
  readonly applied?: Applied;
  readonly upstream?: UpstreamFault;
  /** Tokens that the call took before it failed. */
  readonly usage?: readonly Draw[];
  /** Methods that the path does have. */
  readonly allow?: readonly string[];
}

export class GatewayError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'GatewayError';
  }

  /** The same failure with more said about it. */
  withDetails(details: ErrorDetails): GatewayError {
    return new GatewayError(this.code, this.message, { ...this.details, ...details });
  }
}
