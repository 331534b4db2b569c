import { GatewayError } from './gateway-error';
import { maskSecrets } from './mask-secrets';

/**
 * The error for a reply that reports success but does not have the documented form.
 * @param vendor the provider's name as people write it, with a capital
 * @param expected the documented form, as a noun phrase
 */
export function malformedReply(vendor: string, expected: string): GatewayError {
  return new GatewayError(
    'upstream-malformed',
    `The reply of ${vendor} is not as documented; expected ${expected}.`,
    { upstream: { provider: vendor.toLowerCase() } },
  );
}

/** Requests are signed with a SHA-1 digest in hexadecimal digits. */
const SIGNATURE = /\b[0-9a-f]{40}\b/gi;

const MAX_MESSAGE_CHARACTERS = 300;
/** Left where a text is cut. */
const HALF_CHARACTERS = /\p{Surrogate}/gu;

/** Also percent-encoded: the log decodes what is encoded. */
const URL = /https?(?::|%3a)(?:\/|%2f){2}\S+/gi;
/** Names need a dot, so that `code:1004` is none. It begins only where a name does, so a long one takes linear time. */
const HOST_AND_PORT =
  /(?:\[[0-9a-f:.]+\]|\blocalhost|(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+[a-z0-9-]+)(?::|%3a)\d{2,5}\b/gi;

/**
 * A vendor's error message without secrets, signatures, addresses and the body of the request, which a vendor
 * may repeat in it, and on one line.
 * @param body of the request
 * @returns at most 300 characters, or undefined if there is no message
 */
export function sanitizeVendorMessage(
  message: unknown,
  secrets: readonly string[],
  body: string | undefined,
): string | undefined {
  if (typeof message !== 'string') return undefined;
  const cleaned = maskSecrets(withoutBody(message, body), secrets)
    .replace(SIGNATURE, '***')
    .replace(URL, '[address]')
    .replace(HOST_AND_PORT, '[address]')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_CHARACTERS)
    .replace(HALF_CHARACTERS, '');
  return cleaned === '' ? undefined : cleaned;
}

/** A shorter body may be a word of the vendor's own. */
const MIN_BODY_CHARACTERS = 8;
/** A part of a body, from its beginning, is found by so many characters: vendors cut what they repeat. */
const BEGINNING_CHARACTERS = 16;

/** More of a message is not shown, so the rest of one that repeats a body very often is left out. */
const MAX_CLEANED_CHARACTERS = 3 * MAX_MESSAGE_CHARACTERS;

/** The text without a repeated body, or the beginning of it: as it is, quoted as JSON, or URL-encoded. */
function withoutBody(text: string, body = ''): string {
  // no more of it can be in the text
  const start = body.slice(0, text.length).replace(HALF_CHARACTERS, '');
  if (start.length < MIN_BODY_CHARACTERS) return text;
  const encoded = encodeURIComponent(start);
  const quoted = JSON.stringify(start).slice(1, -1);
  const forms = [start, quoted, encoded, encoded.replaceAll('%20', '+')];
  let kept = '';
  let rest = text;
  for (let at = findBeginning(rest, forms); at !== -1; at = findBeginning(rest, forms)) {
    const found = rest.slice(at);
    kept += `${rest.slice(0, at)}[body]`;
    rest = found.slice(Math.max(...forms.map((form) => commonLength(found, form))));
    if (kept.length > MAX_CLEANED_CHARACTERS) return kept;
  }
  return kept + rest;
}

function findBeginning(text: string, forms: readonly string[]): number {
  const places = forms
    .map((form) => text.indexOf(form.slice(0, BEGINNING_CHARACTERS)))
    .filter((at) => at !== -1);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** The number of characters with which both begin. */
function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}
