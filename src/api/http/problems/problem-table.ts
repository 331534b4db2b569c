import type { ErrorCode } from '../../../core/gateway-error';

/** The HTTP side of an error code, and what people need to know of it. */
export interface Problem {
  readonly status: number;
  /** RFC 9457: never changes with the occurrence. */
  readonly title: string;
  /** Why it occurs, and what the caller should do; `{words}` differ with the route. */
  readonly why: string;
  readonly then: string;
}

export const PROBLEMS: Readonly<Record<ErrorCode, Problem>> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    why: 'The address, a parameter, a header or the body breaks a rule, or {actor}. `errors` names each place and its rule.',
    then: 'Correct what `errors` names; nothing was spent.',
  },
  unauthenticated: {
    status: 401,
    title: 'Credentials are missing or wrong',
    why: 'There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid.',
    then: 'Send an API key or a token of the configured issuer; wrong ones are answered slower and slower.',
  },
  forbidden: {
    status: 403,
    title: 'These credentials do not allow this',
    why: 'The credentials are good, but not for this connection or not for this {access}.',
    then: 'Ask the operator for access; trying again does not help.',
  },
  'connection-not-found': {
    status: 404,
    title: 'There is no such connection',
    why: 'No connection of this name is configured.',
    then: 'Take a name that `GET /v1/connections` lists.',
  },
  'target-not-found': {
    status: 404,
    title: 'The vendor has no such channel or message',
    why: 'The vendor says that it does not know this {target}.',
    then: 'Check the ids, and that they are of this vendor account.',
  },
  'entry-not-found': {
    status: 404,
    title: 'There is no entry under this key',
    why: 'The {target} is there, the key is not.',
    then: 'Take it for absent, or `PUT` it.',
  },
  'route-not-found': {
    status: 404,
    title: 'There is no such address',
    why: 'Nothing is served at this address.',
    then: 'Compare it with this document; ids are percent-encoded.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address has no such method',
    why: 'The address is served, not by this method.',
    then: 'Use one that `Allow` names.',
  },
  'not-acceptable': {
    status: 406,
    title: 'No acceptable form of the answer',
    why: '`Accept` names no form that this route answers in.',
    then: 'Accept `application/json`, or leave the header out.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is in no form that is understood',
    why: '`Content-Type` or `Content-Encoding` is none that this route reads.',
    then: 'Send JSON in UTF-8 as `application/json`.',
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'The first request is still running',
    why: 'A request with the same `Idempotency-Key` has not ended yet.',
    then: 'Send it again after `Retry-After` to get its answer.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
    why: 'This `Idempotency-Key` came with another address, body or client before.',
    then: 'Take a new key for a new call, and the same call for the same key.',
  },
  'precondition-failed': {
    status: 412,
    title: 'The metadata has changed',
    why: 'None of the tags in `If-Match` is that of the {target} now: somebody else has written.',
    then: 'Read the place again, decide anew, and send its new `ETag`; nothing was written.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    why: 'The body is longer than the gateway is configured to read.',
    then: 'Send less at once, or many operations to `POST /v1/batch` line by line.',
  },
  'unsupported-by-provider': {
    status: 422,
    title: 'The vendor has no such thing',
    why: 'The vendor behind this connection cannot do this here, or holds one value a key where several were given. Found without a vendor call.',
    then: 'See the table above, or `GET /v1/providers`, for what it can do.',
  },
  'provider-limit': {
    status: 422,
    title: 'Over a limit of the vendor',
    why: 'A key, a value or their number breaks a rule of the vendor, or `handling=strict` forbids the vendor writes that it takes. Found before a token is spent.',
    then: 'Keep to the limits above; `errors` names the place and the limit.',
  },
  'quota-exhausted': {
    status: 429,
    title: 'The quota is used up for longer than the caller waits',
    why: 'The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them. Answered at once; the vendor was not called.',
    then: 'Wait for `Retry-After`, or allow a longer wait.',
  },
  'upstream-throttled': {
    status: 429,
    title: 'The vendor refuses calls for a while',
    why: 'The vendor said too many calls in spite of our quota, and the pause is longer than the caller waits: somebody else uses this account.',
    then: 'Wait for `Retry-After`; operators set a `reserve` for what others need.',
  },
  'upstream-auth-failed': {
    status: 502,
    title: 'The vendor does not accept our credentials',
    why: 'The vendor refuses the credentials of the connection, not those of the caller.',
    then: 'Tell the operator; trying again does not help.',
  },
  'upstream-not-enabled': {
    status: 502,
    title: 'The vendor has not enabled this for the account',
    why: 'The vendor account lacks the feature or the plan for this.',
    then: 'Tell the operator: it is switched on at the vendor.',
  },
  'upstream-refused': {
    status: 502,
    title: 'The vendor refused the call',
    why: 'The vendor understood and said no; `upstream` has its code and words.',
    then: 'Read `upstream`; the same call will be refused again.',
  },
  'upstream-malformed': {
    status: 502,
    title: 'The vendor answered something unreadable',
    why: 'What came back is not what the vendor documents: a proxy between, or an outage.',
    then: '{again}',
  },
  'upstream-unavailable': {
    status: 503,
    title: 'The vendor is not available',
    why: 'The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before.',
    then: 'Wait for `Retry-After`. {again}',
  },
  'limiter-unavailable': {
    status: 503,
    title: 'No safe quota is available',
    why: 'Redis is lost and this replica has no share of the quota that is safe to use.',
    then: 'Wait for `Retry-After`; nothing was sent.',
  },
  'shutting-down': {
    status: 503,
    title: 'This replica is shutting down',
    why: 'The replica was told to end, or is overloaded, and takes no new call.',
    then: 'Send it again: another replica answers; nothing was sent.',
  },
  'upstream-timeout': {
    status: 504,
    title: 'The vendor did not answer in time',
    why: 'No answer within the timeout of the connection{readback}.',
    then: '{again}',
  },
  internal: {
    status: 500,
    title: 'Something went wrong in the gateway',
    why: 'A fault of the gateway; the log has it under `requestId`.',
    then: 'Report it with the `requestId`. {again}',
  },
};

export const ERROR_CODES = Object.keys(PROBLEMS) as ErrorCode[];
