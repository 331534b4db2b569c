import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest } from '../api-request';

/** Printable ASCII without spaces, short enough for a header and a log line. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Gives each request an id, and logs one line when it ends: id, trace, method, route, client and the name of
 * its key, status, problem code, the ids of its vendor calls and time. The route is a template, because paths hold the ids and keys of
 * callers and queries may hold values. Headers and bodies are not logged.
 */
export function logRequests(logger: Logger): RequestHandler {
  // no redaction: it takes time, and none of the fields below can be a secret
  const lines = logger.child({}, { redact: [] });
  logger.on('level-change', (level: string, ...[, , , changed]) => {
    if (changed === logger) lines.level = level; // children emit this event on their parent too
  });
  return (request: ApiRequest, response, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.headers['x-request-id']);
    request.id = requestId;
    request.log = logger;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const { statusCode, locals, writableFinished } = response;
      lines[statusCode >= 500 ? 'error' : 'info'](
        {
          requestId,
          traceId: request.traceId,
          req: { method: request.method },
          res: { statusCode },
          client: request.caller?.name,
          key: request.caller?.key,
          route: locals.route as string | undefined,
          problem: locals.problem as string | undefined,
          vendorRequestIds: request.vendorRequestIds,
          responseTime: Math.round(performance.now() - startedAt),
        },
        writableFinished ? 'request completed' : 'request aborted',
      );
    });
    next();
  };
}

const requestIdOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : randomUUID();

/** A logger whose lines have the id, the trace and the client of the request. */
export const requestLogger = ({ log, id, traceId, caller }: ApiRequest): Logger =>
  log.child({ requestId: id, traceId, client: caller?.name });
