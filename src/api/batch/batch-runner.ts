import { setMaxListeners } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Caller } from '../../gateway';
import { quotaClientOf } from '../auth/access';
import { headerOf, type ApiRequest } from '../http/api-request';
import { parseCacheControl } from '../http/cache-control';
import { disconnectSignal } from '../http/client-disconnect';
import { LIFECYCLE, SETTINGS } from '../http/injection-tokens';
import { requestLogger } from '../http/logging/request-log';
import { parsePreferences } from '../http/prefer';
import { BATCH_URGENCY, parseUrgency } from '../http/priority';
import { Idempotency } from '../idempotency/idempotency';
import { readIdempotencyKey } from '../idempotency/idempotency-key';
import type { Lifecycle } from '../probes/lifecycle';
import { IdempotentExecutor } from './idempotent-executor';
import { JobFactory } from './job-factory';
import { JobQueue } from './job-queue';
import { mapInTurns } from './map-in-turns';
import { readBatch } from './read-batch';
import { ResultWriter } from './result-writer';
import { RetryingExecutor } from './retrying-executor';

/** The wait of an operation without `Prefer: wait`: the longest time of a Node.js timer, 24 days. */
const DEFAULT_WAIT_MS = 2 ** 31 - 1;

/** Each batch works on hundreds of targets at the same time. */
const MAX_BATCHES = 32;
const RETRY_DELAY_MS = 1_000;

/** Carries out batches: reads operations, executes them as jobs and writes a line for each result. */
@Injectable()
export class BatchRunner {
  private runningBatches = 0;

  constructor(
    private readonly jobs: JobFactory,
    private readonly idempotency: Idempotency,
    @Inject(LIFECYCLE) private readonly lifecycle: Lifecycle,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Resolves when the response has ended, or the caller has disconnected.
   * @throws GatewayError before the first line: overloaded if too many batches are running, or
   *   the fault of the body as a whole
   */
  async run(request: ApiRequest, response: Response): Promise<void> {
    if (this.runningBatches === MAX_BATCHES) throw tooManyBatches();
    const key = readIdempotencyKey(request);
    const caller = callerOf(request);
    this.runningBatches += 1;
    response.once('close', () => (this.runningBatches -= 1));
    const retrying = new RetryingExecutor(
      caller,
      stopWaitingSignal(response, caller.signal, this.lifecycle.drainSignal),
    );
    const executor =
      key === undefined
        ? retrying
        : new IdempotentExecutor(this.idempotency, { client: caller.client, key }, retrying);
    const writer = new ResultWriter(response);
    const queue = new JobQueue(executor, writer, caller.signal, (error) => {
      requestLogger(request).error({ err: error }, 'unexpected error');
    });
    const { batchBodyLimit } = this.settings.current.server;
    try {
      for await (const operations of readBatch(request, batchBodyLimit)) {
        writer.countReceived(operations.length);
        queue.add(await mapInTurns(operations, (parsed) => this.jobs.create(request, parsed)));
      }
      await queue.whenDone();
      writer.end();
    } catch (error) {
      const isDisconnected = caller.signal.aborted || request.errored !== null;
      if (!isDisconnected) throw error;
    } finally {
      writer.stop();
    }
  }
}

/** @throws GatewayError invalid-request for a malformed `Cache-Control` */
function callerOf(request: ApiRequest): Caller {
  const { waitMs = DEFAULT_WAIT_MS } = parsePreferences(headerOf(request, 'prefer'));
  return {
    ...quotaClientOf(request),
    urgency: parseUrgency(headerOf(request, 'priority'), BATCH_URGENCY),
    maxWaitMs: waitMs,
    signal: disconnectSignal(request),
    span: request.span,
    ...parseCacheControl(headerOf(request, 'cache-control')),
  };
}

/** Aborted when the caller disconnects or this replica drains: then there are no more retries. */
function stopWaitingSignal(
  response: Response,
  disconnected: AbortSignal,
  draining: AbortSignal,
): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // hundreds of jobs may wait for a retry
  const abort = (): void => {
    controller.abort();
  };
  disconnected.addEventListener('abort', abort);
  draining.addEventListener('abort', abort);
  response.once('close', () => {
    // both signals outlive the batch: a connection may carry many
    disconnected.removeEventListener('abort', abort);
    draining.removeEventListener('abort', abort);
    abort(); // the response may close before its connection does
  });
  return controller.signal;
}

const tooManyBatches = () =>
  new GatewayError('overloaded', `This replica already carries out ${MAX_BATCHES} batches.`, {
    retryAfterMs: RETRY_DELAY_MS,
    applied: 'no',
  });
