import type { RequestHandler } from 'express';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { closeAfterResponse, type Lifecycle } from '../probes/lifecycle';
import type { LoadShedder } from '../probes/load-shedder';

/** When another replica, or this one, may take the call. */
const RETRY_MS = 1_000;

/**
 * Calls under way are waited for at the end. None is taken then, or where there are too many: a process
 * that is late lets its grants go stale, so it has no safe quota to give.
 */
export function admitCall(lifecycle: Lifecycle, load: LoadShedder): RequestHandler {
  return ({ method }, response, next) => {
    const refuse = (code: ErrorCode, message: string): void => {
      const nothingDone = method !== 'GET' && { applied: 'no' as const };
      next(new GatewayError(code, message, { retryAfterMs: RETRY_MS, ...nothingDone }));
    };
    if (lifecycle.isDraining) refuse('shutting-down', 'This replica takes no more calls.');
    else if (load.isOverloaded(lifecycle.callsUnderWay))
      refuse('overloaded', 'This replica has too many calls to take another one.');
    else {
      lifecycle.trackCall(response);
      next();
    }
  };
}

/** A replica that shuts down keeps nobody on its connections. */
export function closeConnectionsOnShutdown(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    if (lifecycle.isShuttingDown) closeAfterResponse(response);
    next();
  };
}
