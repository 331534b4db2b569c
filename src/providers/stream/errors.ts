import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../../core/gateway-error';
import { isRecord, parseJson, type JsonObject } from '../../core/json';
import type { UpstreamReply, UpstreamRequest } from '../../core/upstream';
import { sanitizeVendorMessage } from '../../core/vendor-reply';
import { serverToken } from './auth';
import type { StreamSettings } from './settings';

interface Failure {
  readonly code: ErrorCode;
  /** A phrase for people. */
  readonly meaning: string;
}

const failure = (code: ErrorCode, meaning: string): Failure => ({ code, meaning });

/** "API errors", and the names in the vendor's SDK. */
const CODES: Readonly<Record<number, Failure>> = {
  [-1]: failure('upstream-unavailable', 'internal error'),
  2: failure('upstream-auth-failed', 'the API key is unknown'),
  3: failure('upstream-auth-failed', 'the authentication failed'),
  4: failure('upstream-refused', 'the input is wrong'),
  5: failure('upstream-auth-failed', 'the authentication is wrong'),
  6: failure('upstream-refused', 'the name is taken'),
  9: failure('upstream-throttled', 'the rate limit is exceeded'),
  16: failure('target-not-found', 'the channel or message does not exist'),
  17: failure('upstream-refused', 'the call is not allowed'),
  18: failure('upstream-refused', 'the event is not supported'),
  19: failure('upstream-not-enabled', 'the channel type lacks the feature'),
  20: failure('upstream-refused', 'the message is too long'),
  21: failure('upstream-refused', 'the replies are nested too deeply'),
  22: failure('upstream-refused', 'the payload is too big'),
  23: failure('upstream-timeout', 'the request timed out'),
  24: failure('upstream-refused', 'the headers are too big'),
  40: failure('upstream-auth-failed', 'the token is expired'),
  41: failure('upstream-auth-failed', 'the token is not valid yet'),
  42: failure('upstream-auth-failed', 'the token is used before it was issued'),
  43: failure('upstream-auth-failed', 'the signature of the token is wrong'),
  44: failure('upstream-refused', 'the custom command has no endpoint'),
  45: failure('upstream-refused', 'the custom command failed'),
  46: failure('upstream-refused', 'the connection id is unknown'),
  60: failure('upstream-refused', 'the channel is in slow mode'),
  69: failure('upstream-refused', 'the app is in another region: check baseUrls'),
  70: failure('upstream-refused', 'the channels of the query may not be read'),
  71: failure('upstream-refused', 'there are too many connections'),
  99: failure('upstream-not-enabled', 'the app is suspended'),
};

/** For the API document. */
export const PROBLEMS = {
  ...describeCodes(Object.entries(CODES).map(([number, one]) => ({ ...one, number }))),
  'invalid-request': 'a write to a message needs an actor',
};

/** For replies whose body has no known code. */
const STATUSES: Readonly<Record<number, Failure>> = {
  401: failure('upstream-auth-failed', 'the credentials are wrong'),
  408: failure('upstream-timeout', 'timeout'),
  429: failure('upstream-throttled', 'the rate limit is exceeded'),
  504: failure('upstream-timeout', 'timeout'),
};

/**
 * @returns the payload of a 2xx reply with a JSON object that is not an error
 * @throws GatewayError for any other reply
 */
export function readPayload(
  { apiKey, apiSecret }: StreamSettings,
  { body }: Pick<UpstreamRequest, 'body'>,
  reply: UpstreamReply,
): JsonObject {
  const payload = parseJson(reply.body);
  const error = isRecord(payload) && isErrorEnvelope(payload) ? payload : undefined;
  const isOk = reply.status >= 200 && reply.status < 300;
  if (isOk && error === undefined && isRecord(payload)) return payload;

  const vendorCode = Number.isSafeInteger(error?.code) ? Number(error?.code) : undefined;
  const message =
    error &&
    sanitizeVendorMessage(error.message, [apiSecret, apiKey, serverToken(apiSecret)], body);
  const upstream = {
    provider: 'stream',
    status: reply.status,
    ...(vendorCode !== undefined && { code: vendorCode }),
    ...(message !== undefined && { message }),
  };
  if (isOk && vendorCode === undefined) {
    const fault = reply.body === '' ? 'empty' : 'not as documented';
    throw new GatewayError('upstream-malformed', `The reply of Stream is ${fault}.`, { upstream });
  }
  const { code, meaning } = findFailure(isOk ? 0 : reply.status, vendorCode);
  const words = message === undefined ? '' : `: "${message}"`;
  throw new GatewayError(code, `Stream reports an error: ${meaning}${words}.`, {
    upstream,
    ...(code === 'upstream-throttled' && readRetryAfter(reply)),
    ...(error?.unrecoverable === true && { isFinal: true }),
  });
}

/** A success has neither of these fields at its top. */
const isErrorEnvelope = (payload: JsonObject): boolean =>
  'StatusCode' in payload || typeof payload.code === 'number';

/** @param status 0: only the code counts */
function findFailure(status: number, vendorCode: number | undefined): Failure {
  if (status === 429) return failure('upstream-throttled', 'the rate limit is exceeded');
  const byCode = vendorCode === undefined ? undefined : CODES[vendorCode];
  const known = byCode === undefined || contradicts(status, byCode) ? STATUSES[status] : byCode;
  if (known !== undefined) return known;
  const name = vendorCode === undefined ? `HTTP ${status}` : `code ${vendorCode}`;
  return failure(status >= 500 ? 'upstream-unavailable' : 'upstream-refused', name);
}

/** The HTTP status decides which side is at fault. */
function contradicts(status: number, { code }: Failure): boolean {
  if (status >= 500) return code !== 'upstream-unavailable' && code !== 'upstream-timeout';
  return status >= 400 && (code === 'upstream-unavailable' || code === 'upstream-timeout');
}

/** "Rate limits": `X-RateLimit-Reset` is a Unix time in seconds, of the clock that `Date` shows. */
function readRetryAfter({ headers }: UpstreamReply): ErrorDetails {
  const reset = headers['x-ratelimit-reset']?.trim() ?? '';
  const nowMs = Date.parse(headers.date ?? '');
  const retryAfterMs = /^\d{1,11}$/.test(reset) ? Number(reset) * 1_000 - nowMs : 0;
  return retryAfterMs > 0 ? { retryAfterMs } : {};
}
