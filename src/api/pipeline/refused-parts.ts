/** Parts of a request that its address cannot honour: they are refused, never ignored. */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { refuseFaults } from '../http/problems/invalid-request';

/** Addresses of metadata and counters. */
const TARGET = /^\/v1\/connections\/[^/]+\/channels\//;
const LEASE = /^\/v1\/connections\/[^/]+\/leases\//;

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

/** @throws GatewayError invalid-request for a GET, HEAD or DELETE with a body */
export const refuseBody: RequestHandler = ({ method, headers, path }, _response, next) => {
  if (METHODS_WITHOUT_BODY.has(method) && hasBody(headers)) throw bodyRefused(method, path);
  next();
};

/** Says where the parameters of a DELETE are that a client could look for in a body. */
function bodyRefused(method: string, path: string): GatewayError {
  if (method !== 'DELETE') return new GatewayError('invalid-request', 'A read has no body.');
  const name = (TARGET.test(path) && 'options') || (LEASE.test(path) && 'outcome');
  return new GatewayError(
    'invalid-request',
    `A DELETE has no body${name ? `; its ${name} may be in the query parameter ${name}` : ''}.`,
  );
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

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
  // calls on metadata and counters honour entity tags, or refuse them by their operation
  const refused = TARGET.test(request.path) ? DATE_CONDITIONS : CONDITIONS;
  refuseFaults(
    refused
      .filter((name) => headers[name.toLowerCase()] !== undefined)
      .map((name) => ({ pointer: `header/${name}`, reason: 'is not supported at this address' })),
  );
  next();
};
