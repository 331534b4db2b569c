import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { GatewayError } from '../../../core/gateway-error';
import { drawsByQuota } from '../../../core/channel-quotas';
import type { ApiRequest, ResponseFacts } from '../api-request';
import { maskCallersWords } from './mask-callers-words';

/** Printable ASCII without spaces, short enough for a header and a log line. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** Probes and scrapes, by route. They come every few seconds, so they are logged at `debug` unless they fail. */
const QUIET_ROUTES: ReadonlySet<string | undefined> = new Set([
  '/health/live',
  '/health/ready',
  '/metrics',
]);

/**
 * Gives each request an id, and logs one line when it ends: id, trace, method, route, client and the name
 * of its key, status, the ids of its vendor calls and time, of a client's own vendor request the connection and the
 * configured route, and of a failure its cause. A route is a template, because paths hold the ids and keys of
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
    response.on('close', () => {
      const { statusCode, locals, writableFinished } = response;
      const { route, failure } = locals as ResponseFacts;
      lines[levelOf(statusCode, route)](
        {
          requestId,
          traceId: request.traceId,
          req: { method: request.method },
          res: { statusCode },
          client: request.caller?.name,
          key: request.caller?.key,
          route,
          connection: request.vendorCall?.connection,
          vendorRoute: request.vendorCall?.route,
          ...(failure !== undefined && describeFailure(failure, request)),
          vendorRequestIds: request.vendorRequestIds,
          responseTime: Math.round(performance.now() - startedAt),
        },
        writableFinished ? 'request completed' : 'request aborted',
      );
    });
    next();
  };
}

function levelOf(statusCode: number, route: string | undefined): 'error' | 'info' | 'debug' {
  if (statusCode >= 500) return 'error';
  return statusCode < 400 && QUIET_ROUTES.has(route) ? 'debug' : 'info';
}

/** The cause of a failure, without ids, keys and values. */
function describeFailure(
  { code, details }: GatewayError,
  { operation, body, params, ip = '' }: ApiRequest,
) {
  const { reason, upstream, route, calls, usage, retryAfterMs, violatedQuotas } = details;
  const words = upstream?.message;
  return {
    problem: code,
    reason,
    // of a caller without a name; a header of a proxy can hold any text
    ...(code === 'unauthenticated' && { address: isIP(ip) === 0 ? 'unknown' : ip }),
    ...(operation !== undefined && {
      connection: operation.connection,
      operation: operation.name,
      place: `${operation.channelType} ${operation.name.slice(0, operation.name.indexOf('.'))}`,
    }),
    ...(calls !== undefined && {
      vendor: upstream && {
        route,
        ...upstream,
        message: words && maskCallersWords(words, body, params),
      },
      attempts: calls.attempts,
      waitedMs: calls.waitedMs,
      tokens: Object.fromEntries(
        drawsByQuota(usage ?? []).map(({ quota, tokens }) => [quota, tokens]),
      ),
    }),
    retryAfterMs,
    violatedQuotas,
  };
}

const requestIdOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : randomUUID();

/** A logger whose lines have the id, the trace and the client of the request. */
export const requestLogger = ({ log, id, traceId, caller }: ApiRequest): Logger =>
  log.child({ requestId: id, traceId, client: caller?.name });
