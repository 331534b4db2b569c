import { bulkhead } from 'cockatiel';
import { toGatewayError } from '../http/problems/to-gateway-error';
import type { Answered, Job, Refusal } from './job-factory';
import type { ResultWriter } from './result-writer';

/** How jobs that may go together are carried out. */
export interface JobExecutor {
  /** @returns answers of the first jobs, or of all; the others come again */
  carryOut(run: readonly Job[]): Promise<readonly Answered[]>;
}

/** Targets that are worked on at the same time; more would only stand in line. */
const SIDE_BY_SIDE = 256;

/**
 * The jobs of one batch: those of one target in their order, several in one vendor call where that can
 * carry them, many targets side by side. Nothing is begun while the answers wait for a slow reader, and
 * nothing more once the caller has hung up.
 */
export class JobQueue {
  private readonly queues = new Map<string, Job[]>();
  private readonly slots = bulkhead(SIDE_BY_SIDE, Infinity);
  private readonly underWay: Promise<void>[] = [];

  constructor(
    private readonly way: JobExecutor,
    private readonly lines: ResultWriter,
    /** Told when the caller hangs up. */
    private readonly signal: AbortSignal,
    /** Told of what is a bug. */
    private readonly unforeseen: (error: unknown) => void,
  ) {}

  /** Jobs that are added at once are seen at once by those that look for company. */
  add(jobs: readonly (Job | Refusal)[]): void {
    const refusals: Refusal[] = [];
    for (const job of jobs)
      if ('fault' in job) refusals.push(job);
      else this.line(job);
    this.underWay.push(this.refuse(refusals));
  }

  /** Resolves when everything that was added has been answered, or the caller has gone. */
  async done(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private line(job: Job): void {
    const target = JSON.stringify(job.operation.call.target);
    const queue = this.queues.get(target);
    if (queue !== undefined) {
      queue.push(job);
      return;
    }
    const started: Job[] = [job];
    this.queues.set(target, started);
    this.underWay.push(this.workOff(started).finally(() => this.queues.delete(target)));
  }

  private async workOff(queue: Job[]): Promise<void> {
    await Promise.resolve(); // until all that is added now is in line
    while (queue.length > 0 && !this.signal.aborted)
      await this.slots.execute(() => this.turn(queue));
  }

  /** Carries out what may go together of the jobs that are first in line. */
  private async turn(queue: Job[]): Promise<void> {
    await this.lines.room();
    const [first] = queue;
    if (first === undefined || this.signal.aborted) return;
    const run = queue.splice(0, first.gateway.leadingRunLength(operationsOf(queue)));
    const answers = await this.way
      .carryOut(run)
      .catch((error: unknown) => this.failures(run, error));
    queue.unshift(...run.slice(answers.length));
    for (const [index, answered] of answers.entries()) {
      const { id = '', audit } = run[index] ?? {};
      const { answer } = answered;
      audit?.(answered);
      await this.lines.room();
      this.lines.write({ id }, answer instanceof Error ? toGatewayError(answer) : answer);
    }
  }

  private async refuse(refusals: readonly Refusal[]): Promise<void> {
    for (const { name, fault } of refusals) {
      await this.lines.room();
      this.lines.write(name, fault);
    }
  }

  /** The same for each; that the caller has gone is no news. */
  private failures(run: readonly Job[], error: unknown): Answered[] {
    if (!this.signal.aborted) this.unforeseen(error);
    const answer = error instanceof Error ? error : new TypeError(String(error));
    return run.map(() => ({ answer }));
  }
}

function* operationsOf(jobs: Iterable<Job>): Generator<Job['operation']> {
  for (const { operation } of jobs) yield operation;
}
