import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import { NDJSON } from '../http/media-types';
import { toProblemDocument } from '../http/problems/problem-document';
import { PROBLEMS } from '../http/problems/problem-table';
import { withPointers } from '../http/problems/with-pointers';
import { waitForDrain } from '../http/wait-for-drain';
import { presentCounters, presentEntries } from '../metadata/present-reply';
import type { OperationReference } from './job';

const PROGRESS_INTERVAL_MS = 1_000;

/** The connection of a reader that reads nothing for this long is closed. */
const READER_TIMEOUT_MS = 60_000;

/** Characters that do not wait for others. */
const WRITE_LENGTH = 16 * 1024;

/**
 * Writes the reply of a batch: lines of JSON for results and progress, and one at the end. The lines of one turn of
 * the event loop are written together: a write of its own takes more CPU than its line.
 */
export class ResultWriter {
  private received = 0;
  private succeeded = 0;
  private failed = 0;
  private progress: NodeJS.Timeout | undefined;
  private drained: Promise<void> | undefined;
  private collected = '';

  constructor(private readonly response: Response) {}

  /** Counts operations that have arrived. The first call begins the response and its progress lines. */
  countReceived(count: number): void {
    this.received += count;
    if (this.progress !== undefined) return;
    this.response.setHeader('X-Accel-Buffering', 'no'); // without it nginx delays lines
    this.response.status(200).type(NDJSON).flushHeaders();
    this.progress = setInterval(() => {
      const { received, succeeded, failed, response } = this;
      if (!response.writableNeedDrain) this.push({ progress: { received, succeeded, failed } });
    }, PROGRESS_INTERVAL_MS);
  }

  /**
   * Resolves when the reader has caught up or disconnected. Unread lines take memory, so nothing is begun
   * and no result is written before.
   */
  waitForReader(): Promise<void> {
    if (!this.response.writableNeedDrain || this.response.destroyed) return Promise.resolve();
    this.drained ??= this.waitForDrain();
    return this.drained;
  }

  private async waitForDrain(): Promise<void> {
    const timeout = setTimeout(() => this.response.destroy(), READER_TIMEOUT_MS);
    await waitForDrain(this.response);
    clearTimeout(timeout);
    this.drained = undefined;
  }

  /** Writes the result of one operation. */
  write(reference: OperationReference, outcome: Reply | GatewayError): void {
    const isFailure = outcome instanceof GatewayError;
    if (isFailure) this.failed += 1;
    else this.succeeded += 1;
    this.push({
      ...reference,
      ...(isFailure ? this.presentError(outcome) : presentReply(outcome)),
    });
  }

  /** Writes the last line and ends the response. */
  end(): void {
    const { succeeded, failed } = this;
    this.push({ done: true, succeeded, failed });
    this.writeCollected();
    if (!this.response.destroyed) this.response.end();
  }

  /** Ends the progress lines. Lines that wait are written: after a failure the reply is cut. */
  stop(): void {
    clearInterval(this.progress);
    this.writeCollected();
  }

  private presentError(error: GatewayError): object {
    const requestId = String(this.response.getHeader('X-Request-Id'));
    const problem = toProblemDocument(withPointers(error, inOperation), requestId);
    return { status: PROBLEMS[error.code].status, problem };
  }

  private push(line: object): void {
    if (this.collected === '')
      setImmediate(() => {
        this.writeCollected();
      });
    this.collected += `${JSON.stringify(line)}\n`;
    if (this.collected.length >= WRITE_LENGTH) this.writeCollected();
  }

  private writeCollected(): void {
    const { collected, response } = this;
    this.collected = '';
    if (collected !== '' && !response.destroyed) response.write(collected);
  }
}

/** Status and body as in the response to a single call. */
function presentReply(reply: Reply): object {
  if (reply.counters !== undefined) return { status: 200, reply: presentCounters(reply) };
  const hasEntries = reply.entries !== undefined || reply.skipped !== undefined;
  return hasEntries ? { status: 200, reply: presentEntries(reply) } : { status: 204 };
}

/** An operation has `/messageId` where a single call has `path/messageId`. */
const inOperation = (pointer: string): string => pointer.replace(/^(?:path|query)(?=\/)/, '');
