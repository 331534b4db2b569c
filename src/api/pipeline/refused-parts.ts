/** Parts of a request that its address cannot honour: they are refused, never ignored. */
import type { NextFunction, Request, RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { refuseFaults } from '../http/problems/invalid-request';

/** Addresses of metadata and counters. */
const TARGET = /^\/v1\/connections\/[^/]+\/channels\//;
const LEASE = /^\/v1\/connections\/[^/]+\/leases\//;

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

/** Refuses a GET, HEAD or DELETE with a body. One without any bytes counts as none. */
export const refuseBody: RequestHandler = (request, _response, next) => {
  const { method, headers } = request;
  if (!METHODS_WITHOUT_BODY.has(method)) next();
  else if (Number(headers['content-length'] ?? 0) > 0) next(bodyRefused(request));
  else if (headers['transfer-encoding'] === undefined) next();
  else refuseChunks(request, next);
};

/** Only the first bytes, or the end, show whether a chunked body is empty. */
function refuseChunks(request: Request, next: NextFunction): void {
  const finish = (error?: GatewayError): void => {
    request.off('data', onData).off('end', onEnd).off('close', onCut);
    next(error);
  };
  const onData = (): void => {
    finish(bodyRefused(request));
  };
  const onEnd = (): void => {
    finish();
  };
  const onCut = (): void => {
    finish(new GatewayError('invalid-request', 'The body is incomplete.'));
  };
  request.on('data', onData).on('end', onEnd).on('close', onCut);
}

/** Says where the parameters of a DELETE are that a client could look for in a body. */
function bodyRefused({ method, path }: Request): GatewayError {
  if (method !== 'DELETE') return new GatewayError('invalid-request', 'A read has no body.');
  const name = (TARGET.test(path) && 'options') || (LEASE.test(path) && 'outcome');
  return new GatewayError(
    'invalid-request',
    `A DELETE has no body${name ? `; its ${name} may be in the query parameter ${name}` : ''}.`,
  );
}

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
