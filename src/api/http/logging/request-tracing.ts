import type { RequestHandler } from 'express';
import type { Tracer } from '../../../core/trace';
import { headerOf, type ApiRequest, type ResponseFacts } from '../api-request';

/** W3C `traceparent`: version, trace id, parent id, flags. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

/**
 * Starts a span for each request and returns its trace in `traceresponse` (W3C Trace Context Level 2).
 * Without a tracer, only the trace id of the caller's `traceparent` is kept, for the log.
 */
export function traceRequests(tracer: Tracer | undefined): RequestHandler {
  return (request: ApiRequest, response, next) => {
    const span = tracer?.startRequest(request.headers, { 'http.request.method': request.method });
    const traceId = span?.traceId ?? TRACEPARENT.exec(headerOf(request, 'traceparent') ?? '')?.[1];
    if (traceId !== undefined) request.traceId = traceId;
    if (span !== undefined) {
      request.span = span;
      response.setHeader('traceresponse', span.traceparent);
      response.on('close', () => {
        const { statusCode, locals } = response;
        const { route, failure } = locals as ResponseFacts;
        const problem = failure?.code;
        span.updateName(route === undefined ? request.method : `${request.method} ${route}`);
        const client = request.caller?.name;
        span.end(
          {
            'http.response.status_code': statusCode,
            ...(route !== undefined && { 'http.route': route }),
            ...(client !== undefined && { 'gateway.client': client }),
            ...(problem !== undefined && { 'gateway.problem': problem }),
          },
          statusCode >= 500 ? (problem ?? String(statusCode)) : undefined,
        );
      });
    }
    next();
  };
}
