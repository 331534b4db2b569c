import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ApiRequest } from '../api-request';

/** Printable ASCII that fits a header and a log line. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * A line for each request: its id, route, client and status. Addresses are logged as route templates:
 * ids and keys belong to callers, and a query may hold values. Headers and bodies are not logged.
 */
export function logRequests(logger: Logger): RequestHandler {
  // every field is named below and none can be a secret: there is nothing to look for
  const lines = logger.child({}, { redact: [] });
  logger.on('level-change', (level: string, ...[, , , changed]) => {
    if (changed === logger) lines.level = level; // it hears of its children's changes too
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
          route: locals.route as string | undefined,
          problem: locals.problem as string | undefined,
          responseTime: Math.round(performance.now() - startedAt),
        },
        writableFinished ? 'request completed' : 'request aborted',
      );
    });
    next();
  };
}

const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();

/** The log, with the ids of a request, its trace and its client in every line. */
export const requestLogger = ({ log, id, traceId, caller }: ApiRequest): Logger =>
  log.child({ requestId: id, traceId, client: caller?.name });
