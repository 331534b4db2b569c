import type { RequestHandler } from 'express';
import {
  deriveLiveValue,
  type GatewaySettings,
  type LiveValue,
  type ServerSettings,
} from '../../config';
import { authenticate } from '../auth/authenticate';
import type { OnKeyFailure } from '../auth/issuer-keys';
import { NDJSON } from '../http/media-types';
import { chain } from '../http/middleware-chain';
import { quotaCost } from '../http/quota-headers';
import { API_HEADERS, PAGE_HEADERS, securityHeaders } from '../http/security-headers';
import type { Lifecycle } from '../probes/lifecycle';
import type { LoadShedder } from '../probes/load-shedder';
import { admitCall, limitClientCalls } from './admission';
import { checkHost, checkMediaTypes, checkMethod, checkPath, checkRoute } from './check-request';
import { allowOrigins } from './cross-origin';
import { parseQuery, refuseParameters } from './parse-query';
import { isPublic } from './public-routes';
import { readBody } from './read-body';
import { isVendorPath, readVendorBody } from './read-vendor-body';
import { refuseBody, refusePreconditions } from './refused-parts';

export interface PipelineParts {
  readonly settings: LiveValue<GatewaySettings>;
  readonly lifecycle: Lifecycle;
  readonly load: LoadShedder;
  /** Called when the keys of a token issuer cannot be fetched. */
  readonly onKeyFailure: OnKeyFailure;
}

/** Has a larger limit for bodies, and reads newline-delimited JSON itself while it arrives. */
const BATCH_PATH = '/v1/batch';

/**
 * The checks that every request passes before code of its route runs, the cheapest first: a request
 * without valid credentials is refused before its body is read. Public routes skip most of them.
 */
export function requestPipeline({
  settings,
  lifecycle,
  load,
  onKeyFailure,
}: PipelineParts): RequestHandler {
  // one chain for both kinds of closed routes, because it counts failed credentials and calls under way
  const admitted = chain([
    securityHeaders(API_HEADERS),
    checkHost,
    checkPath,
    checkRoute,
    admitCall(lifecycle, load),
    authenticate(() => settings.current.auth, onKeyFailure),
    limitClientCalls(),
    checkMethod,
  ]);
  const publicRoute = chain([securityHeaders(PAGE_HEADERS), checkHost, checkMethod]);
  const closedRoute = chain([
    admitted,
    refuseBody,
    refusePreconditions,
    checkMediaTypes(BATCH_PATH),
    parseQuery,
    refuseParameters,
    setInitialQuotaCost,
    readRouteBody(() => settings.current.server),
  ]);
  const vendorRoute = chain([
    admitted,
    refusePreconditions,
    setInitialQuotaCost,
    readVendorBody(() => settings.current.server.streamedBodyLimit),
  ]);
  return chain([
    allowOrigins(() => settings.current.server.cors.origins),
    (request, response, next) => {
      const vendorOrClosed = isVendorPath(request.path) ? vendorRoute : closedRoute;
      void (isPublic(request.path) ? publicRoute : vendorOrClosed)(request, response, next);
    },
  ]);
}

/** `0` until the call uses quota. A batch sends its header before its cost is known, so it has none. */
const setInitialQuotaCost: RequestHandler = (request, response, next) => {
  if (request.path !== BATCH_PATH) response.setHeader('X-Quota-Cost', quotaCost([]));
  next();
};

function readRouteBody(server: () => ServerSettings): RequestHandler {
  const readers = deriveLiveValue(server, ({ bodyLimit, batchBodyLimit }) => ({
    call: readBody(bodyLimit, 'bodyLimit'),
    batch: readBody(batchBodyLimit, 'batchBodyLimit'),
  }));
  return (request, response, next) => {
    const { call, batch } = readers.current;
    if (request.path !== BATCH_PATH) void call(request, response, next);
    else if (request.is(NDJSON) === NDJSON) next();
    else void batch(request, response, next);
  };
}
