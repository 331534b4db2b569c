import { GatewayError, type ErrorCode, type ErrorDetails } from '../../core/gateway-error';
import { isObject, parseJson, shown } from '../../core/json';
import type { UpstreamReply } from '../../core/upstream';
import type { SendbirdSettings } from './settings';

/** "Error codes"; those not named here are refusals. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400108: 'upstream-not-enabled', // not authorized: the plan lacks the feature
  400201: 'target-not-found', // resource not found, with HTTP 400
  400302: 'upstream-auth-failed', // bad access token
  400303: 'upstream-auth-failed', // bad session key
  400304: 'upstream-auth-failed', // application not found
  400306: 'upstream-not-enabled', // paid quota exceeded
  400307: 'upstream-auth-failed', // domain not allowed
  400309: 'upstream-auth-failed', // session expired
  400310: 'upstream-auth-failed', // session revoked
  400401: 'upstream-auth-failed', // invalid API token, with HTTP 400
  403100: 'upstream-not-enabled', // application not available
  500601: 'upstream-unavailable',
  500602: 'upstream-unavailable',
  500901: 'upstream-unavailable', // internal error, to be retried
  500910: 'upstream-throttled', // rate limit exceeded
  900300: 'target-not-found', // message not found, as client SDKs are told it
};

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: 'upstream-auth-failed',
  429: 'upstream-throttled',
  504: 'upstream-timeout',
};

const SAYS: Partial<Record<ErrorCode, string>> = {
  'target-not-found': 'there is no such channel or message',
  'upstream-auth-failed': 'the credentials are wrong',
  'upstream-not-enabled': 'the application may not do this',
  'upstream-throttled': 'too many requests',
  'upstream-unavailable': 'it is not available',
  'upstream-refused': 'the call is refused',
};

/**
 * The success payload: a 2xx reply with a JSON object that is no error envelope.
 * @throws GatewayError what the vendor meant instead; codes count, message texts never
 */
export function accept(settings: SendbirdSettings, reply: UpstreamReply): unknown {
  const payload = parseJson(reply.body);
  const code = isObject(payload) && typeof payload.code === 'number' ? payload.code : undefined;
  const failed = isObject(payload) && payload.error === true;
  const ok = reply.status >= 200 && reply.status < 300;
  if (ok && !failed && isObject(payload)) return payload;

  const upstream = {
    provider: 'sendbird',
    status: reply.status,
    ...(code !== undefined && { code }),
    ...words(payload, settings),
  };
  if (ok && (!failed || code === undefined)) {
    const form = reply.body === '' ? 'nothing at all' : 'something that is not its own';
    throw new GatewayError('upstream-malformed', `Sendbird says ${form}.`, { upstream });
  }
  const meaning = meant(reply.status, code);
  throw new GatewayError(meaning, `Sendbird says: ${SAYS[meaning] ?? 'a failure'}.`, {
    upstream,
    ...(meaning === 'upstream-throttled' && retryAfter(reply)),
  });
}

function meant(status: number, code: number | undefined): ErrorCode {
  const known = (code === undefined ? undefined : CODES[code]) ?? STATUSES[status];
  return known ?? (status >= 500 ? 'upstream-unavailable' : 'upstream-refused');
}

/** `X-RateLimit-RetryAfter` is in fractional seconds from now. */
function retryAfter({ headers }: UpstreamReply): ErrorDetails {
  const seconds = Number(headers['x-ratelimit-retryafter']);
  return seconds > 0 ? { retryAfterMs: Math.ceil(seconds * 1_000) } : {};
}

function words(payload: unknown, { apiToken }: SendbirdSettings) {
  const message = isObject(payload) ? shown(payload.message, [apiToken]) : undefined;
  return message === undefined ? {} : { message };
}
