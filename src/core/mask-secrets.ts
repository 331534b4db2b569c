import type { Provider } from './provider';

const MASK = '***';

/** The parts of a vendor's requests that are never shown. */
export type Secrets = Pick<Provider, 'secretHeaders' | 'secretParameters'>;

/** The value of a header as it may be shown. */
export const maskHeader = ({ secretHeaders }: Secrets, name: string, value: string): string =>
  secretHeaders.includes(name.toLowerCase()) ? MASK : value;

/** A path as it may be shown: the values of secret query parameters are masked. */
export function maskPath({ secretParameters = [] }: Secrets, path: string): string {
  const queryAt = path.indexOf('?') + 1;
  if (queryAt === 0 || secretParameters.length === 0) return path;
  const parameters = path
    .slice(queryAt)
    .split('&')
    .map((parameter) => {
      const [name = ''] = parameter.split('=', 1);
      return secretParameters.includes(name) ? `${name}=${MASK}` : parameter;
    });
  return path.slice(0, queryAt) + parameters.join('&');
}

/** In shorter texts, an encoding would also be found where it means something else. */
const MIN_ENCODED_CHARACTERS = 6;

const base64Of = (secret: string): readonly string[] =>
  (['base64', 'base64url'] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding).replace(/=+$/, ''),
  );

/** A secret as it may occur in bytes: as it is, in other letter case, percent-encoded, or in Base64. */
export function formsOf(secret: string): readonly string[] {
  if (secret.length < MIN_ENCODED_CHARACTERS) return [secret];
  const encoded = encodeURIComponent(secret);
  const lowerHex = encoded.replace(/%../g, (code) => code.toLowerCase());
  const cases = [secret.toLowerCase(), secret.toUpperCase()];
  return [...new Set([secret, ...cases, encoded, lowerHex, ...base64Of(secret)])];
}

/** A text without these secrets, in any letter case, percent-encoded in part or whole, or in Base64. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((masked, secret) => masked.replace(patternOf(secret), MASK), text);
}

function patternOf(secret: string): RegExp {
  if (secret.length < MIN_ENCODED_CHARACTERS) return new RegExp(escaped(secret), 'g');
  const characters = Array.from(secret).map((character) => {
    const bytes = Buffer.from(character).toString('hex').replace(/../g, '%$&');
    return `(?:${escaped(character)}|${bytes})`;
  });
  return new RegExp([characters.join(''), ...base64Of(secret).map(escaped)].join('|'), 'gi');
}

const escaped = (text: string): string => text.replace(/[^\w\s]/g, '\\$&');
