import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { GatewayError, type FieldError } from '../../core/gateway-error';
import { parseJson } from '../../core/json';
import { validateShape } from '../../validation';
import type { ApiRequest } from '../http/api-request';
import { NDJSON } from '../http/media-types';
import { bodyTooLarge } from '../http/problems/body-too-large';
import { refuseFaults } from '../http/problems/invalid-request';
import { Batch, MAX_OPERATIONS } from './batch-requests';
import { mapInTurns } from './map-in-turns';
import { OperationReader, type ParsedOperation } from './operation-reader';

/**
 * The operations of a batch: one array for a JSON body, an array for each piece of a body of lines.
 * @param maxBytes of a body of lines
 * @throws GatewayError invalid-request, payload-too-large, unsupported-media-type
 */
export function readBatch(
  request: ApiRequest,
  maxBytes: number,
): AsyncIterable<readonly ParsedOperation[]> | Iterable<Promise<readonly ParsedOperation[]>> {
  if (request.is(NDJSON) !== NDJSON) return [parseJsonBatch(request.body)];
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (encoding !== 'identity')
    throw new GatewayError('unsupported-media-type', `A body of ${NDJSON} must not be compressed.`);
  if (Number(length ?? 0) > maxBytes) throw bodyTooLarge(maxBytes, 'batchBodyLimit');
  return readLines(request, maxBytes);
}

/**
 * @throws GatewayError invalid-request unless the body is a list of 1 to 10,000 operations with unique
 *   ids: without them, lines of the reply could not be told apart
 */
export async function parseJsonBatch(body: unknown): Promise<readonly ParsedOperation[]> {
  const checked = validateShape(Batch, body);
  if ('faults' in checked) refuseFaults(checked.faults);
  const { operations } = body as Batch;
  const reader = new OperationReader();
  const parsed = await mapInTurns(operations, (plain) => reader.read(() => plain));
  refuseFaults(parsed.flatMap(checkReference));
  return parsed;
}

function checkReference(parsed: ParsedOperation, index: number): FieldError[] {
  if (!('error' in parsed) || 'id' in parsed.reference) return [];
  const { errors = [] } = parsed.error.details;
  return errors.map(({ pointer, reason }) => ({
    pointer: `/operations/${index}${pointer}`,
    reason,
  }));
}

/**
 * Reads a body of newline-delimited JSON while it arrives, also while replies wait for a slow reader: a
 * client that sends its whole body before it reads would be blocked forever otherwise. Memory is bounded
 * by `maxBytes`, as for a JSON body.
 *
 * Beyond `maxBytes` or 10,000 operations the rest of the body is discarded, and the last operation that is
 * yielded is rejected with the reason.
 * @throws GatewayError invalid-request if there is no operation
 * @throws Error of the stream
 */
export async function* readLines(
  body: Readable,
  maxBytes: number,
): AsyncGenerator<readonly ParsedOperation[], void, undefined> {
  const splitter = new LineSplitter();
  const reader = new OperationReader();
  let bytes = 0;
  let isCut = false;
  for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    const excess = bytes > maxBytes ? bodyTooLarge(maxBytes, 'batchBodyLimit') : undefined;
    const { operations, isComplete } = readOperations(reader, splitter.split(piece), excess);
    if (operations.length > 0) yield operations;
    isCut = !isComplete;
    if (isCut) break;
  }
  if (isCut) {
    body.resume(); // not inside the loop, whose iterator stops the stream when it ends
    return;
  }
  const { operations } = readOperations(reader, [splitter.rest()]);
  if (reader.count === 0) throw new GatewayError('invalid-request', 'The body has no operations.');
  yield operations;
}

/**
 * @param excess the reason why nothing after these lines is read
 * @returns `isComplete: false` if the last operation is rejected because of the excess
 */
function readOperations(
  reader: OperationReader,
  lines: readonly Buffer[],
  excess?: GatewayError,
): { readonly operations: readonly ParsedOperation[]; readonly isComplete: boolean } {
  const room = MAX_OPERATIONS - reader.count;
  const documents = lines.filter((line) => !isBlank(line));
  const operations = documents.slice(0, room).map((line) => reader.read(() => parseLine(line)));
  const reason = excess ?? (documents.length > room ? tooManyOperations() : undefined);
  if (reason === undefined) return { operations, isComplete: true };
  const rejected = reader.read(() => {
    throw reason;
  });
  return { operations: [...operations, rejected], isComplete: false };
}

/** @throws GatewayError invalid-request */
function parseLine(line: Buffer): unknown {
  if (!isUtf8(line)) throw new GatewayError('invalid-request', 'The line is not UTF-8.');
  const parsed = parseJson(line.toString()); // the first line may begin with a byte order mark
  if (parsed === undefined) throw new GatewayError('invalid-request', 'The line is not JSON.');
  return parsed;
}

const isBlank = (line: Buffer): boolean => line.length < 3 && line.toString().trim() === '';

const tooManyOperations = () =>
  new GatewayError('invalid-request', `The body has more than ${MAX_OPERATIONS} operations.`);

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines. */
class LineSplitter {
  private unfinished: Buffer[] = [];

  /** @returns the lines that end in this piece, without their newlines */
  split(piece: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to !== -1; to = piece.indexOf(NEWLINE, from)) {
      lines.push(Buffer.concat([...this.unfinished, piece.subarray(from, to)]));
      this.unfinished = [];
      from = to + 1;
    }
    if (from < piece.length) this.unfinished.push(piece.subarray(from));
    return lines;
  }

  /** @returns the bytes after the last newline */
  rest(): Buffer {
    return Buffer.concat(this.unfinished);
  }
}
