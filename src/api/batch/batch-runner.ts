import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { GatewaySettings, LiveValue } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest } from '../http/api-request';
import { clientOf } from '../auth/access';
import { requestLogger } from '../http/logging/request-log';
import { disconnectSignal } from '../http/client-disconnect';
import { parsePreferences } from '../http/prefer';
import { Idempotency } from '../idempotency/idempotency';
import { idempotencyKeyOf } from '../idempotency/idempotency-key';
import type { Lifecycle } from '../probes/lifecycle';
import { LIFECYCLE, SETTINGS } from '../http/injection-tokens';
import { operationsOf } from './read-batch';
import { enoughOf } from './enough';
import { JobFactory } from './job-factory';
import { ResultWriter } from './result-writer';
import { IdempotentExecutor } from './idempotent-executor';
import { RetryingExecutor } from './retrying-executor';
import { JobQueue } from './job-queue';

/** The longest that a timer can wait. */
const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1;

/** When another replica, or this one, may take the batch. */
const RETRY_MS = 1_000;
/** Batches at once; each works on hundreds of targets side by side. */
const MOST = 32;

/** Carries batches out. */
@Injectable()
export class BatchRunner {
  private underWay = 0;

  constructor(
    private readonly jobs: JobFactory,
    private readonly idempotency: Idempotency,
    @Inject(LIFECYCLE) private readonly lifecycle: Lifecycle,
    @Inject(SETTINGS) private readonly settings: LiveValue<GatewaySettings>,
  ) {}

  /**
   * Writes a line for each operation as it ends, and stops with the caller.
   * @throws GatewayError before the first line: overloaded where too many batches are under way,
   *   or what is wrong with the body as a whole
   */
  async run(request: ApiRequest, response: Response): Promise<void> {
    if (this.underWay === MOST)
      throw new GatewayError('overloaded', `This replica already carries out ${MOST} batches.`, {
        retryAfterMs: RETRY_MS,
        applied: 'no',
      });
    const key = idempotencyKeyOf(request);
    this.underWay += 1;
    response.once('close', () => (this.underWay -= 1));
    const { name, weight } = clientOf(request);
    const { waitMs = AS_LONG_AS_IT_TAKES_MS } = parsePreferences(request.header('prefer'));
    const { batchBodyLimit } = this.settings.current.server;
    const signal = disconnectSignal(request);
    const lines = new ResultWriter(response);
    const caller = { client: name, weight, maxWaitMs: waitMs, signal, span: request.span };
    const patience = new RetryingExecutor(
      caller,
      enoughOf(response, signal, this.lifecycle.drainSignal),
    );
    const way =
      key === undefined
        ? patience
        : new IdempotentExecutor(this.idempotency, { client: name, key }, patience);
    const work = new JobQueue(way, lines, signal, (error) => {
      requestLogger(request).error({ err: error }, 'unforeseen');
    });
    try {
      for await (const givens of operationsOf(request, batchBodyLimit)) {
        lines.receive(givens.length);
        work.add(givens.map((given) => this.jobs.create(request, given)));
      }
      await work.done();
      lines.end();
    } catch (error) {
      const isGone = signal.aborted || request.errored !== null;
      if (!isGone) throw error;
    } finally {
      lines.stop();
    }
  }
}
