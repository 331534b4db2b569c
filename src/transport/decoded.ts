import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { codeOf } from './failure';

type Decode = (bytes: Buffer, limit: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: ReadonlyMap<string, Decode> = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

export const ACCEPT_ENCODING = 'gzip, deflate, br';

export class TooLarge extends Error {}

/**
 * The bytes of a body, decompressed; as they are, where nobody asked for the encoding.
 * @throws TooLarge once there are more than `maxBytes` of them; the rest is not inflated
 * @throws zlib's error where the body is not what its encoding says
 */
export async function decoded(bytes: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const decode = DECODERS.get(encoding.toLowerCase());
  if (decode === undefined) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : error;
  }
}
