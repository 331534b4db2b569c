import { GatewayError } from './gateway-error';

/** A vendor's JSON, of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed text, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws GatewayError upstream-malformed: a reply that was a success but is not shaped like one */
export function malformedReply(provider: string, what: string): GatewayError {
  return new GatewayError(
    'upstream-malformed',
    `${provider} answered something else than ${what}.`,
    {
      upstream: { provider },
    },
  );
}

/** A SHA-1 in hexadecimal digits, which is what requests are signed with. */
const SIGNATURE = /\b[0-9a-f]{40}\b/gi;

/**
 * A vendor's own words, fit to be shown: at most 300 characters, without addresses and without the
 * credentials and signatures that a vendor may echo.
 */
export function sanitizeVendorMessage(
  message: unknown,
  secrets: readonly string[],
): string | undefined {
  if (typeof message !== 'string' || message === '') return undefined;
  const clean = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.split(secret).join('***'), message);
  return clean
    .replace(SIGNATURE, '***')
    .replace(/https?:\/\/\S+/gi, '[address]')
    .slice(0, 300);
}
