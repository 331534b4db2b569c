import type { Entry } from './metadata';
import type { Draw } from './upstream';

/** Every way a call can fail; src/api/http/problems/problem-table.ts maps each to an HTTP status. */
export type ErrorCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'connection-not-found'
  | 'target-not-found'
  | 'entry-not-found'
  | 'lease-not-found'
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

/** One fault of a request. */
export interface FieldError {
  /** RFC 6901 pointer into the body, or `path/…`, `query/…` or `header/…` with a parameter's name. */
  readonly pointer: string;
  /** The broken rule, as a phrase that follows the pointer: "must be a string". */
  readonly reason: string;
}

/** The part of a failed write that the vendor carried out. */
export type Applied = 'no' | 'yes' | 'unknown' | AppliedKeys;

export interface AppliedKeys {
  /** Exactly as asked. */
  readonly keys: readonly string[];
  /** Neither as before nor as asked: they need several vendor calls, and one of these failed. */
  readonly changed?: readonly string[];
}

/** The vendor's reply, without secrets. */
export interface UpstreamFault {
  readonly provider: string;
  /** HTTP status. */
  readonly status?: number;
  /** The vendor's own error code. */
  readonly code?: number;
  readonly message?: string;
}

/** The vendor calls that an operation has made, for the log. */
export interface CallSummary {
  readonly attempts: number;
  /** Milliseconds that the operation waited for quota, over all attempts. */
  readonly waitedMs: number;
}

export interface ErrorDetails {
  readonly errors?: readonly FieldError[];
  readonly retryAfterMs?: number;
  readonly violatedQuotas?: readonly string[];
  /**
   * Of a vendor's throttle, the quotas that it concerns; of a quota per channel, the channel of the call. Absent:
   * the quotas of the vendor account that the call draws on. Not part of the problem.
   */
  readonly throttledQuotas?: readonly string[];
  readonly applied?: Applied;
  /** The present entries of the `changed` keys, where they could be read. */
  readonly found?: readonly Entry[];
  readonly upstream?: UpstreamFault;
  /** Method and path template of the vendor call that failed; not part of the problem. */
  readonly route?: string;
  /**
   * The same request will fail again, because the vendor or the mode of the connection says so, or because the
   * reply is too large: it is not repeated.
   */
  readonly isFinal?: boolean;
  /** The vendor refused the write itself, not a read before it; not part of the problem. */
  readonly isWriteRefused?: boolean;
  /** Tokens of the vendor calls that the operation sent before it failed. */
  readonly usage?: readonly Draw[];
  /** The vendor calls of the operation; not part of the problem. */
  readonly calls?: CallSummary;
  /** A few words for the log that the problem leaves out, such as the fault of a token. */
  readonly reason?: string;
  /** Methods that the path supports. */
  readonly allow?: readonly string[];
}

export class GatewayError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GatewayError';
  }

  /** @returns a copy of the error in which the given details replace earlier ones */
  withDetails(details: ErrorDetails): GatewayError {
    const { cause } = this;
    const options = cause === undefined ? {} : { cause };
    return new GatewayError(this.code, this.message, { ...this.details, ...details }, options);
  }
}

/** The error for a fault of the gateway. Its cause is for the log only. */
export const unexpectedError = (cause: unknown): GatewayError =>
  new GatewayError(
    'internal',
    'Unexpected error; the log has details under this request id.',
    {},
    { cause },
  );
