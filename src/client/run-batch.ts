import type {
  BatchCounts,
  BatchEnd,
  BatchOperation,
  BatchProgress,
  BatchResult,
  Calls,
} from './generated';
import type { CallLimits } from './limited-fetch';
import { NetworkError } from './network-error';
import { UnexpectedReply } from './problem-error';
import { readLines } from './read-lines';
import { backOffMs, sleep, type RetryLimits } from './retrying-fetch';
import { anySignal } from './signals';

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
 * Carries out any number of operations, 10,000 a request, and yields each result when its operation ends. A
 * reply that is cut is continued: the operations without a result are sent again under the same idempotency
 * key. Leaving the loop stops the operations that have not begun.
 *
 * @returns how many have succeeded and failed, when all have ended
 * @throws ProblemError if the gateway refuses a request; none of its operations has been carried out
 * @throws NetworkError or UnexpectedReply if replies are cut again and again without a result between;
 *   operations without a result may have been carried out
 */
export async function* runBatch(
  calls: Calls,
  operations: Iterable<BatchOperation> | AsyncIterable<BatchOperation>,
  settings: BatchSettings,
  { retries, signal: signalOfAll }: RetryLimits & CallLimits,
): AsyncGenerator<BatchResult, Omit<BatchEnd, 'done'>, undefined> {
  const signal = anySignal(settings.signal, signalOfAll);
  const total = { received: 0, succeeded: 0, failed: 0 };
  for await (const chunk of chunksOf(operations)) {
    const { idempotencyKey = crypto.randomUUID(), onProgress } = settings;
    const finished = new Set<string | undefined>();
    for (let cuts = 0; ; cuts += 1) {
      const before = { ...total };
      const remaining = chunk.filter(({ id }) => !finished.has(id));
      try {
        const request = { ...settings, signal, idempotencyKey };
        for await (const line of readToEnd(send(calls, remaining, request))) {
          if ('progress' in line) {
            onProgress?.(addCounts(before, line.progress));
            continue;
          }
          if (!finished.has(line.id)) cuts = 0;
          finished.add(line.id);
          total.received += 1;
          total[line.problem === undefined ? 'succeeded' : 'failed'] += 1;
          yield line;
        }
        break;
      } catch (error) {
        if (!isCut(error) || signal.aborted || cuts >= retries) throw error;
        await sleep(backOffMs(cuts), signal);
      }
    }
  }
  return { succeeded: total.succeeded, failed: total.failed };
}

/** @throws UnexpectedReply if the lines end before the batch */
async function* readToEnd(
  lines: AsyncIterable<BatchResult | BatchProgress | BatchEnd>,
): AsyncGenerator<BatchResult | BatchProgress> {
  for await (const line of lines) {
    if ('done' in line) return;
    yield line;
  }
  throw new UnexpectedReply(200, 'the reply ended before the batch');
}

/** Whether the reply was lost on its way; another request may get through. */
const isCut = (error: unknown): boolean =>
  error instanceof NetworkError
    ? error.reason === 'connection'
    : error instanceof UnexpectedReply && (error.status === 200 || error.status >= 500);

async function* send(
  calls: Calls,
  operations: BatchOperation[],
  { signal, actorId, waitSeconds, idempotencyKey }: BatchSettings & { signal: AbortSignal },
): AsyncGenerator<BatchResult | BatchProgress | BatchEnd> {
  const { response } = await calls.batch({
    body: { operations },
    headers: {
      ...(actorId !== undefined && { 'X-Actor-Id': actorId }),
      ...(waitSeconds !== undefined && { Prefer: `wait=${waitSeconds}` }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    },
    parseAs: 'stream',
    signal,
  });
  if (response.body !== null) yield* readLines(response.body, signal);
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
