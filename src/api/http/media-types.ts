/** Newline-delimited JSON: one JSON document per line. */
export const NDJSON = 'application/x-ndjson';

/** The media types of replies, and the media ranges that include them. */
const ACCEPTABLE: ReadonlySet<string> = new Set([
  'application/json',
  'application/problem+json',
  NDJSON,
  'text/event-stream',
  'application/*',
  '*/*',
]);

/**
 * Whether a value of `Accept` allows a media type that the API replies with. Parameters such as
 * `charset` are ignored, except a quality of 0, which excludes its range. Without a range, such as with an
 * empty value, any media type will do (RFC 9110 §12.5.1).
 */
export function acceptsJson(accept = '*/*'): boolean {
  if (ACCEPTABLE.has(accept) || /^[\s,]*$/.test(accept)) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return ACCEPTABLE.has(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
