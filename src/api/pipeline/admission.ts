import type { RequestHandler } from 'express';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { clientOf } from '../auth/access';
import type { ApiRequest } from '../http/api-request';
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
      next(refusal(method, code, message));
    };
    const overload = load.findOverload(lifecycle.callsUnderWay);
    if (lifecycle.isDraining) refuse('shutting-down', 'This replica accepts no more calls.');
    else if (overload !== undefined) refuse('overloaded', overload);
    else {
      lifecycle.trackCall(response);
      next();
    }
  };
}

/**
 * Refuses a call of a client that already has `maxConcurrent` calls under way on this replica, over all of its
 * credentials. Each request is one call until its response is closed, a batch with all of its operations too.
 */
export function limitClientCalls(): RequestHandler {
  const callsByClient = new Map<string, number>();
  return (request: ApiRequest, response, next) => {
    const { name, maxConcurrent = Infinity } = clientOf(request);
    const calls = callsByClient.get(name) ?? 0;
    if (calls >= maxConcurrent) {
      const message = `The client already has ${calls} calls under way on this replica, and its maxConcurrent is ${maxConcurrent}.`;
      next(refusal(request.method, 'overloaded', message));
      return;
    }
    // a response that closed during authentication does not emit `close` again
    if (!response.closed) {
      callsByClient.set(name, calls + 1);
      response.on('close', () => {
        const left = (callsByClient.get(name) ?? 0) - 1;
        if (left > 0) callsByClient.set(name, left);
        else callsByClient.delete(name);
      });
    }
    next();
  };
}

function refusal(method: string, code: ErrorCode, message: string): GatewayError {
  const applied = method !== 'GET' && { applied: 'no' as const };
  return new GatewayError(code, message, { retryAfterMs: RETRY_AFTER_MS, ...applied });
}

/** Makes clients connect to another replica for their next request, once the shutdown has begun. */
export function closeConnectionsOnShutdown(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    if (lifecycle.isShuttingDown) closeAfterResponse(response);
    next();
  };
}
