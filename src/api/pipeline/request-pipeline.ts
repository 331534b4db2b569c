import type { RequestHandler } from 'express';
import {
  deriveLiveValue,
  type GatewaySettings,
  type LiveValue,
  type ServerSettings,
} from '../../config';
import { quotaCost } from '../http/quota-headers';
import { authenticate } from '../auth/authenticate';
import { API_HEADERS, securityHeaders, PAGE_HEADERS } from '../http/security-headers';
import { chain } from '../http/middleware-chain';
import type { Lifecycle } from '../probes/lifecycle';
import type { LoadShedder } from '../probes/load-shedder';
import { admitCall } from './admission';
import { checkPath } from './check-path';
import { NDJSON } from '../http/ndjson';
import { checkMediaTypes, checkMethod, checkRoute } from './check-route';
import { isPublic } from './public-routes';
import { parseQuery, refuseParameters } from './parse-query';
import { readBody } from './read-body';

export interface PipelineParts {
  readonly settings: LiveValue<GatewaySettings>;
  readonly lifecycle: Lifecycle;
  readonly load: LoadShedder;
}

/** Where bodies may be larger, and may be read while they come in. */
const BATCH = '/v1/batch';

/**
 * What every address goes through, in this order, before any code of a route runs; those in the table of
 * open ones pass by. A request is refused as early as can be: nobody without credentials gets a body
 * read.
 */
export function requestPipeline({ settings, lifecycle, load }: PipelineParts): RequestHandler {
  const open = chain([securityHeaders(PAGE_HEADERS), checkMethod]);
  const closed = chain([
    securityHeaders(API_HEADERS),
    checkPath,
    checkRoute,
    admitCall(lifecycle, load),
    authenticate(() => settings.current.auth),
    checkMethod,
    checkMediaTypes(BATCH),
    parseQuery,
    refuseParameters,
    countNothing,
    bodyOf(() => settings.current.server),
  ]);
  return (request, response, next) => {
    void (isPublic(request.path) ? open : closed)(request, response, next);
  };
}

/** Until something is spent. The replies of a batch begin before it is known what they cost. */
const countNothing: RequestHandler = (request, response, next) => {
  if (request.path !== BATCH) response.setHeader('X-Quota-Cost', quotaCost([]));
  next();
};

function bodyOf(server: () => ServerSettings): RequestHandler {
  const readers = deriveLiveValue(server, ({ bodyLimit, batchBodyLimit }) => ({
    usual: readBody(bodyLimit),
    batch: readBody(batchBodyLimit),
  }));
  return (request, response, next) => {
    const { usual, batch } = readers.current;
    if (request.path !== BATCH) void usual(request, response, next);
    else if (request.is(NDJSON) === NDJSON) next();
    else void batch(request, response, next);
  };
}
