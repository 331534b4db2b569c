import type { Request, RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { NDJSON } from '../http/ndjson';
import { acceptsJson } from './accepts-json';

/** 404 for what is not there; said before credentials are asked for, as nothing is there to guard. */
export const checkRoute: RequestHandler = (_request, response, next) => {
  const { route } = response.locals as { readonly route?: string };
  next(route === undefined ? absent() : undefined);
};

const absent = () => new GatewayError('route-not-found', 'There is nothing at this address.');

const JSON_BODY = ['application/json'];
const WITH_BODY: ReadonlySet<string> = new Set(['PATCH', 'PUT', 'POST']);

const bringsOther = (request: Request, bodies: string[]): boolean =>
  WITH_BODY.has(request.method) &&
  request.headers['content-type'] !== 'application/json' && // as most say it
  request.headers['content-length'] !== '0' &&
  request.is(bodies) === false;

/** Files of the console, which no table lists. */
const FILES = /^\/console(\/|$)/;

/** 405, where there is something at the address. */
export const checkMethod: RequestHandler = ({ matched, method, path }, _response, next) => {
  if (matched?.handlerOf(method) !== undefined) {
    next();
    return;
  }
  const files = FILES.test(path) ? ['GET'] : undefined;
  const methods = matched?.methods ?? files;
  const allow = methods?.includes('GET') ? [...methods, 'HEAD'] : methods;
  if (allow === undefined || allow.includes(method)) next();
  else
    next(
      new GatewayError('method-not-allowed', `This address has ${allow.join(', ')}.`, { allow }),
    );
};

/**
 * 406 and 415: what can be said of a request before its body is read.
 * @param lines the path whose body may come as newline-delimited JSON too
 */
export function checkMediaTypes(lines: string): RequestHandler {
  return (request, _response, next) => {
    const bodies = request.path === lines ? [...JSON_BODY, NDJSON] : JSON_BODY;
    if (!acceptsJson(request.headers.accept))
      next(new GatewayError('not-acceptable', 'Answers are JSON.'));
    else if (bringsOther(request, bodies))
      next(new GatewayError('unsupported-media-type', `Bodies are ${bodies.join(' or ')}.`));
    else next();
  };
}
