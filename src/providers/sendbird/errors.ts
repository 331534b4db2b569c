import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../../core/gateway-error';
import { isRecord, parseJson } from '../../core/json';
import type { UpstreamReply, UpstreamRequest } from '../../core/upstream';
import { sanitizeVendorMessage } from '../../core/vendor-reply';
import type { SendbirdSettings } from './settings';

interface Failure {
  readonly code: ErrorCode;
  /** A phrase for people. */
  readonly meaning: string;
}

/** "Error codes". Every other code is a refusal. The vendor's message texts have no influence. */
const CODES: Readonly<Record<number, Failure>> = {
  400108: { code: 'upstream-not-enabled', meaning: 'the plan lacks the feature' },
  400201: { code: 'target-not-found', meaning: 'resource not found, with HTTP 400' },
  400302: { code: 'upstream-auth-failed', meaning: 'bad access token' },
  400303: { code: 'upstream-auth-failed', meaning: 'bad session key' },
  400304: { code: 'upstream-auth-failed', meaning: 'application not found' },
  400306: { code: 'upstream-not-enabled', meaning: 'paid quota exceeded' },
  400307: { code: 'upstream-auth-failed', meaning: 'domain not allowed' },
  400309: { code: 'upstream-auth-failed', meaning: 'session expired' },
  400310: { code: 'upstream-auth-failed', meaning: 'session revoked' },
  400401: { code: 'upstream-auth-failed', meaning: 'invalid API token, with HTTP 400' },
  403100: { code: 'upstream-not-enabled', meaning: 'application not available' },
  500601: { code: 'upstream-unavailable', meaning: 'internal error' },
  500602: { code: 'upstream-unavailable', meaning: 'internal error' },
  500901: { code: 'upstream-unavailable', meaning: 'internal error, retry' },
  500910: { code: 'upstream-throttled', meaning: 'rate limit exceeded' },
  900300: { code: 'target-not-found', meaning: 'message not found, as client SDKs report it' },
};

/** For the API document. */
export const PROBLEMS = {
  ...describeCodes(Object.entries(CODES).map(([number, failure]) => ({ ...failure, number }))),
  'upstream-refused': 'every code that is not listed for another problem',
};

/** For replies whose body has no known code. */
const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: 'upstream-auth-failed',
  429: 'upstream-throttled',
  504: 'upstream-timeout',
};

/** The end of the sentence "Sendbird reports an error: …". */
const DESCRIPTIONS: Partial<Record<ErrorCode, string>> = {
  'target-not-found': 'the channel or message does not exist',
  'upstream-auth-failed': 'the credentials are wrong',
  'upstream-not-enabled': 'the application may not use this feature',
  'upstream-throttled': 'too many requests',
  'upstream-timeout': 'timeout',
  'upstream-unavailable': 'the service is not available',
  'upstream-refused': 'the request is refused',
};

/**
 * @returns the payload of a 2xx reply with a JSON object that is not an error; `{}` for an empty body to a
 *   DELETE, since the pages say "empty response body" and recordings show `{}`
 * @throws GatewayError for any other reply
 */
export function readPayload(
  settings: SendbirdSettings,
  { method, body }: UpstreamRequest,
  reply: UpstreamReply,
): unknown {
  const payload = parseJson(reply.body);
  const vendorCode =
    isRecord(payload) && Number.isSafeInteger(payload.code) ? Number(payload.code) : undefined;
  const isError = isRecord(payload) && payload.error === true;
  const isOk = reply.status >= 200 && reply.status < 300;
  if (isOk && !isError && isRecord(payload)) return payload;
  if (isOk && method === 'DELETE' && reply.body.trim() === '') return {};

  const message = isRecord(payload)
    ? sanitizeVendorMessage(payload.message, [settings.apiToken], body)
    : undefined;
  const upstream = {
    provider: 'sendbird',
    status: reply.status,
    ...(vendorCode !== undefined && { code: vendorCode }),
    ...(message !== undefined && { message }),
  };
  if (isOk && (!isError || vendorCode === undefined)) {
    const fault = reply.body === '' ? 'empty' : 'not as documented';
    throw new GatewayError('upstream-malformed', `The reply of Sendbird is ${fault}.`, {
      upstream,
    });
  }
  const code = findErrorCode(reply.status, vendorCode);
  const description = DESCRIPTIONS[code] ?? 'failure';
  throw new GatewayError(code, `Sendbird reports an error: ${description}.`, {
    upstream,
    ...(code === 'upstream-throttled' && readRetryAfter(reply)),
  });
}

/** Whether an error of a plan means that a key, a message or a channel is missing: they have the same code. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof GatewayError && error.code === 'target-not-found';

function findErrorCode(status: number, vendorCode: number | undefined): ErrorCode {
  const byCode = vendorCode === undefined ? undefined : CODES[vendorCode]?.code;
  const known = byCode === undefined || contradicts(status, byCode) ? STATUSES[status] : byCode;
  return known ?? (status >= 500 ? 'upstream-unavailable' : 'upstream-refused');
}

/** The HTTP status decides which side is at fault. */
function contradicts(status: number, code: ErrorCode): boolean {
  if (status === 429) return true;
  if (status >= 500) return code !== 'upstream-unavailable' && code !== 'upstream-throttled';
  return status >= 400 && code === 'upstream-unavailable';
}

/** Seconds from now, with or without a fraction. A date, a sign or an exponent is not documented. */
const SECONDS = /^\d{1,10}(\.\d+)?$/;

/** "Rate limits": `X-RateLimit-RetryAfter` is the time to wait, in seconds with a fraction. */
function readRetryAfter({ headers }: UpstreamReply): ErrorDetails {
  const text = headers['x-ratelimit-retryafter']?.trim() ?? '';
  const retryAfterMs = SECONDS.test(text) ? Math.ceil(Number(text) * 1_000) : 0;
  return retryAfterMs > 0 ? { retryAfterMs } : {};
}
