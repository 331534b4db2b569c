import { isUtf8 } from 'node:buffer';
import { json, type RequestHandler } from 'express';
import { toGatewayError } from '../problem/to-gateway-error';

/**
 * Reads at most `limit` bytes of JSON; text that is not UTF-8 is refused instead of mended. The parser's
 * own errors quote the body, so they go no further than here.
 */
export function readBody(limit: number): RequestHandler {
  const read = json({
    limit,
    strict: false,
    type: () => true,
    verify: (_request, _response, bytes) => {
      if (!isUtf8(bytes)) throw new TypeError('not UTF-8');
    },
  });
  return (request, response, next) => {
    read(request, response, (error?: unknown) => {
      next(error === undefined ? undefined : toGatewayError(error));
    });
  };
}
