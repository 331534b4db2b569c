import type { Request, RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';

/**
 * Ids are the caller's own text, but no URL carries an empty one, `.` or `..` safely: proxies and
 * clients take such segments away.
 */
export const checkPath: RequestHandler = (request, _response, next) => {
  next(lacksHost(request) ? hostless() : faultOf(request.path));
};

/** RFC 9112 §3.2 wants it refused. */
const lacksHost = ({ headers, httpVersion }: Request): boolean =>
  headers.host === undefined && httpVersion === '1.1';

const hostless = () => new GatewayError('invalid-request', 'The header Host is missing.');

/** Where there is none of this, no segment can be at fault. */
const SUSPECT = /%|\/(\/|\.|$)/;

function faultOf(path: string): GatewayError | undefined {
  if (!SUSPECT.test(path) || path === '/') return undefined; // at / is nothing
  const segments = path.split('/').slice(1).map(decoded);
  const index = segments.findIndex((segment) => segment === undefined || UNSAFE.has(segment));
  if (index === -1) return undefined;
  const reason =
    segments[index] === undefined
      ? 'is not percent-encoded UTF-8'
      : 'must not be empty, "." or ".."';
  return new GatewayError('invalid-request', `Segment ${index + 1} of the path ${reason}.`, {
    errors: [{ pointer: `path/${index + 1}`, reason }],
  });
}

const UNSAFE: ReadonlySet<string> = new Set(['', '.', '..']);

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
