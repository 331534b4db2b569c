import type { UpstreamReply } from './upstream';

/**
 * Milliseconds that `Retry-After` (RFC 9110 §10.2.3) of a vendor's reply asks to wait. A date is compared with
 * `Date`, which is of the same clock.
 * @returns undefined for a header that is absent, names no time, or names one that is over
 */
export function retryAfterMsIn({ headers }: Pick<UpstreamReply, 'headers'>): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const ms = SECONDS.test(text)
    ? Number(text) * 1_000
    : Date.parse(DATE.test(text) ? text : '') - Date.parse(headers.date ?? '');
  return ms > 0 ? ms : undefined;
}

const SECONDS = /^\d{1,6}$/;
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
