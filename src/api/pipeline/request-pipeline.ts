import type { RequestHandler } from 'express';
import { derived, type GatewaySettings, type Live, type ServerSettings } from '../../config';
import { quotaCost } from '../http/quota-headers';
import { authenticate } from '../auth/authenticate';
import { ANSWERS, hardenedHeaders, PAGES } from '../http/security-headers';
import { inOrder } from '../http/middleware-chain';
import type { Lifecycle } from '../probes/lifecycle';
import type { Load } from '../probes/load';
import { admit } from './admission';
import { checkPath } from './check-path';
import { NDJSON } from '../http/ndjson';
import { checkForm, checkMethod, checkRoute } from './check-route';
import { isOpen } from './public-routes';
import { parseQuery, refuseParameters } from './parse-query';
import { readBody } from './read-body';

export interface FrontDoor {
  readonly settings: Live<GatewaySettings>;
  readonly lifecycle: Lifecycle;
  readonly load: Load;
}

/** Where bodies may be larger, and may be read while they come in. */
const BATCH = '/v1/batch';

/**
 * What every address goes through, in this order, before any code of a route runs; those in the table of
 * open ones pass by. A request is refused as early as can be: nobody without credentials gets a body
 * read.
 */
export function frontDoor({ settings, lifecycle, load }: FrontDoor): RequestHandler {
  const open = inOrder([hardenedHeaders(PAGES), checkMethod]);
  const closed = inOrder([
    hardenedHeaders(ANSWERS),
    checkPath,
    checkRoute,
    admit(lifecycle, load),
    authenticate(() => settings.now.auth),
    checkMethod,
    checkForm(BATCH),
    parseQuery,
    refuseParameters,
    countNothing,
    bodyOf(() => settings.now.server),
  ]);
  return (request, response, next) => {
    void (isOpen(request.path) ? open : closed)(request, response, next);
  };
}

/** Until something is spent. The replies of a batch begin before it is known what they cost. */
const countNothing: RequestHandler = (request, response, next) => {
  if (request.path !== BATCH) response.setHeader('X-Quota-Cost', quotaCost([]));
  next();
};

function bodyOf(server: () => ServerSettings): RequestHandler {
  const readers = derived(server, ({ bodyLimit, batchBodyLimit }) => ({
    usual: readBody(bodyLimit),
    batch: readBody(batchBodyLimit),
  }));
  return (request, response, next) => {
    const { usual, batch } = readers.now;
    if (request.path !== BATCH) void usual(request, response, next);
    else if (request.is(NDJSON) === NDJSON) next();
    else void batch(request, response, next);
  };
}
