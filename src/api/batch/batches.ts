import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { GatewaySettings, Live } from '../../config';
import type { ApiRequest } from '../api-request';
import { clientOf } from '../auth/access';
import { logOf } from '../logs/log-requests';
import { hangUpOf } from '../calls/hang-up';
import { preferencesOf } from '../calls/prefer';
import { SETTINGS } from '../tokens';
import { operationsOf } from './body-of';
import { Jobs } from './jobs';
import { Lines } from './lines';
import { Work } from './work';

/** The longest that a timer can wait. */
const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1;

/** Carries batches out. */
@Injectable()
export class Batches {
  constructor(
    private readonly jobs: Jobs,
    @Inject(SETTINGS) private readonly settings: Live<GatewaySettings>,
  ) {}

  /**
   * Writes a line for each operation as it ends, and stops with the caller.
   * @throws GatewayError before the first line, where the body as a whole cannot be taken
   */
  async run(request: ApiRequest, response: Response): Promise<void> {
    const { name, weight } = clientOf(request);
    const { waitMs = AS_LONG_AS_IT_TAKES_MS } = preferencesOf(request.header('prefer'));
    const { batchBodyLimit } = this.settings.now.server;
    const signal = hangUpOf(response);
    const lines = new Lines(response);
    const caller = { client: name, weight, maxWaitMs: waitMs, signal };
    const work = new Work(caller, lines, (error) => {
      logOf(request).error({ err: error }, 'unforeseen');
    });
    try {
      for await (const givens of operationsOf(request, batchBodyLimit)) {
        lines.receive(givens.length);
        work.add(givens.map((given) => this.jobs.make(request, given)));
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
