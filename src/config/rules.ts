import { isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { bytesOf } from './size';

/** The longest that a Node timer can wait. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

type Decorator = (options?: ValidationOptions) => PropertyDecorator;

const rule =
  (name: string, reason: string, validate: (value: unknown) => boolean): Decorator =>
  (options) =>
    ValidateBy(
      { name, validator: { validate, defaultMessage: () => `$property ${reason}` } },
      options,
    );

/** URL, where the text is one and stays as it is when parsed. */
export function urlOf(value: unknown): URL | undefined {
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

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

export const IsPort = rule('isPort', 'must be a port, 0 to 65535', (value) =>
  isWhole(value, 0, 65_535),
);

/** As an environment variable has it. */
export const IsPortText = rule(
  'isPortText',
  'must be a port, 0 to 65535',
  (value) => typeof value === 'string' && /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
);

export const IsMilliseconds = rule(
  'isMilliseconds',
  'must be a whole number of milliseconds, at most 2147483647',
  (value) => isWhole(value, 0, MAX_TIMER_MS),
);

export const IsSize = rule(
  'isSize',
  'must be a size above 0 such as 512b, 64kb or 1mb',
  (value) => bytesOf(value) > 0,
);

export const IsTrustProxy = rule(
  'isTrustProxy',
  'must be true, false or the number of proxies',
  (value) => typeof value === 'boolean' || isWhole(value, 1, 100),
);

export const IsHost = rule(
  'isHost',
  'must be a host name or an IP address',
  (value) => typeof value === 'string' && (isIP(value) > 0 || /^[A-Za-z0-9][\w.-]*$/.test(value)),
);

export const IsRedisUrl = rule('isRedisUrl', 'must be a redis:// or rediss:// URL', (value) =>
  /^rediss?:$/.test(urlOf(value)?.protocol ?? ''),
);

export const IsBaseUrl = rule(
  'isBaseUrl',
  'must be an http:// or https:// URL without credentials, query or fragment',
  (value) => {
    const url = urlOf(value);
    return (
      url !== undefined &&
      /^https?:$/.test(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === ''
    );
  },
);

/** Keys that decide who may call are not taken over an open network. */
export const IsJwksUri = rule(
  'isJwksUri',
  'must be an https:// URL (http:// on loopback only)',
  (value) => {
    const url = urlOf(value);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  },
);
