/** Parts of a request that its address cannot honour: they are refused, never ignored. */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { refuseFaults } from '../http/problems/invalid-request';

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

/** @throws GatewayError invalid-request for a GET, HEAD or DELETE with a body */
export const refuseBody: RequestHandler = ({ method, headers }, _response, next) => {
  if (METHODS_WITHOUT_BODY.has(method) && hasBody(headers))
    throw new GatewayError(
      'invalid-request',
      method === 'DELETE'
        ? 'A DELETE has no body; its options are in the query parameter options.'
        : 'A read has no body.',
    );
  next();
};

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Calls on metadata and counters, which honour entity tags or refuse them by their operation. */
const WITH_ENTITY_TAGS = /^\/v1\/connections\/[^/]+\/channels\//;

/** No resource of the gateway has a date. */
const DATE_CONDITIONS = ['If-Modified-Since', 'If-Unmodified-Since', 'If-Range'];
const CONDITIONS = ['If-Match', 'If-None-Match', ...DATE_CONDITIONS];
const LOWER_CASE_CONDITIONS = CONDITIONS.map((name) => name.toLowerCase());

/** @throws GatewayError invalid-request for a precondition that the address cannot honour */
export const refusePreconditions: RequestHandler = (request, _response, next) => {
  const { headers } = request;
  if (LOWER_CASE_CONDITIONS.every((name) => headers[name] === undefined)) {
    next();
    return;
  }
  const refused = WITH_ENTITY_TAGS.test(request.path) ? DATE_CONDITIONS : CONDITIONS;
  refuseFaults(
    refused
      .filter((name) => headers[name.toLowerCase()] !== undefined)
      .map((name) => ({ pointer: `header/${name}`, reason: 'is not supported at this address' })),
  );
  next();
};
