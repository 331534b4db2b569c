import { isUtf8 } from 'node:buffer';
import { json, type Request, type RequestHandler } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { toGatewayError } from '../http/problems/to-gateway-error';

/** A body that is neither compressed nor in another character set. */
const PLAIN = /^application\/(x-nd)?json(; ?charset=utf-8)?$/i;

/** Milliseconds. */
const LINGER_MS = 1_000;

/**
 * Reads at most `limit` bytes of JSON; text that is not UTF-8 is refused instead of mended. What is
 * compressed or labelled in an unusual way is left to Express' parser, which knows all there is.
 */
export function readBody(limit: number): RequestHandler {
  const readUnusual = readByExpress(limit);
  return (request, response, next) => {
    const length = Number(request.headers['content-length']);
    if (length > 0 && length <= limit && isPlain(request)) readPlain(request, length, next);
    else readUnusual(request, response, next);
  };
}

const isPlain = ({ headers }: Request): boolean =>
  headers['content-encoding'] === undefined && PLAIN.test(headers['content-type'] ?? '');

/** Node's parser sees to it that there are as many bytes as announced, or none more. */
function readPlain(request: Request, length: number, next: (error?: unknown) => void): void {
  const chunks: Buffer[] = [];
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
  };
  const onEnd = (): void => {
    off();
    const [only] = chunks;
    next(parse(request, chunks.length === 1 && only ? only : Buffer.concat(chunks, length)));
  };
  const onCut = (): void => {
    off();
    next(new GatewayError('invalid-request', 'The body was cut short.'));
  };
  const off = (): void => {
    request.off('data', onData).off('end', onEnd).off('aborted', onCut).off('error', onCut);
  };
  request.on('data', onData).on('end', onEnd).on('aborted', onCut).on('error', onCut);
}

function parse(request: Request, bytes: Buffer): GatewayError | undefined {
  if (!isUtf8(bytes)) return new GatewayError('invalid-request', 'The body is not UTF-8.');
  try {
    request.body = JSON.parse(bytes.toString('utf8')) as unknown;
    return undefined;
  } catch {
    return new GatewayError('invalid-request', 'The body is not JSON.');
  }
}

/**
 * The parser's own errors quote the body, so they go no further than here. Of a body that turns out too
 * large it would read all there is before it says so.
 */
function readByExpress(limit: number): RequestHandler {
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
    let isOver = false;
    const end = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      request.off('data', count);
      next(error === undefined ? undefined : toGatewayError(error));
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= limit) return;
      response.once('finish', () => {
        hangUpOn(request);
      });
      end(new GatewayError('payload-too-large', 'The body is larger than this address takes.'));
    };
    request.on('data', count);
    read(request, response, end);
  };
}

/** Who is still sending has a moment to read the answer. */
function hangUpOn(request: Request): void {
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, LINGER_MS).unref();
}
