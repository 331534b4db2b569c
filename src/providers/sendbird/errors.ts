import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../../core/gateway-error';
import { isRecord, parseJson, sanitizeVendorMessage } from '../../core/json';
import type { UpstreamReply } from '../../core/upstream';
import type { SendbirdSettings } from './settings';

interface Meaning {
  readonly code: ErrorCode;
  readonly says: string;
}

/** "Error codes"; those not named here are refusals. */
const CODES: Readonly<Record<number, Meaning>> = {
  400108: { code: 'upstream-not-enabled', says: 'the plan lacks the feature' },
  400201: { code: 'target-not-found', says: 'resource not found, with HTTP 400' },
  400302: { code: 'upstream-auth-failed', says: 'bad access token' },
  400303: { code: 'upstream-auth-failed', says: 'bad session key' },
  400304: { code: 'upstream-auth-failed', says: 'application not found' },
  400306: { code: 'upstream-not-enabled', says: 'paid quota exceeded' },
  400307: { code: 'upstream-auth-failed', says: 'domain not allowed' },
  400309: { code: 'upstream-auth-failed', says: 'session expired' },
  400310: { code: 'upstream-auth-failed', says: 'session revoked' },
  400401: { code: 'upstream-auth-failed', says: 'invalid API token, with HTTP 400' },
  403100: { code: 'upstream-not-enabled', says: 'application not available' },
  500601: { code: 'upstream-unavailable', says: 'internal error' },
  500602: { code: 'upstream-unavailable', says: 'internal error' },
  500901: { code: 'upstream-unavailable', says: 'internal error, to be retried' },
  500910: { code: 'upstream-throttled', says: 'rate limit exceeded' },
  900300: { code: 'target-not-found', says: 'message not found, as client SDKs are told it' },
};

/** For the API document. */
export const PROBLEMS = {
  ...describeCodes(Object.entries(CODES).map(([number, meaning]) => ({ number, ...meaning }))),
  'upstream-refused': 'every code that is named nowhere else',
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
  const code = isRecord(payload) && typeof payload.code === 'number' ? payload.code : undefined;
  const failed = isRecord(payload) && payload.error === true;
  const ok = reply.status >= 200 && reply.status < 300;
  if (ok && !failed && isRecord(payload)) return payload;

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
  const known = (code === undefined ? undefined : CODES[code]?.code) ?? STATUSES[status];
  return known ?? (status >= 500 ? 'upstream-unavailable' : 'upstream-refused');
}

/** `X-RateLimit-RetryAfter` is in fractional seconds from now. */
function retryAfter({ headers }: UpstreamReply): ErrorDetails {
  const seconds = Number(headers['x-ratelimit-retryafter']);
  return seconds > 0 ? { retryAfterMs: Math.ceil(seconds * 1_000) } : {};
}

function words(payload: unknown, { apiToken }: SendbirdSettings) {
  const message = isRecord(payload)
    ? sanitizeVendorMessage(payload.message, [apiToken])
    : undefined;
  return message === undefined ? {} : { message };
}
