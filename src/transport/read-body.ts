import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

export const ACCEPT_ENCODING = 'gzip, deflate, br';

export class TooLarge extends Error {}

/**
 * The bytes of a reply, decompressed.
 * @throws TooLarge once there are more than `maxBytes` of them; the rest is not read
 * @throws the stream's error where the body is cut or is not what its encoding says
 */
export async function readBody(reply: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decoded(reply) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function decoded(reply: IncomingMessage): Readable {
  const decoder = DECODERS[reply.headers['content-encoding']?.toLowerCase() ?? ''];
  // the iteration above hears of every error: a pipeline hands it on to its last stream
  return decoder === undefined ? reply : pipeline(reply, decoder(), () => undefined);
}
