import type { RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { derived, type GatewaySettings, type Live, type ServerSettings } from '../../config';
import { authenticate } from '../auth/authenticate';
import type { Lifecycle } from '../operations/lifecycle';
import { checkPath } from './check-path';
import { NDJSON } from '../ndjson';
import { checkForm, checkRoute } from './check-route';
import { parseQuery } from './parse-query';
import { readBody } from './read-body';
import type { RouteTable } from './route-table';

export interface FrontDoor {
  readonly table: RouteTable;
  readonly settings: Live<GatewaySettings>;
  readonly lifecycle: Lifecycle;
}

/** Where bodies may be larger, and may be read while they come in. */
const BATCH = '/v1/batch';

/**
 * What everything under /v1 goes through, in this order, before any code of a route runs. A request is
 * refused as early as can be: nobody without credentials gets a body read.
 */
export function frontDoor({ table, settings, lifecycle }: FrontDoor): RequestHandler[] {
  return [
    checkPath,
    checkRoute,
    authenticate(() => settings.now.auth),
    countCalls(lifecycle),
    checkForm(table, BATCH),
    parseQuery,
    bodyOf(() => settings.now.server),
  ].map(onClosedRoutes);
}

function onClosedRoutes(step: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (isClosed(request.path)) void step(request, response, next);
    else next();
  };
}

const isClosed = (path: string): boolean => path === '/v1' || path.startsWith('/v1/');

function bodyOf(server: () => ServerSettings): RequestHandler {
  const readers = derived(server, ({ bodyLimit, batchBodyLimit }) => ({
    usual: readBody(bodyLimit),
    batch: readBody(batchBodyLimit),
  }));
  return (request, response, next) => {
    const { usual, batch } = readers.now;
    if (request.is(NDJSON) === NDJSON) next();
    else void (request.path === BATCH ? batch : usual)(request, response, next);
  };
}

/** Calls under way are waited for at the end, and no new ones are taken then. */
function countCalls(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    if (lifecycle.isDraining) {
      const retryAfterMs = 1_000;
      next(
        new GatewayError('shutting-down', 'This replica takes no more calls.', { retryAfterMs }),
      );
      return;
    }
    response.once('close', lifecycle.begin());
    next();
  };
}
