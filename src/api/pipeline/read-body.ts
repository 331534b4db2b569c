import { isUtf8 } from 'node:buffer';
import { json, type Request, type RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { bodyTooLarge, type BodyLimit } from '../http/problems/body-too-large';
import { toGatewayError } from '../http/problems/to-gateway-error';

/** The media types of a body in UTF-8. */
const UTF8_JSON = /^application\/(x-nd)?json(; ?charset=utf-8)?$/i;

/** Time for the client to read the 413 before its connection closes. */
const CLOSE_DELAY_MS = 1_000;

/**
 * Reads a JSON body of at most `limit` bytes, as `setting` has it, into `request.body`. A body that is not
 * UTF-8 is an error, not repaired. Bodies that are compressed, chunked or labelled in an unusual way go through Express's
 * parser, all others through a faster one.
 */
export function readBody(limit: number, setting: BodyLimit): RequestHandler {
  const readWithExpress = expressReader(limit, () => bodyTooLarge(limit, setting));
  return (request, response, next) => {
    const length = Number(request.headers['content-length']);
    if (length > 0 && length <= limit && isPlain(request)) readPlain(request, length, next);
    else readWithExpress(request, response, next);
  };
}

const isPlain = ({ headers }: Request): boolean =>
  headers['content-encoding'] === undefined && UTF8_JSON.test(headers['content-type'] ?? '');

/** Reads a body of known length. Node's HTTP parser guarantees that no more than `length` bytes come. */
function readPlain(request: Request, length: number, next: (error?: unknown) => void): void {
  const chunks: Buffer[] = [];
  let isOver = false; // the listeners stay: to remove them takes longer
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
  };
  const onEnd = (): void => {
    if (isOver) return;
    isOver = true;
    const [first] = chunks;
    next(parse(request, chunks.length === 1 && first ? first : Buffer.concat(chunks, length)));
  };
  const onCut = (): void => {
    if (isOver) return;
    isOver = true;
    next(new GatewayError('invalid-request', 'The body is incomplete.'));
  };
  request.on('data', onData).on('end', onEnd).on('aborted', onCut).on('error', onCut);
}

function parse(request: Request, bytes: Buffer): GatewayError | undefined {
  if (!isUtf8(bytes)) return new GatewayError('invalid-request', 'The body is not UTF-8.');
  try {
    request.body = JSON.parse(withoutByteOrderMark(bytes).toString('utf8')) as unknown;
    return undefined;
  } catch {
    return new GatewayError('invalid-request', 'The body is not JSON.');
  }
}

/** RFC 8259 §8.1 lets a reader ignore the mark; Express's parser does. */
const withoutByteOrderMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/**
 * Express's parser, with two changes: its errors quote the body, so they are replaced; and a body that
 * exceeds the limit is refused at once, where Express would read it to its end first.
 */
function expressReader(limit: number, tooLarge: () => GatewayError): RequestHandler {
  const read = json({
    limit,
    strict: false,
    type: () => true,
    verify: (_request, _response, bytes) => {
      if (!isUtf8(bytes)) throw new TypeError('not UTF-8');
    },
  });
  return (request, response, next) => {
    let bytes = 0;
    let hasEnded = false;
    const end = (error?: unknown): void => {
      if (hasEnded) return;
      hasEnded = true;
      request.off('data', count);
      next(error === undefined ? undefined : bodyError(request, error, tooLarge));
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= limit) return;
      response.once('finish', () => {
        closeLater(request);
      });
      end(tooLarge());
    };
    request.on('data', count);
    read(request, response, end);
  };
}

/** An error that Express's parser does not know comes from the decompression. */
function bodyError(
  { headers }: Request,
  error: unknown,
  tooLarge: () => GatewayError,
): GatewayError {
  const known = toGatewayError(error);
  if (known.code === 'payload-too-large') return tooLarge(); // Express's error does not name the limit
  return known.code === 'internal' && headers['content-encoding'] !== undefined
    ? new GatewayError('invalid-request', 'The body cannot be decompressed.')
    : known;
}

/** Gives the client time to read the 413 before its connection closes. */
export function closeLater(request: Request): void {
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, CLOSE_DELAY_MS).unref();
}
