import type { QuotaReading, SandboxVendor, WireReply } from '../../kit/vendor';
import { errorReply } from '../refusal';
import type { State } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** The vendor counts in fractional seconds from now; plain decimals, never an exponent. */
const seconds = (ms: number) => (ms / 1000).toFixed(9);
const limitOf = ({ limit, windowMs }: QuotaReading) => `${limit};w=${windowMs / 1000}`;

/** `X-RateLimit-*`, times in fractional seconds from now. */
const rateLimitHeaders = (reading: QuotaReading): Readonly<Record<string, string>> => ({
  'X-RateLimit-Limit': limitOf(reading),
  'X-RateLimit-Remaining': String(reading.remaining),
  'X-RateLimit-Reset': seconds(reading.resetMs),
  'X-RateLimit-RetryAfter': seconds(reading.retryAfterMs),
});

/** Rate-limit headers of any counted reply, where the settings have them; a 429 brings its own. */
export const decorate: SandboxVendor<State, Unknowns>['decorate'] = (
  _request,
  [reading],
  { unknowns },
) =>
  reading === undefined || unknowns.rateLimitHeaders === 'on-429' ? {} : rateLimitHeaders(reading);

/** 429 in the words of a community article by the vendor's staff. */
export function throttled(reading: QuotaReading): WireReply {
  const state = [
    'scope: app',
    `limit: ${limitOf(reading)}`,
    `remaining: ${reading.remaining}`,
    `retry_after: ${seconds(reading.retryAfterMs)}s`,
    `reset: ${seconds(reading.resetMs)}s`,
  ];
  return {
    ...errorReply('too-many-requests', state.join(', ')),
    headers: rateLimitHeaders(reading),
  };
}
