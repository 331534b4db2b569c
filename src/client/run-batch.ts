import type {
  BatchCounts,
  BatchEnd,
  BatchOperation,
  BatchProgress,
  BatchResult,
  Calls,
} from './generated';
import { UnexpectedAnswer } from './problem-error';
import { readLines } from './read-lines';

/** Operations that one request may carry. */
const MOST = 10_000;

export interface BatchSettings {
  /** Ends the batch: what has not begun is not carried out. */
  readonly signal?: AbortSignal;
  /** For operations without an `actorId`. */
  readonly actorId?: string;
  /** Seconds that each operation may wait for quota; left out: as long as it takes. */
  readonly waitSeconds?: number;
  /**
   * Sent again with the same one, no write is carried out a second time; operations are told apart by their
   * ids, so each of these is there once in all. Left out: a new one for every 10,000.
   */
  readonly idempotencyKey?: string;
  /** Told once a second how far it is. */
  readonly onProgress?: (counts: BatchCounts) => void;
}

/**
 * Carries operations out, any number of them, and gives each one's result as it ends. Leaving the loop
 * stops what has not begun.
 *
 * @returns how many succeeded and failed, once all have ended
 * @throws ProblemError where the gateway takes none of them
 * @throws UnexpectedAnswer where the answer ends before the batch does: what has no result may be done
 */
export async function* runBatch(
  calls: Calls,
  operations: Iterable<BatchOperation> | AsyncIterable<BatchOperation>,
  settings: BatchSettings = {},
): AsyncGenerator<BatchResult, Omit<BatchEnd, 'done'>, undefined> {
  const total = { received: 0, succeeded: 0, failed: 0 };
  for await (const portion of portionsOf(operations)) {
    let end: BatchEnd | undefined;
    for await (const line of send(calls, portion, settings)) {
      if ('progress' in line) settings.onProgress?.(sum(total, line.progress));
      else if ('done' in line) end = line;
      else yield line;
    }
    if (end === undefined) throw new UnexpectedAnswer(200, 'the answer ends before the batch does');
    Object.assign(total, sum(total, { ...end, received: portion.length }));
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

async function* portionsOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): AsyncGenerator<Item[]> {
  let portion: Item[] = [];
  for await (const item of items) {
    portion.push(item);
    if (portion.length < MOST) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

const sum = (one: BatchCounts, other: BatchCounts): BatchCounts => ({
  received: one.received + other.received,
  succeeded: one.succeeded + other.succeeded,
  failed: one.failed + other.failed,
});
