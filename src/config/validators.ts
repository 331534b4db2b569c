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

export const IsTrustProxy = createValidator(
  'isTrustProxy',
  'must be true, false or the number of proxies',
  (value) => typeof value === 'boolean' || isIntegerBetween(value, 1, 100),
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

/** Keys that verify tokens must not be fetched over an unencrypted network. */
export const IsJwksUri = createValidator(
  'isJwksUri',
  'must be an https:// URL (http:// on loopback only)',
  (value) => {
    const url = parseUrl(value);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  },
);
