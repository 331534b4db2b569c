import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { isRecord, parseJson } from '../../core/json';
import type { UpstreamReply, UpstreamRequest } from '../../core/upstream';
import { sanitizeVendorMessage } from '../../core/vendor-reply';
import type { NexconnSettings } from './settings';

interface Failure {
  readonly code: ErrorCode;
  /** A phrase for people. */
  readonly meaning: string;
}

const THROTTLED: Failure = { code: 'upstream-throttled', meaning: 'the rate limit is exceeded' };

/** "Status codes" (docs.nexconn.ai, platform-chat-api/code), where the HTTP status says nothing else. */
const CODES: Readonly<Record<number, Failure>> = {
  400: { code: 'upstream-refused', meaning: 'the user does not exist' },
  404: { code: 'upstream-refused', meaning: 'the address is unknown' },
  1000: {
    code: 'upstream-unavailable',
    meaning: 'invalid request parameters or an internal error',
  },
  1001: { code: 'upstream-auth-failed', meaning: 'the app key and the app secret do not match' },
  1002: { code: 'upstream-refused', meaning: 'a parameter is wrong' },
  1003: {
    code: 'upstream-refused',
    meaning: 'the request body or the id of the open channel is missing',
  },
  1004: { code: 'upstream-auth-failed', meaning: 'the signature is wrong' },
  1005: { code: 'upstream-refused', meaning: 'a parameter is too long' },
  1006: { code: 'upstream-auth-failed', meaning: 'the app is locked or deleted' },
  1007: { code: 'upstream-auth-failed', meaning: 'calls from this IP address are not allowed' },
  1008: THROTTLED,
  1009: { code: 'upstream-not-enabled', meaning: 'the service is not enabled' },
  1015: { code: 'entry-not-found', meaning: 'the data to delete does not exist' },
  1016: { code: 'upstream-refused', meaning: 'a list is full' },
  1050: { code: 'upstream-timeout', meaning: 'internal timeout' },
  2007: { code: 'upstream-refused', meaning: 'the limit of test users is reached' },
};

/** `code` of a success: 0 on `/v4` paths, 200 on `.json` paths. */
const SUCCESS_CODES: ReadonlySet<number> = new Set([0, 200]);

/** For replies whose body has no known code. */
const STATUSES: Readonly<Record<number, Failure>> = {
  400: { code: 'upstream-refused', meaning: 'the request is wrong' },
  401: { code: 'upstream-auth-failed', meaning: 'the credentials are wrong' },
  403: { code: 'upstream-refused', meaning: 'the call is refused' },
  429: THROTTLED,
  430: { code: 'upstream-not-enabled', meaning: 'the service is not enabled' },
  504: { code: 'upstream-timeout', meaning: 'timeout' },
};

const TARGET_MISSING: Failure = {
  code: 'target-not-found',
  meaning: 'the message or channel does not exist',
};

/** "Set message metadata", prerequisites. The vendor has no code of its own for this cause. */
const PREREQUISITE =
  'Only messages that were sent with `hasMetadata: true` (RongCloud: `expansion`) can have metadata.';

const VENDOR_CODES = [
  ...Object.entries(CODES).map(([number, failure]) => ({ ...failure, number })),
  ...Object.entries(STATUSES).map(([status, failure]) => ({
    ...failure,
    number: `HTTP ${status}`,
  })),
];

/** For the API document. Callers never see `entry-not-found`: see `deletePresent`. */
export const PROBLEMS = {
  ...describeCodes(VENDOR_CODES.filter(({ code }) => code !== 'entry-not-found')),
  'invalid-request': 'a write needs an actor',
  'target-not-found':
    '`HTTP 404` with another code than `404`. No code is documented for an unknown message or channel: ' +
    'most are `upstream-refused`, and `detail` has the words of the vendor',
};

/**
 * @returns the payload of a reply with HTTP 200 and the success code of its path
 * @throws GatewayError for any other reply
 */
export function readPayload(
  settings: NexconnSettings,
  request: UpstreamRequest,
  reply: UpstreamReply,
): unknown {
  const payload = parseJson(reply.body);
  const code = isRecord(payload) && isVendorCode(payload.code) ? payload.code : undefined;
  const successCode = request.path.startsWith('/v4/') ? 0 : 200;
  if (reply.status === 200 && code === successCode) return payload;

  const message = isRecord(payload)
    ? sanitizeVendorMessage(
        payload.errorMessage,
        [settings.appSecret, settings.appKey],
        request.body,
      )
    : undefined;
  const upstream = {
    provider: 'nexconn',
    status: reply.status,
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
  };
  const failure = findFailure(reply.status, code, message);
  if (failure === undefined) {
    const fault = reply.body === '' ? 'empty' : 'not as documented';
    throw new GatewayError('upstream-malformed', `The reply of Nexconn is ${fault}.`, { upstream });
  }
  const words = message === undefined ? '' : `: "${message}"`;
  const advice = mayLackPrerequisite(request, failure, code) ? ` ${PREREQUISITE}` : '';
  const detail = `Nexconn reports an error: ${failure.meaning}${words}.${advice}`;
  throw new GatewayError(failure.code, detail, { upstream });
}

const isVendorCode = (value: unknown): value is number => Number.isSafeInteger(value);

const mayLackPrerequisite = (
  { effect, route }: UpstreamRequest,
  failure: Failure,
  code: number | undefined,
): boolean =>
  failure.code === 'upstream-refused' &&
  code === 1002 &&
  effect !== 'read' &&
  route.includes('/message/');

/** @returns undefined for a success that is not the one of this path: its effect is unknown */
function findFailure(
  status: number,
  code: number | undefined,
  message: string | undefined,
): Failure | undefined {
  // an unknown app key is answered with code 1002 and exactly this message, not with 1001
  if (code === 1002 && message === 'Invalidate App-Key.')
    return { code: 'upstream-auth-failed', meaning: 'the app key is unknown' };
  if (status === 429) return THROTTLED;
  if (status === 404 && code !== undefined && code !== 404) return TARGET_MISSING;
  const byCode = code === undefined ? undefined : CODES[code];
  const known = byCode === undefined || contradicts(status, byCode) ? STATUSES[status] : byCode;
  if (known !== undefined) return known;
  if (status >= 500) return { code: 'upstream-unavailable', meaning: `HTTP ${status}` };
  if (status < 300 && (code === undefined || SUCCESS_CODES.has(code))) return undefined;
  const meaning = code === undefined ? `HTTP ${status}` : `code ${code}`;
  return { code: 'upstream-refused', meaning };
}

/**
 * The HTTP status decides which side is at fault: a code such as 1000 stands for a wrong request with
 * HTTP 400, and for a failure of the vendor with HTTP 500.
 */
function contradicts(status: number, { code }: Failure): boolean {
  if (status >= 500) return code === 'upstream-refused' || code === 'entry-not-found';
  return status >= 400 && (code === 'upstream-unavailable' || code === 'upstream-timeout');
}
