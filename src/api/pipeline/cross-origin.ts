import type { RequestHandler } from 'express';

/** The headers that a page may send and read besides those that every page may. */
const REQUEST_HEADERS =
  'Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, Priority, traceparent, X-Actor-Id, X-Request-Id';
const RESPONSE_HEADERS =
  'Age, Allow, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, traceresponse, X-Quota-Cost, X-Request-Id';
const METHODS = 'GET, HEAD, PUT, POST, PATCH, DELETE';
/** How long a browser may keep the reply to a preflight request, in seconds. */
const MAX_AGE_S = 600;

/**
 * Lets pages of these origins call the API (CORS, Fetch Standard §3.2) and replies to preflight requests, which
 * carry no credentials. Cookies are never accepted, so an allowed origin gets no rights of its own.
 */
export function allowOrigins(origins: () => readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    const allowed = origins();
    if (allowed.length === 0 || origin === undefined) {
      next();
      return;
    }
    response.vary('Origin');
    if (allowed.includes('*') || allowed.includes(origin)) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', RESPONSE_HEADERS);
      if (request.method === 'OPTIONS' && 'access-control-request-method' in request.headers) {
        response.setHeader('Access-Control-Allow-Methods', METHODS);
        response.setHeader('Access-Control-Allow-Headers', REQUEST_HEADERS);
        response.setHeader('Access-Control-Max-Age', MAX_AGE_S);
        response.status(204).end();
        return;
      }
    }
    next();
  };
}
