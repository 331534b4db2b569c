import { Transform } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { StreamedBody } from '../../gateway';
import { bodyTooLarge } from '../http/problems/body-too-large';
import { closeLater } from './read-body';

const VENDOR_PATH = /^\/v1\/connections\/[^/]+\/vendor\//;

/** @param path still percent-encoded */
export const isVendorPath = (path: string): boolean => VENDOR_PATH.test(path);

/** A larger body is forwarded while it arrives. Most messages are smaller, and need no stream. */
const STREAM_ABOVE_BYTES = 64 * 1024;

/** The body of a vendor request: absent, whole, or begun. */
export type VendorBody = Buffer | StreamedBody | undefined;

/**
 * Reads the body of a vendor request, of any type and unchanged, into `request.body`. Of a large one it reads
 * the beginning; the rest is read as fast as it is forwarded.
 * @param limit of a body, in bytes (`server.streamedBodyLimit`)
 */
export function readVendorBody(limit: () => number): RequestHandler {
  return (request, response, next) => {
    const { 'content-encoding': encoding = 'identity', 'content-length': length = 0 } =
      request.headers;
    const isChunked = request.headers['transfer-encoding'] !== undefined;
    request.body = undefined;
    if (encoding !== 'identity') next(compressed());
    else if (Number(length) > limit()) {
      closeAfter(request, response);
      next(bodyTooLarge(limit(), 'streamedBodyLimit'));
    } else if (isChunked || Number(length) > 0)
      readFirst(request, (error, chunks, isWhole) => {
        if (!error)
          request.body = isWhole
            ? Buffer.concat(chunks)
            : streamFrom(request, response, chunks, limit());
        next(error);
      });
    else next();
  };
}

/**
 * A body that has to be whole before anything is sent.
 * @param limit in bytes (`server.bodyLimit`)
 * @throws GatewayError payload-too-large, invalid-request
 */
export async function readWhole(body: VendorBody, limit: number): Promise<Buffer | undefined> {
  if (body === undefined) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of Buffer.isBuffer(body) ? [body] : body.stream) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > limit) throw bodyTooLarge(limit, 'bodyLimit');
  }
  return Buffer.concat(chunks);
}

/** Reads until the end, or until there are more bytes than need a stream. */
function readFirst(
  request: Request,
  done: (error: GatewayError | undefined, chunks: readonly Buffer[], isWhole: boolean) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = (error?: GatewayError, isWhole = true): void => {
    request.off('data', onData).off('end', onEnd).off('close', onCut).off('error', onCut);
    done(error, chunks, isWhole);
  };
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= STREAM_ABOVE_BYTES) return;
    request.pause();
    finish(undefined, false);
  };
  const onEnd = (): void => {
    finish();
  };
  const onCut = (): void => {
    finish(incomplete());
  };
  request.on('data', onData).on('end', onEnd).on('close', onCut).on('error', onCut);
}

/** The stream ends with an error if the client disconnects, or sends more than the limit. */
function streamFrom(
  request: Request,
  response: Response,
  first: readonly Buffer[],
  limit: number,
): StreamedBody {
  let left = limit;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      left -= chunk.length;
      if (left < 0) callback(bodyTooLarge(limit, 'streamedBodyLimit'));
      else callback(null, chunk);
    },
  });
  stream.on('error', () => undefined); // its reader learns of it too, if there is one
  for (const chunk of first) stream.write(chunk);
  request.pipe(stream);
  request
    .on('error', () => undefined)
    .once('close', () => {
      if (!request.complete) stream.destroy(incomplete());
    });
  response.once('close', () => {
    stream.destroy();
  });
  closeAfter(request, response);
  const { 'content-length': length } = request.headers;
  return { stream, ...(length !== undefined && { length: Number(length) }) };
}

/** The rest of a body that is not needed is discarded for a while, so that the client reads the reply. */
function closeAfter(request: Request, response: Response): void {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    closeLater(request);
  });
}

const compressed = () =>
  new GatewayError(
    'unsupported-media-type',
    'The body must not be compressed: its encoding is not forwarded.',
  );
const incomplete = () => new GatewayError('invalid-request', 'The body is incomplete.');
