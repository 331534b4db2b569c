import { once } from 'node:events';
import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import { allEntries } from '../calls/present';
import { problemOf } from '../problem/problem';
import { PROBLEMS } from '../problem/problem-table';

/** An answer of newline-delimited JSON that grows as operations end. */
export class Lines {
  private succeeded = 0;
  private failed = 0;

  constructor(
    private readonly response: Response,
    private readonly requestId: string,
  ) {
    response.status(200).type('application/x-ndjson');
    response.flushHeaders();
  }

  /** Resolves when there is room for more: a slow reader slows the batch down and holds no memory. */
  async write(id: string, answer: Reply | GatewayError): Promise<void> {
    const line =
      answer instanceof GatewayError
        ? { id, status: PROBLEMS[answer.code].status, problem: problemOf(answer, this.requestId) }
        : { id, ...replyOf(answer) };
    if (answer instanceof GatewayError) this.failed += 1;
    else this.succeeded += 1;
    await this.push(line);
  }

  end(): void {
    const { succeeded, failed } = this;
    if (!this.response.destroyed) this.response.end(lineOf({ done: true, succeeded, failed }));
  }

  private async push(line: object): Promise<void> {
    if (this.response.destroyed || this.response.write(lineOf(line))) return;
    await Promise.race([once(this.response, 'drain'), once(this.response, 'close')]);
  }
}

const lineOf = (line: object): string => `${JSON.stringify(line)}\n`;

/** As the single call would be answered. */
function replyOf(answer: Reply): { status: number; reply?: object } {
  return answer.entries === undefined
    ? { status: 204 }
    : { status: 200, reply: allEntries(answer) ?? {} };
}
