import type { RequestHandler } from 'express';
import type { FieldError } from '../../core/gateway-error';
import { refuseFaults } from '../http/problems/invalid-request';

/** How parameters that are lists are written; every other parameter is given once. */
const LISTS: Readonly<Record<string, (texts: readonly string[]) => string[]>> = {
  keys: (texts) => [...new Set(texts.flatMap((text) => text.split(',')))],
  values: (texts) => [...new Set(texts)],
};

/**
 * The query as plain strings and lists, for validation.
 * @throws URIError where it is not percent-encoded UTF-8
 * @throws GatewayError invalid-request where a parameter is given twice
 */
export function parseQueryString(query: string): Record<string, string | string[]> {
  const given = new Map<string, string[]>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...rest] = pair.split('=');
    const texts = given.get(decoded(name)) ?? [];
    given.set(decoded(name), [...texts, decoded(rest.join('='))]);
  }
  refuseFaults([...given].flatMap(([name, texts]) => twice(name, texts)));
  return Object.fromEntries([...given].map(([name, texts]) => [name, plain(name, texts)]));
}

/** Express parses queries leniently and caps them; this says what it does not take. */
export const parseQuery: RequestHandler = (request, _response, next) => {
  const start = request.url.indexOf('?') + 1;
  request.query = start === 0 ? {} : parseQueryString(request.url.slice(start));
  next();
};

/** Events, and calls on metadata and counters, take parameters, which are checked where they are read. */
const WITH_PARAMETERS = /^\/v1\/(events$|connections\/[^/]+\/channels\/)/;

/** Every other address takes none. */
export const refuseParameters: RequestHandler = (request, _response, next) => {
  if (!WITH_PARAMETERS.test(request.path))
    refuseFaults(
      Object.keys(request.query).map((name) => ({
        pointer: `query/${name}`,
        reason: 'is not a known field',
      })),
    );
  next();
};

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

const plain = (name: string, texts: string[]): string | string[] =>
  (Object.hasOwn(LISTS, name) ? LISTS[name]?.(texts) : texts[0]) ?? '';

function twice(name: string, texts: readonly string[]): FieldError[] {
  if (texts.length < 2 || Object.hasOwn(LISTS, name)) return [];
  return [{ pointer: `query/${name}`, reason: 'is given more than once' }];
}
