import { pipeline, Transform, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
} from 'node:zlib';
import { codeOf } from './transport-failure';

type Decoder = (bytes: Buffer, limit: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

export const ACCEPT_ENCODING = 'gzip, deflate, br';

export class BodyTooLarge extends Error {}

/**
 * Decompresses a body. A body with an unknown encoding is returned unchanged.
 * @throws BodyTooLarge for more than `maxBytes` decompressed bytes, without decompressing the rest
 * @throws zlib's error if the body does not have this encoding
 */
export async function decompress(
  bytes: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> {
  const decode = DECODERS.get(encoding.toLowerCase());
  if (decode === undefined) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new BodyTooLarge() : error;
  }
}

const STREAM_DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);

/** The same for a stream, which fails with these errors and those of `bytes`. */
export function decompressStream(
  bytes: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Readable {
  const decoder = STREAM_DECODERS.get(encoding?.toLowerCase() ?? '')?.();
  if (decoder === undefined) return bytes;
  let left = maxBytes;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      left -= chunk.length;
      if (left < 0) callback(new BodyTooLarge());
      else callback(null, chunk);
    },
  });
  return pipeline(bytes, decoder, limit, () => undefined); // a failure destroys all three
}
