import { raw, type RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { toGatewayError } from '../http/problems/to-gateway-error';

const VENDOR_PATH = /^\/v1\/connections\/[^/]+\/vendor\//;

/** @param path still percent-encoded */
export const isVendorPath = (path: string): boolean => VENDOR_PATH.test(path);

/** Reads a body of any type and at most `limit()` bytes into a Buffer, unchanged. */
export function readVendorBody(limit: () => number): RequestHandler {
  return (request, response, next) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      next(
        new GatewayError(
          'unsupported-media-type',
          'The body must not be compressed: its encoding is not forwarded.',
        ),
      );
      return;
    }
    const read = raw({ limit: limit(), type: () => true, inflate: false });
    read(request, response, (error?: unknown) => {
      next(error === undefined ? undefined : toGatewayError(error));
    });
  };
}
