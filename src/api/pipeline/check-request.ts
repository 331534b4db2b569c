import type { Request, RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { acceptsJson, NDJSON } from '../http/media-types';

/** Refuses a request without Host, or with several: proxies may read another one (RFC 9112 §3.2). */
export const checkHost: RequestHandler = ({ rawHeaders, httpVersion }, _response, next) => {
  const hosts = countHosts(rawHeaders);
  if (hosts > 1)
    next(new GatewayError('invalid-request', 'The header Host is given more than once.'));
  else if (hosts === 0 && httpVersion === '1.1')
    next(new GatewayError('invalid-request', 'The header Host is missing.'));
  else next();
};

/** @param rawHeaders names and values in turn; Node.js keeps only the first Host in `headers` */
function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

/**
 * Refuses paths with an empty segment, `.` or `..`, encoded or not: proxies and clients normalize such
 * paths, so they could reach another target.
 */
export const checkPath: RequestHandler = ({ path }, _response, next) => {
  next(findPathFault(path));
};

/** Matches every path that can have a fault; most paths do not match and need no decoding. */
const SUSPICIOUS = /%|\/(\/|\.|$)/;

const UNSAFE_SEGMENTS: ReadonlySet<string> = new Set(['', '.', '..']);

/** The error for the first segment that is unsafe or not percent-encoded UTF-8. */
export function findPathFault(path: string): GatewayError | undefined {
  if (!SUSPICIOUS.test(path) || path === '/') return undefined; // `/` has no route: 404
  const segments = path.split('/').slice(1).map(decode);
  const index = segments.findIndex(
    (segment) => segment === undefined || UNSAFE_SEGMENTS.has(segment),
  );
  if (index === -1) return undefined;
  const reason =
    segments[index] === undefined
      ? 'is not percent-encoded UTF-8'
      : 'must not be empty, "." or ".."';
  return new GatewayError('invalid-request', `Segment ${index + 1} of the path ${reason}.`, {
    errors: [{ pointer: `path/${index + 1}`, reason }],
  });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** 404 for a path without a route. No credentials are needed to learn that: nothing is there to guard. */
export const checkRoute: RequestHandler = ({ matchedRoute }, _response, next) => {
  next(
    matchedRoute === undefined
      ? new GatewayError('route-not-found', 'The gateway serves nothing at this address.')
      : undefined,
  );
};

/** The files of the console, which Express serves; the route table does not list them. */
const CONSOLE_FILES = /^\/console(\/|$)/;

/** 405 for a path that exists, but not for this method. */
export const checkMethod: RequestHandler = (
  { matchedRoute, method, path, supportedMethods },
  _response,
  next,
) => {
  if (matchedRoute?.handlerOf(method) !== undefined) {
    next();
    return;
  }
  const methods = supportedMethods ?? (CONSOLE_FILES.test(path) ? ['GET'] : undefined);
  const allow = methods?.includes('GET') ? [...methods, 'HEAD'] : methods;
  if (allow === undefined || allow.includes(method)) next();
  else
    next(
      new GatewayError('method-not-allowed', `This address supports ${allow.join(', ')}.`, {
        allow,
      }),
    );
};

const JSON_BODY = ['application/json'];
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['PATCH', 'PUT', 'POST']);

/**
 * 406 if the caller does not accept JSON, 415 for a body of another type; before the body is read.
 * @param batchPath the path whose body may be newline-delimited JSON too
 */
export function checkMediaTypes(batchPath: string): RequestHandler {
  return (request, _response, next) => {
    const bodyTypes = request.path === batchPath ? [...JSON_BODY, NDJSON] : JSON_BODY;
    if (!acceptsJson(request.headers.accept))
      next(new GatewayError('not-acceptable', 'The gateway replies with JSON only.'));
    else if (hasOtherBody(request, bodyTypes))
      next(
        new GatewayError('unsupported-media-type', `The body must be ${bodyTypes.join(' or ')}.`),
      );
    else if (!hasUtf8(request))
      next(new GatewayError('unsupported-media-type', 'The body must be UTF-8.'));
    else next();
  };
}

const CHARSET = /;\s*charset\s*=\s*["']?([^\s;"']*)["']?/i;

/** RFC 8259 §8.1 allows UTF-8 only. Its usual misspelling is corrected for the readers of the body. */
function hasUtf8({ headers, method }: Request): boolean {
  const type = headers['content-type'];
  const [, charset] = CHARSET.exec(type ?? '') ?? [];
  if (!METHODS_WITH_BODY.has(method) || type === undefined || charset === undefined) return true;
  if (charset.toLowerCase() === 'utf8')
    headers['content-type'] = type.replace(CHARSET, '; charset=utf-8');
  return /^utf-?8$/i.test(charset);
}

const hasOtherBody = (request: Request, bodyTypes: string[]): boolean =>
  METHODS_WITH_BODY.has(request.method) &&
  request.headers['content-type'] !== 'application/json' && // the usual value needs no parsing
  request.headers['content-length'] !== '0' &&
  request.is(bodyTypes) === false;
