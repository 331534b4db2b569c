import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { ApiRequest } from '../api-request';

/** Printable ASCII that fits a header and a log line. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * A line for each request: its id, route, client and status. Addresses are logged as route templates:
 * ids and keys belong to callers, and a query may hold values. Headers and bodies are not logged.
 */
export function logRequests(logger: Logger): RequestHandler {
  const log = pinoHttp({
    logger,
    customAttributeKeys: { reqId: 'requestId' },
    quietReqLogger: true,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customProps: (request, response) => ({
      client: (request as ApiRequest).caller?.name,
      route: (response as Response).locals.route as string | undefined,
      problem: (response as Response).locals.problem as string | undefined,
    }),
    serializers: {
      req: ({ method }: { readonly method: string }) => ({ method }),
      res: ({ statusCode }: { readonly statusCode: number }) => ({ statusCode }),
    },
    // its `err` says no more than that the status is 5xx
    customErrorObject: (_request, _response, _error, line: object) => ({ ...line, err: undefined }),
  });
  logger.on('level-change', (level: string) => {
    log.logger.level = level;
  });
  return log;
}
