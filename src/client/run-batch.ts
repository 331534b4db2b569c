import type {
  BatchCounts,
  BatchEnd,
  BatchOperation,
  BatchProgress,
  BatchResult,
  Calls,
} from './generated';
import { UnexpectedReply } from './problem-error';
import { readLines } from './read-lines';

/** The largest batch that the gateway accepts in one request. */
const MAX_OPERATIONS = 10_000;

export interface BatchSettings {
  /** Stops the batch: operations that have not begun are not carried out. */
  readonly signal?: AbortSignal;
  /** The actor of operations without an `actorId`. */
  readonly actorId?: string;
  /** Seconds that each operation may wait for quota. Default: no limit. */
  readonly waitSeconds?: number;
  /**
   * A batch that is sent again with the same key does not repeat a write that has been carried out. The
   * ids tell the operations apart, so they must be unique in the whole batch. Default: a new key for
   * every 10,000 operations.
   */
  readonly idempotencyKey?: string;
  /** Called once a second with the counts so far. */
  readonly onProgress?: (counts: BatchCounts) => void;
}

/**
 * Carries out any number of operations, 10,000 a request, and yields each result when its operation ends.
 * Leaving the loop stops the operations that have not begun.
 *
 * @returns how many have succeeded and failed, when all have ended
 * @throws ProblemError if the gateway refuses a request; none of its operations has been carried out
 * @throws UnexpectedReply if a reply ends before its batch, and the error of `fetch` if the connection is
 *   cut; operations without a result may have been carried out
 */
export async function* runBatch(
  calls: Calls,
  operations: Iterable<BatchOperation> | AsyncIterable<BatchOperation>,
  settings: BatchSettings = {},
): AsyncGenerator<BatchResult, Omit<BatchEnd, 'done'>, undefined> {
  const total = { received: 0, succeeded: 0, failed: 0 };
  for await (const chunk of chunksOf(operations)) {
    let end: BatchEnd | undefined;
    for await (const line of send(calls, chunk, settings)) {
      if ('progress' in line) settings.onProgress?.(addCounts(total, line.progress));
      else if ('done' in line) end = line;
      else yield line;
    }
    if (end === undefined) throw new UnexpectedReply(200, 'the reply ended before the batch');
    Object.assign(total, addCounts(total, { ...end, received: chunk.length }));
  }
  return { succeeded: total.succeeded, failed: total.failed };
}

async function* send(
  calls: Calls,
  operations: BatchOperation[],
  { signal, actorId, waitSeconds, idempotencyKey }: BatchSettings,
): AsyncGenerator<BatchResult | BatchProgress | BatchEnd> {
  const { response } = await calls.batch({
    body: { operations },
    headers: {
      ...(actorId !== undefined && { 'X-Actor-Id': actorId }),
      ...(waitSeconds !== undefined && { Prefer: `wait=${waitSeconds}` }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    },
    parseAs: 'stream',
    ...(signal !== undefined && { signal }),
  });
  if (response.body !== null) yield* readLines(response.body);
}

async function* chunksOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < MAX_OPERATIONS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const addCounts = (one: BatchCounts, other: BatchCounts): BatchCounts => ({
  received: one.received + other.received,
  succeeded: one.succeeded + other.succeeded,
  failed: one.failed + other.failed,
});
