import { GatewayError } from './gateway-error';

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

/**
 * A vendor's error message without secrets, signatures and addresses, which a vendor may repeat in it,
 * and on one line.
 * @returns at most 300 characters, or undefined if there is no message
 */
export function sanitizeVendorMessage(
  message: unknown,
  secrets: readonly string[],
): string | undefined {
  if (typeof message !== 'string') return undefined;
  const withoutSecrets = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.split(secret).join('***'), message);
  const cleaned = withoutSecrets
    .replace(SIGNATURE, '***')
    .replace(/https?:\/\/\S+/gi, '[address]')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_CHARACTERS)
    .replace(/\p{Surrogate}/gu, ''); // half of a character
  return cleaned === '' ? undefined : cleaned;
}
