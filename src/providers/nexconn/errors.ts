import { describeCodes } from '../../core/describe-codes';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { isRecord, parseJson, sanitizeVendorMessage } from '../../core/json';
import type { UpstreamReply, UpstreamRequest } from '../../core/upstream';
import type { NexconnSettings } from './settings';

interface Meaning {
  readonly code: ErrorCode;
  readonly says: string;
}

/** "Status codes" of the platform API. */
const CODES: Readonly<Record<number, Meaning>> = {
  404: { code: 'upstream-refused', says: 'the address is not known' },
  1000: { code: 'upstream-unavailable', says: 'an internal error' },
  1001: { code: 'upstream-auth-failed', says: 'app key and secret do not match' },
  1002: { code: 'upstream-refused', says: 'a parameter is wrong' },
  1003: { code: 'upstream-refused', says: 'the body is missing' },
  1004: { code: 'upstream-auth-failed', says: 'the signature is wrong' },
  1005: { code: 'upstream-refused', says: 'a parameter is too long' },
  1006: { code: 'upstream-auth-failed', says: 'the app is locked or deleted' },
  1007: { code: 'upstream-auth-failed', says: 'the call is restricted' },
  1008: { code: 'upstream-throttled', says: 'the call frequency is over the limit' },
  1009: { code: 'upstream-not-enabled', says: 'the service is not enabled' },
  1015: { code: 'entry-not-found', says: 'what was to be deleted does not exist' },
  1016: { code: 'upstream-refused', says: 'there are too many of these' },
  1050: { code: 'upstream-timeout', says: 'an internal timeout' },
  2007: { code: 'upstream-refused', says: 'the limit of test users is reached' },
};

/** What the two generations of endpoints call a success. */
const SUCCESSES: ReadonlySet<number> = new Set([0, 200]);

/** Where the body has no code that is known. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { code: 'upstream-auth-failed', says: 'the credentials are wrong' },
  403: { code: 'upstream-refused', says: 'the call is refused' },
  429: { code: 'upstream-throttled', says: 'the call frequency is over the limit' },
  430: { code: 'upstream-not-enabled', says: 'the service is not enabled' },
  504: { code: 'upstream-timeout', says: 'a timeout' },
};

const NAMED = [
  ...Object.entries(CODES).map(([number, meaning]) => ({ ...meaning, number })),
  ...Object.entries(STATUSES).map(([status, meaning]) => ({
    ...meaning,
    number: `HTTP ${status}`,
  })),
];

/** For the API document; what was to be deleted and is not there is no error to callers. */
export const PROBLEMS = {
  ...describeCodes(NAMED.filter(({ code }) => code !== 'entry-not-found')),
  'invalid-request': 'a write wants an acting user',
  'target-not-found': 'has no code for this; an unknown message or channel is `upstream-refused`',
};

/**
 * The success payload: HTTP 200 and `code` 0 (v4) or 200 (`.json` endpoints).
 * @throws GatewayError what the vendor meant instead
 */
export function accept(
  settings: NexconnSettings,
  request: UpstreamRequest,
  reply: UpstreamReply,
): unknown {
  const payload = parseJson(reply.body);
  const code = isRecord(payload) && typeof payload.code === 'number' ? payload.code : undefined;
  if (reply.status === 200 && code === (request.path.startsWith('/v4/') ? 0 : 200)) return payload;

  const words = isRecord(payload)
    ? sanitizeVendorMessage(payload.errorMessage, secrets(settings))
    : undefined;
  const form = reply.body === '' ? 'nothing at all' : 'something that is not its own';
  const { code: meaning, says } = meant(reply.status, code, words, form);
  throw new GatewayError(meaning, `Nexconn says: ${says}.`, {
    upstream: {
      provider: 'nexconn',
      status: reply.status,
      ...(code !== undefined && { code }),
      ...(words !== undefined && { message: words }),
    },
  });
}

function meant(
  status: number,
  code: number | undefined,
  words: string | undefined,
  form: string,
): Meaning {
  // An unknown app key is 1002 with these very words, not 1001.
  if (code === 1002 && words === 'Invalidate App-Key.')
    return { code: 'upstream-auth-failed', says: 'the app key is not known' };
  const known = (code === undefined ? undefined : CODES[code]) ?? STATUSES[status];
  if (known !== undefined) return known;
  if (status >= 500) return { code: 'upstream-unavailable', says: `HTTP ${status}` };
  // a success, but not one of this endpoint: nobody can tell what was done
  if (status < 300 && (code === undefined || SUCCESSES.has(code)))
    return { code: 'upstream-malformed', says: form };
  return { code: 'upstream-refused', says: code === undefined ? `HTTP ${status}` : `code ${code}` };
}

const secrets = (settings: NexconnSettings): string[] => [settings.appSecret, settings.appKey];
