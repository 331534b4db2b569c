import type { RequestHandler } from 'express';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { closeAfterResponse, type Lifecycle } from '../probes/lifecycle';
import type { LoadShedder } from '../probes/load-shedder';

/** After this time another replica, or this one, may accept the call. */
const RETRY_AFTER_MS = 1_000;

/**
 * Admits a call and tracks it until its response is closed, so that a shutdown can wait for it. Refuses
 * calls while the replica drains or is overloaded: a process that is late uses its grants too late, so
 * more calls would only waste quota.
 */
export function admitCall(lifecycle: Lifecycle, load: LoadShedder): RequestHandler {
  return ({ method }, response, next) => {
    const refuse = (code: ErrorCode, message: string): void => {
      const applied = method !== 'GET' && { applied: 'no' as const };
      next(new GatewayError(code, message, { retryAfterMs: RETRY_AFTER_MS, ...applied }));
    };
    if (lifecycle.isDraining) refuse('shutting-down', 'This replica accepts no more calls.');
    else if (load.isOverloaded(lifecycle.callsUnderWay))
      refuse('overloaded', 'This replica has too many calls to accept another one.');
    else {
      lifecycle.trackCall(response);
      next();
    }
  };
}

/** Makes clients connect to another replica for their next request, once the shutdown has begun. */
export function closeConnectionsOnShutdown(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    if (lifecycle.isShuttingDown) closeAfterResponse(response);
    next();
  };
}
