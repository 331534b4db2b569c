import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode, type ErrorDetails } from '../../core/gateway-error';
import { isRecord, parseJson, type JsonObject } from '../../core/json';
import type { UpstreamReply, UpstreamRequest } from '../../core/upstream';
import { sanitizeVendorMessage } from '../../core/vendor-reply';
import type { UserSigs } from './auth';
import { APP_QUOTAS, ATTRIBUTE_WRITES } from './quotas';
import type { TencentSettings } from './settings';

interface Failure {
  readonly code: ErrorCode;
  /** A phrase for people. */
  readonly meaning: string;
  /** The quotas that a throttle concerns; absent: that of the command. */
  readonly throttled?: readonly string[];
}

const failure = (code: ErrorCode, meaning: string): Failure => ({ code, meaning });
const throttled = (meaning: string, quotas?: readonly string[]): Failure => ({
  ...failure('upstream-throttled', meaning),
  ...(quotas && { throttled: quotas }),
});

export const USER_SIG_EXPIRED = 70001;

/** "Error codes" (1671, 34348, 131708), and the texts of the vendor's client SDK. All come with HTTP 200. */
const CODES: Readonly<Record<number, Failure>> = {
  // group service
  10002: failure('upstream-unavailable', 'internal error'),
  10003: failure('upstream-refused', 'the command is unknown'),
  10004: failure('upstream-refused', 'a parameter is wrong'),
  10006: throttled('operations on groups are too frequent'),
  10007: failure('upstream-refused', 'no permission, or the group type does not support the call'),
  10010: failure('target-not-found', 'the group does not exist'),
  10011: failure('upstream-refused', 'the body is not JSON'),
  10012: failure('upstream-refused', 'the operator is invalid'),
  10015: failure('upstream-refused', 'the group id is invalid'),
  10045: failure('upstream-refused', 'the key of an attribute is too long'),
  10046: failure('upstream-refused', 'the value of an attribute is too long'),
  10047: failure('upstream-refused', 'the group has too many attributes'),
  10048: failure('upstream-refused', 'the attributes of the group are too large'),
  10049: throttled('writes to the attributes of this group are too frequent', [ATTRIBUTE_WRITES]),
  10050: failure('entry-not-found', 'an attribute to delete does not exist'),
  10056: failure('upstream-refused', 'another client has just written the attributes'),
  10059: failure('upstream-not-enabled', 'the edition of the app has no counters'),
  10060: failure('upstream-not-enabled', 'counters are not enabled'),
  // message extensions: also the result of one key
  23001: failure('upstream-refused', 'another client has just written the key'),
  // codes of all services
  60002: failure('upstream-refused', 'the HTTP request cannot be read'),
  60003: failure('upstream-refused', 'the JSON cannot be read'),
  60004: failure('upstream-auth-failed', 'the account or the UserSig is missing or wrong'),
  60005: failure('upstream-auth-failed', 'the account or the UserSig is missing or wrong'),
  60006: failure('upstream-auth-failed', 'the SDKAppID is invalid'),
  60007: throttled('the frequency of this command is exceeded'),
  60008: failure('upstream-timeout', 'the server timed out'),
  60009: failure('upstream-refused', 'the URL is wrong'),
  60010: failure('upstream-auth-failed', 'the account is no app admin'),
  60011: throttled('the frequency of all commands of the app is exceeded', APP_QUOTAS),
  ...Object.fromEntries(
    [60012, 60013, 60014, 60015].map((code) => [
      code,
      failure('upstream-auth-failed', 'the SDKAppID is missing or wrong'),
    ]),
  ),
  60016: failure('upstream-not-enabled', 'the app is disabled'),
  60017: failure('upstream-not-enabled', 'the call is disabled'),
  60018: throttled('calls are too frequent'),
  60019: throttled('calls are too frequent'),
  60020: failure('upstream-not-enabled', 'the service package has expired'),
  60021: failure('upstream-auth-failed', 'calls from this IP address are not allowed'),
  [USER_SIG_EXPIRED]: failure('upstream-auth-failed', 'the UserSig has expired'),
  70003: failure('upstream-auth-failed', 'the UserSig is wrong'),
  70009: failure('upstream-auth-failed', 'the UserSig is wrong'),
  70013: failure('upstream-auth-failed', 'the account is not the one of the UserSig'),
  70014: failure('upstream-auth-failed', 'the SDKAppID is not the one of the UserSig'),
  70016: failure('upstream-auth-failed', 'the key or the account was not found'),
  70020: failure('upstream-auth-failed', 'the key or the account was not found'),
  70050: failure('upstream-auth-failed', 'too many UserSigs were wrong'),
  70051: failure('upstream-auth-failed', 'the account is blocked'),
  70107: failure('target-not-found', 'the account does not exist'),
};

/** For replies whose body has no code. The vendor documents other statuses for network trouble only. */
const STATUSES: Readonly<Record<number, Failure>> = {
  401: failure('upstream-auth-failed', 'the credentials are wrong'),
  408: failure('upstream-timeout', 'timeout'),
  429: throttled('the rate limit is exceeded'),
  504: failure('upstream-timeout', 'timeout'),
};

/** For the API document. Callers never see `entry-not-found`: a delete ignores it. */
const DESCRIPTIONS = describeCodes(
  Object.entries(CODES)
    .filter(([, { code }]) => code !== 'entry-not-found')
    .map(([number, one]) => ({ ...one, number })),
);
export const PROBLEMS = {
  ...DESCRIPTIONS,
  'upstream-refused': `${DESCRIPTIONS['upstream-refused'] ?? ''}, and every code that is not listed for another problem`,
  'invalid-request': 'a call for a direct channel needs an actor, the sender of the message',
  'provider-limit':
    'also for a counter beyond ±(2^53 − 1) in a reply, which JSON readers would round; that call has used quota',
};

/**
 * The failure that a code means, on its own or as the result of one key. Codes that are not in the table
 * are refusals: the vendor says `FAIL`.
 */
export function failureOfCode(settings: TencentSettings, code: number): Failure {
  if (settings.messageNotFoundCodes.includes(code))
    return failure('target-not-found', 'the message does not exist');
  if (settings.extensionNotSupportedCodes.includes(code))
    return failure('upstream-not-enabled', 'the message was sent without support for extensions');
  return CODES[code] ?? failure('upstream-refused', `code ${code}`);
}

/**
 * @returns the payload of a 2xx reply with `ErrorCode` 0
 * @throws GatewayError for any other reply
 */
export function readPayload(
  settings: TencentSettings,
  userSigs: UserSigs,
  request: UpstreamRequest,
  reply: UpstreamReply,
): JsonObject {
  const payload = parseJson(reply.body);
  const isOk = reply.status >= 200 && reply.status < 300;
  const envelope = isRecord(payload) && Number.isSafeInteger(payload.ErrorCode) ? payload : {};
  const { ErrorCode: vendorCode, ErrorInfo: info, ActionStatus: action } = envelope;
  if (isOk && vendorCode === 0 && action !== 'FAIL') return envelope;

  const message = sanitizeVendorMessage(
    info,
    [settings.secretKey, ...userSigs.recent],
    request.body,
  );
  const upstream = {
    provider: 'tencent',
    status: reply.status,
    ...(typeof vendorCode === 'number' && { code: vendorCode }),
    ...(message !== undefined && { message }),
  };
  const code = vendorCode === 0 ? undefined : (vendorCode as number | undefined);
  if (isOk && code === undefined) {
    const fault = reply.body === '' ? 'empty' : 'not as documented';
    throw new GatewayError('upstream-malformed', `The reply of Tencent is ${fault}.`, { upstream });
  }
  if (code === USER_SIG_EXPIRED) userSigs.expire();
  const found = findFailure(settings, isOk ? 0 : reply.status, code);
  const words = message === undefined ? '' : `: "${message}"`;
  throw new GatewayError(found.code, `Tencent reports an error: ${found.meaning}${words}.`, {
    upstream,
    ...throttledBy(found, request),
  });
}

/** The quotas that a throttle concerns, unless the request draws on none of them. */
const throttledBy = ({ throttled: quotas }: Failure, { draws }: UpstreamRequest): ErrorDetails =>
  quotas !== undefined && draws.some(({ quota }) => quotas.includes(quota))
    ? { throttledQuotas: quotas }
    : {};

/** @param status 0: only the code counts */
function findFailure(
  settings: TencentSettings,
  status: number,
  vendorCode: number | undefined,
): Failure {
  const byCode = vendorCode === undefined ? undefined : failureOfCode(settings, vendorCode);
  const known = byCode === undefined || contradicts(status, byCode) ? STATUSES[status] : byCode;
  if (known !== undefined) return known;
  const name = vendorCode === undefined ? `HTTP ${status}` : `code ${vendorCode}`;
  return failure(status >= 500 ? 'upstream-unavailable' : 'upstream-refused', name);
}

/** The HTTP status decides which side is at fault. */
function contradicts(status: number, { code }: Failure): boolean {
  if (status === 429) return code !== 'upstream-throttled';
  if (status >= 500) return code !== 'upstream-unavailable' && code !== 'upstream-timeout';
  return status >= 400 && (code === 'upstream-unavailable' || code === 'upstream-timeout');
}
