import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseRedisNode } from '../core/redis-servers';

/** The longest delay of a timer in Node.js. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

type Decorator = (options?: ValidationOptions) => PropertyDecorator;

const createValidator =
  (name: string, reason: string, validate: (value: unknown) => boolean): Decorator =>
  (options) =>
    ValidateBy(
      { name, validator: { validate, defaultMessage: () => `$property ${reason}` } },
      options,
    );

/** @returns undefined for a text that is no URL or contains white space, which a parser would remove */
export function parseUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && !/\s/.test(value) && URL.canParse(value)
    ? new URL(value)
    : undefined;
}

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

const isIntegerBetween = (value: unknown, minimum: number, maximum: number): boolean =>
  Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;

const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2 };

/** @returns the bytes of a size such as `512b`, `64kb` or `1mb`, or NaN if the text is no size */
export function parseSize(text: unknown): number {
  const parts = typeof text === 'string' ? /^(\d{1,9})(b|kb|mb)$/i.exec(text) : null;
  return Number(parts?.[1]) * (SIZE_UNITS[parts?.[2]?.toLowerCase() ?? ''] ?? NaN);
}

const PORT_REASON = 'must be a port number from 0 to 65535';

export const IsPort = createValidator('isPort', PORT_REASON, (value) =>
  isIntegerBetween(value, 0, 65_535),
);

/** For environment variables, whose values are texts. */
export const IsPortText = createValidator(
  'isPortText',
  PORT_REASON,
  (value) => typeof value === 'string' && /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
);

export const IsMilliseconds = createValidator(
  'isMilliseconds',
  'must be a whole number of milliseconds, at most 2147483647',
  (value) => isIntegerBetween(value, 0, MAX_TIMER_MS),
);

export const IsSize = createValidator(
  'isSize',
  'must be a size above 0 such as 512b, 64kb or 1mb',
  (value) => parseSize(value) > 0,
);

/** `validateShape` knows this rule by its name: the field has one section or a list of them. */
export const IsOneOrMore = createValidator(
  'oneOrMore',
  'must be an object or a list of objects',
  (value) => !Array.isArray(value) || value.length > 0,
);

/** The hashes of the empty text and of a line break: an unset variable was hashed. */
const HASHES_OF_NOTHING: ReadonlySet<string> = new Set(
  ['', '\n'].map((text) => hash('sha256', text)),
);

/**
 * Reads a SHA-256 hash: 64 hexadecimal digits, or a line of `sha256sum` (`<hash>  -`) or of `shasum --tag`.
 * @returns it in lower case; undefined if the text is neither
 */
export function parseSha256(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const [, plain, tagged] =
    /^(?:\\?([0-9a-f]{64})(?: [ *].*)?|SHA(?:2-)?256 ?\(.*\) ?= ([0-9a-f]{64}))$/i.exec(
      text.trim(),
    ) ?? [];
  return (plain ?? tagged)?.toLowerCase();
}

export const IsKeyHash = createValidator(
  'isKeyHash',
  'must be the SHA-256 of a key: 64 hexadecimal digits, or the line that sha256sum prints; and not that of an empty key',
  (value) => {
    const parsed = parseSha256(value);
    return parsed !== undefined && !HASHES_OF_NOTHING.has(parsed);
  },
);

const INSTANT = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** @returns the Unix milliseconds of a date (its first moment in UTC) or of a time with its zone; else NaN */
export function parseInstant(text: unknown): number {
  const [, date = ''] = typeof text === 'string' ? (INSTANT.exec(text) ?? []) : [];
  const day = Date.parse(date);
  // Date.parse takes 31 February for 3 March
  const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(date);
  return exists ? Date.parse(String(text)) : NaN;
}

export const IsInstant = createValidator(
  'isInstant',
  'must be a date such as 2027-01-31, or a time with its zone such as 2027-01-31T12:00:00Z',
  (value) => !Number.isNaN(parseInstant(value)),
);

/** The forms of an address that Express reads: no zone, and an IPv4 address in an IPv6 one only after `::ffff:`. */
const PROXY_ADDRESS = /^((::ffff:)?[\d.]+|[\da-f:]+)$/i;

/** An IP address, a range such as `10.0.0.0/8`, or a name of Express for the private ranges. */
function isAddressRange(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const [address = '', prefix, ...rest] = text.split('/');
  const maximum = isIP(address) === 4 ? 32 : 128;
  return (
    ['loopback', 'linklocal', 'uniquelocal'].includes(text) ||
    (isIP(address) > 0 &&
      PROXY_ADDRESS.test(address) &&
      rest.length === 0 &&
      (prefix === undefined ||
        (/^\d{1,3}$/.test(prefix) && isIntegerBetween(Number(prefix), 1, maximum))))
  );
}

export const IsTrustProxy = createValidator(
  'isTrustProxy',
  'must be true, false, the number of proxies, or a list of their addresses and CIDR ranges, each with a prefix of at least 1',
  (value) =>
    typeof value === 'boolean' ||
    isIntegerBetween(value, 1, 100) ||
    (Array.isArray(value) && value.length > 0 && value.every(isAddressRange)),
);

/** The first segments of the gateway's own paths, which a base path would hide. */
const OWN_PATHS = [
  'v1',
  'docs',
  'docs-json',
  'docs-yaml',
  'console',
  'health',
  'metrics',
  'version',
];

export const IsBasePath = createValidator(
  'isBasePath',
  `must be a path such as /chat that does not end with / or begin with a path of the gateway: ${OWN_PATHS.join(', ')}`,
  (value) => {
    if (typeof value !== 'string' || !/^(\/[\w.~-]+)+$/.test(value)) return false;
    const segments = value.slice(1).split('/');
    return !OWN_PATHS.includes(segments[0] ?? '') && !segments.some((one) => /^\.{1,2}$/.test(one));
  },
);

export const IsOrigin = createValidator(
  'isOrigin',
  'must be "*" or an origin such as https://app.example, without a path',
  (value) => value === '*' || (typeof value === 'string' && parseUrl(value)?.origin === value),
);

export const IsHost = createValidator(
  'isHost',
  'must be a host name or an IP address',
  (value) => typeof value === 'string' && (isIP(value) > 0 || /^[A-Za-z0-9][\w.-]*$/.test(value)),
);

/** `buildRedis` finds the faults of the rest of the URL. */
export const IsRedisUrl = createValidator(
  'isRedisUrl',
  'must be a redis:// or rediss:// URL',
  (value) => typeof value === 'string' && /^rediss?:\/\//.test(value),
);

export const IsRedisNode = createValidator(
  'isRedisNode',
  'must be a host or host:port',
  (value) => typeof value === 'string' && parseRedisNode(value) !== undefined,
);

export const IsBaseUrl = createValidator(
  'isBaseUrl',
  'must be an http:// or https:// URL without credentials, query or fragment',
  (value) => {
    const url = parseUrl(value);
    return (
      url !== undefined &&
      /^https?:$/.test(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === ''
    );
  },
);

export const IsProxyUrl = createValidator(
  'isProxyUrl',
  'must be an http:// or https:// URL of a proxy, without a path; a % in its credentials is written %25',
  (value) => {
    const url = parseUrl(value);
    return (
      url !== undefined &&
      /^https?:$/.test(url.protocol) &&
      url.pathname + url.search === '/' &&
      isPercentEncoded(url.username + url.password)
    );
  },
);

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Keys that verify tokens must not be fetched over an unencrypted network. */
export const IsJwksUri = createValidator(
  'isJwksUri',
  'must be an https:// URL (http:// on loopback only)',
  (value) => {
    const url = parseUrl(value);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  },
);
