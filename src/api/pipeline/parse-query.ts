import type { RequestHandler } from 'express';
import type { FieldError } from '../../core/gateway-error';
import { refuseFaults, UNKNOWN_PARAMETER } from '../http/problems/invalid-request';

/** The parameters that are lists. All others may occur once. */
const LISTS: Readonly<Record<string, (texts: readonly string[]) => string[]>> = {
  keys: (texts) => [...new Set(texts.flatMap((text) => text.split(',')))],
  messageIds: (texts) => texts.flatMap((text) => text.split(',')), // a repeated id is answered twice
  values: (texts) => [...new Set(texts)], // a comma is part of the value
};

/**
 * The parameters of a query by name, not validated yet; lists of keys and values without duplicates.
 * @param query without the `?`
 * @throws URIError if it is not percent-encoded UTF-8
 * @throws GatewayError invalid-request if a parameter that is no list occurs more than once
 */
export function parseQueryString(query: string): Record<string, string | string[]> {
  const parameters = new Map<string, string[]>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...rest] = pair.split('=');
    const texts = parameters.get(decode(name)) ?? [];
    parameters.set(decode(name), [...texts, decode(rest.join('='))]);
  }
  refuseFaults([...parameters].flatMap(([name, texts]) => findRepetition(name, texts)));
  return Object.fromEntries([...parameters].map(([name, texts]) => [name, valueOf(name, texts)]));
}

/** Replaces Express's parser, which accepts malformed queries and drops parameters beyond a limit. */
export const parseQuery: RequestHandler = (request, _response, next) => {
  const start = request.url.indexOf('?') + 1;
  request.query = start === 0 ? {} : parseQueryString(request.url.slice(start));
  next();
};

/** The routes with parameters: event streams, and leases, and calls on metadata and counters. They validate them. */
const WITH_PARAMETERS = /^\/v1\/(events$|connections\/[^/]+\/(channels|leases)\/)/;

/** Refuses parameters on all other routes. @throws GatewayError invalid-request */
export const refuseParameters: RequestHandler = (request, _response, next) => {
  if (!WITH_PARAMETERS.test(request.path))
    refuseFaults(
      Object.keys(request.query).map((name) => ({
        pointer: `query/${name}`,
        reason: UNKNOWN_PARAMETER,
      })),
    );
  next();
};

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

const isList = (name: string): boolean => Object.hasOwn(LISTS, name);

const valueOf = (name: string, texts: string[]): string | string[] =>
  (isList(name) ? LISTS[name]?.(texts) : texts[0]) ?? '';

function findRepetition(name: string, texts: readonly string[]): FieldError[] {
  if (texts.length < 2 || isList(name)) return [];
  return [{ pointer: `query/${name}`, reason: 'is given more than once' }];
}
