import type { ErrorCode } from '../../../core/gateway-error';

/** The HTTP status of an error code, and its documentation for callers. */
export interface Problem {
  readonly status: number;
  /** RFC 9457: the same for every occurrence of the problem. */
  readonly title: string;
  /** Why the problem occurs. A `{placeholder}` is filled in for each route by `problem-docs.ts`. */
  readonly cause: string;
  /** The remedy for the caller; may contain placeholders too. */
  readonly remedy: string;
}

export const PROBLEMS: Readonly<Record<ErrorCode, Problem>> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    cause:
      'The address, a parameter, a header or the body breaks a rule{actor}. `errors` lists each place with the rule that it breaks.',
    remedy: 'Correct the places that `errors` lists. No quota was used.',
  },
  unauthenticated: {
    status: 401,
    title: 'Credentials are missing or wrong',
    cause:
      'The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid.',
    remedy:
      'Send a configured API key or a token of a configured issuer. Replies to repeated wrong credentials are delayed by up to five seconds.',
  },
  forbidden: {
    status: 403,
    title: 'These credentials do not allow this',
    cause:
      'The credentials are valid, but they do not cover this connection or do not include {access} access.',
    remedy: 'Ask the operator of the gateway for access. A retry does not help.',
  },
  'connection-not-found': {
    status: 404,
    title: 'The connection does not exist',
    cause: 'No connection with this name is configured.',
    remedy: 'Use a name that `GET /v1/connections` lists.',
  },
  'target-not-found': {
    status: 404,
    title: 'The vendor does not know the channel or message',
    cause: 'The vendor replied that this {target} does not exist.',
    remedy: 'Check the ids, and check that they belong to the vendor account of this connection.',
  },
  'entry-not-found': {
    status: 404,
    title: 'The key has no entry',
    cause: 'The {target} exists, but it has no entry under this key.',
    remedy: 'Treat the entry as absent, or create it with `PUT`.',
  },
  'lease-not-found': {
    status: 404,
    title: 'The lease does not exist',
    cause:
      'The client has no lease with this id, or the one of this idempotency key is over: it has ended or expired, or it never existed.',
    remedy:
      'Treat the lease as over. An expired lease was taken for lost, so its tokens rested from then on.',
  },
  'route-not-found': {
    status: 404,
    title: 'The address does not exist',
    cause:
      'The gateway serves nothing at this address; or `vendorRoutes` of the connection lists no such call; or the connection has no such quota or suspended share. `detail` says which.',
    remedy: 'Compare the address with this document. Ids must be percent-encoded.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not support this method',
    cause: 'The address exists, but not for this method.',
    remedy: 'Use one of the methods that the header `Allow` lists.',
  },
  'not-acceptable': {
    status: 406,
    title: 'No media type in Accept is available',
    cause: 'The header `Accept` lists no media type that this route can reply with.',
    remedy: 'Accept `application/json`, or omit the header.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type of the body is not supported',
    cause:
      'This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request.',
    remedy: 'Send JSON in UTF-8 as `application/json`.',
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'The first request with this key is still in progress',
    cause: 'An earlier request with the same `Idempotency-Key` has not finished.',
    remedy:
      'Repeat the request after `retryAfterMs` milliseconds to get the reply of the first one.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    cause:
      'An earlier request used this `Idempotency-Key` with another method, address, body, `X-Actor-Id`, `If-Match`, `If-None-Match` or `Prefer`.',
    remedy: 'Use a new key for each new request, and repeat a request unchanged under its key.',
  },
  'precondition-failed': {
    status: 412,
    title: 'A precondition of the write is not met',
    cause:
      'No entity tag in `If-Match` is the current one of the {target}, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`.',
    remedy:
      'Nothing was written. Read the metadata again and decide again: repeat the write with the new `ETag`, or without the precondition.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    cause: 'The body is larger than the configured limit. `detail` has the limit and its setting.',
    remedy: 'Send less per request, or send many operations to `POST /v1/batch` line by line.',
  },
  'unsupported-by-provider': {
    status: 422,
    title: 'The vendor does not support this',
    cause:
      'The vendor of this connection has no such operation here, or it stores one value per key and the request has several. The gateway found this without a vendor call.',
    remedy: 'See the table above or `GET /v1/providers` for the supported operations.',
  },
  'provider-limit': {
    status: 422,
    title: 'The request exceeds a limit of the vendor',
    cause:
      'A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write. The gateway found this before it used any quota.',
    remedy: 'Stay within the limits above. `errors` names the place and the limit.',
  },
  'quota-exhausted': {
    status: 429,
    title: 'No quota is available within the wait that the caller allows',
    cause:
      'The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same {target} took too long. `violatedQuotas` lists the quotas, if a quota is the reason.',
    remedy: 'Repeat the request after `Retry-After`, or allow a longer wait. {again}',
  },
  'upstream-throttled': {
    status: 429,
    title: 'The vendor refuses calls for now',
    cause:
      'The vendor replied with "too many requests" although the gateway kept within its quota, and the cooldown ends later than the caller waits. Another service uses the same vendor account.',
    remedy:
      'Repeat the request after `Retry-After`. Operators can set a `reserve` for the other services.',
  },
  'upstream-auth-failed': {
    status: 502,
    title: "The vendor rejects the gateway's credentials",
    cause: 'The vendor rejects the credentials of the connection, not those of the caller.',
    remedy: 'Tell the operator of the gateway. A retry does not help.',
  },
  'upstream-not-enabled': {
    status: 502,
    title: 'The vendor account does not have this feature',
    cause: 'The feature is not enabled for the vendor account, or its plan does not include it.',
    remedy: 'Tell the operator of the gateway, who can enable it at the vendor.',
  },
  'upstream-refused': {
    status: 502,
    title: 'The vendor refused the call',
    cause: "The vendor rejected the call. `upstream` has the vendor's code and message.",
    remedy: 'Read `upstream`. The vendor will refuse the same call again.',
  },
  'upstream-malformed': {
    status: 502,
    title: "The vendor's reply could not be read",
    cause:
      "The reply does not have the vendor's documented form. A proxy in between or an outage of the vendor can cause this.",
    remedy: '{again}',
  },
  'upstream-unavailable': {
    status: 503,
    title: 'The vendor or the token issuer is unavailable',
    cause:
      'The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched. `detail` says which.',
    remedy: 'Repeat the request after `Retry-After`. {again}',
  },
  'limiter-unavailable': {
    status: 503,
    title: 'No safe quota is available',
    cause:
      'The replica cannot reach Redis. Without it, the replica cannot safely use a share of the quota, a lock or an idempotency key.',
    remedy: 'Repeat the request after `Retry-After`. {again}',
  },
  overloaded: {
    status: 503,
    title: 'This replica is overloaded',
    cause:
      'The replica has too many calls, batches or event streams, or it cannot keep up with them; or the client has as many calls under way as its `maxConcurrent` allows.',
    remedy:
      'Repeat the request after `Retry-After`; another replica may accept it at once. Nothing was sent.',
  },
  'shutting-down': {
    status: 503,
    title: 'This replica is shutting down',
    cause: 'The replica is about to exit and accepts no new calls.',
    remedy: 'Repeat the request after `Retry-After`; another replica accepts it. {again}',
  },
  'upstream-timeout': {
    status: 504,
    title: 'The vendor did not reply in time',
    cause: 'The vendor did not reply within the timeout of the connection{readback}.',
    remedy: '{again}',
  },
  internal: {
    status: 500,
    title: 'The gateway failed',
    cause: 'Unexpected error; the log has details under this request id.',
    remedy: 'Report the problem with its `requestId`. {again}',
  },
};

export const ERROR_CODES = Object.keys(PROBLEMS) as ErrorCode[];
