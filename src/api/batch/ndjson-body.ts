import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { GatewayError } from '../../core/gateway-error';
import { MAX_OPERATIONS } from './batch-requests';
import type { Given } from './given';
import { LineSplitter } from './line-splitter';
import { OperationReader } from './operation-reader';

/**
 * The operations of a body of newline-delimited JSON while it comes in, an array for each piece of it. It
 * is read on while answers wait for a slow reader: a caller that sends everything before it reads would
 * wait for ever otherwise. What is kept of it is bounded, as that of a JSON body is.
 *
 * @param limit bytes; of a body that turns out longer, or has more than 10,000 operations, the rest is let
 *   go, and the last one given is the fault
 * @throws GatewayError invalid-request where there are no operations; what the stream fails with
 */
export async function* fromNdjson(
  body: Readable,
  limit: number,
): AsyncGenerator<readonly Given[], void, undefined> {
  const lines = new LineSplitter();
  const reader = new OperationReader();
  let bytes = 0;
  for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    const excess = bytes > limit ? tooLarge() : undefined;
    const { givens, isWhole } = readAll(reader, lines.split(piece), excess);
    if (givens.length > 0) yield givens;
    if (isWhole) continue;
    body.resume();
    return;
  }
  const { givens } = readAll(reader, [lines.rest()]);
  if (reader.count === 0) throw new GatewayError('invalid-request', 'There are no operations.');
  yield givens;
}

/** @returns `isWhole: false` with the excess as the last fault */
function readAll(reader: OperationReader, lines: readonly Buffer[], excess?: GatewayError) {
  const full = lines.filter((line) => !isBlank(line));
  const room = MAX_OPERATIONS - reader.count;
  const givens: Given[] = full.slice(0, room).map((line) => reader.read(() => parsed(line)));
  const over = excess ?? (full.length > room ? tooMany() : undefined);
  if (over !== undefined)
    givens.push(
      reader.read(() => {
        throw over;
      }),
    );
  return { givens, isWhole: over === undefined };
}

/** @throws GatewayError invalid-request */
function parsed(line: Buffer): unknown {
  if (!isUtf8(line)) throw new GatewayError('invalid-request', 'The line is not UTF-8.');
  try {
    return JSON.parse(line.toString());
  } catch {
    throw new GatewayError('invalid-request', 'The line is not JSON.');
  }
}

const isBlank = (line: Buffer): boolean => line.length < 3 && line.toString().trim() === '';

const tooLarge = () => new GatewayError('payload-too-large', 'The body is larger than the limit.');
const tooMany = () =>
  new GatewayError('invalid-request', `The body has more than ${MAX_OPERATIONS} operations.`);
