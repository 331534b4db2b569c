import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import { presentEntries } from '../metadata/present-reply';
import { NDJSON } from '../http/media-types';
import { toProblemDocument } from '../http/problems/problem-document';
import { PROBLEMS } from '../http/problems/problem-table';
import type { Name } from './given';

/** How often it is told how far a batch has come. */
const PROGRESS_MS = 1_000;

/** A reader that takes nothing for so long is not there any more. */
const PATIENCE_MS = 60_000;

/** An answer of newline-delimited JSON that grows as operations end. It begins with the first of them. */
export class ResultWriter {
  private received = 0;
  private succeeded = 0;
  private failed = 0;
  private progress: NodeJS.Timeout | undefined;
  private caughtUp: Promise<void> | undefined;

  constructor(private readonly response: Response) {}

  /** So many operations have come in. */
  receive(count: number): void {
    this.received += count;
    if (this.progress !== undefined) return;
    this.response.status(200).type(NDJSON).flushHeaders();
    this.progress = setInterval(() => {
      const { received, succeeded, failed, response } = this;
      if (!response.writableNeedDrain) this.push({ progress: { received, succeeded, failed } });
    }, PROGRESS_MS);
  }

  /** Resolves when the reader has caught up, or has gone: what is not read yet is held in memory. */
  room(): Promise<void> {
    const { response } = this;
    if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
    this.caughtUp ??= new Promise<void>((resolve) => {
      const stuck = setTimeout(() => response.destroy(), PATIENCE_MS);
      const go = (): void => {
        clearTimeout(stuck);
        this.caughtUp = undefined;
        response.off('drain', go).off('close', go);
        resolve();
      };
      response.on('drain', go).on('close', go);
    });
    return this.caughtUp;
  }

  write(name: Name, answer: Reply | GatewayError): void {
    if (answer instanceof GatewayError) this.failed += 1;
    else this.succeeded += 1;
    this.push({
      ...name,
      ...(answer instanceof GatewayError ? this.failure(answer) : said(answer)),
    });
  }

  end(): void {
    const { succeeded, failed } = this;
    this.push({ done: true, succeeded, failed });
    if (!this.response.destroyed) this.response.end();
  }

  /** Tells no more progress. */
  stop(): void {
    clearInterval(this.progress);
  }

  private failure(error: GatewayError) {
    const requestId = String(this.response.getHeader('X-Request-Id'));
    return { status: PROBLEMS[error.code].status, problem: toProblemDocument(error, requestId) };
  }

  private push(line: object): void {
    if (!this.response.destroyed) this.response.write(`${JSON.stringify(line)}\n`);
  }
}

/** As the single call would be answered. */
function said(reply: Reply): { status: number; reply?: object } {
  return reply.entries === undefined
    ? { status: 204 }
    : { status: 200, reply: presentEntries(reply) ?? {} };
}
