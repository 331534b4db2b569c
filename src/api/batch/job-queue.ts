import { bulkhead } from 'cockatiel';
import { toGatewayError } from '../http/problems/to-gateway-error';
import type { Job, JobExecutor, JobResult, RejectedOperation } from './job';
import type { ResultWriter } from './result-writer';

/** Targets that are worked on at the same time; the calls of more would only wait for quota. */
const MAX_CONCURRENT_TARGETS = 256;

/**
 * The jobs of one batch. Jobs of one target run in their order, in as few runs as possible; up to 256
 * targets are worked on side by side. No run begins while results wait for a slow reader, or after the
 * caller has disconnected.
 */
export class JobQueue {
  /** Jobs that have not begun, by target. */
  private readonly queues = new Map<string, Job[]>();
  private readonly slots = bulkhead(MAX_CONCURRENT_TARGETS, Infinity);
  private readonly work: Promise<void>[] = [];

  /**
   * @param disconnected aborted when the caller disconnects
   * @param logUnexpectedError called with an error that the executor should not have thrown
   */
  constructor(
    private readonly executor: JobExecutor,
    private readonly writer: ResultWriter,
    private readonly disconnected: AbortSignal,
    private readonly logUnexpectedError: (error: unknown) => void,
  ) {}

  /** Begins the jobs as their targets become free. Jobs that are added together can form runs. */
  add(jobs: readonly (Job | RejectedOperation)[]): void {
    const rejected: RejectedOperation[] = [];
    for (const job of jobs)
      if ('error' in job) rejected.push(job);
      else this.enqueue(job);
    this.work.push(this.writeRejected(rejected));
  }

  /** Resolves when every job has its result written, or the caller has disconnected. */
  async whenDone(): Promise<void> {
    await Promise.all(this.work);
  }

  private enqueue(job: Job): void {
    const target = JSON.stringify(job.operation.call.target);
    const existing = this.queues.get(target);
    if (existing !== undefined) {
      existing.push(job);
      return;
    }
    const queue = [job];
    this.queues.set(target, queue);
    this.work.push(this.workOff(queue).finally(() => this.queues.delete(target)));
  }

  private async workOff(queue: Job[]): Promise<void> {
    await Promise.resolve(); // the rest of the same `add` may belong to the first run
    while (queue.length > 0 && !this.disconnected.aborted)
      await this.slots.execute(() => this.executeNextRun(queue));
  }

  private async executeNextRun(queue: Job[]): Promise<void> {
    await this.writer.waitForReader();
    const [first] = queue;
    if (first === undefined || this.disconnected.aborted) return;
    const run = queue.splice(0, first.gateway.leadingRunLength(operationsOf(queue)));
    const results = await this.executor
      .execute(run)
      .catch((error: unknown) => this.failAll(run, error));
    queue.unshift(...run.slice(results.length));
    for (const [index, result] of results.entries()) {
      const { id = '', audit } = run[index] ?? {};
      const { outcome } = result;
      audit?.(result);
      await this.writer.waitForReader();
      this.writer.write({ id }, outcome instanceof Error ? toGatewayError(outcome) : outcome);
    }
  }

  private async writeRejected(rejected: readonly RejectedOperation[]): Promise<void> {
    for (const { reference, error } of rejected) {
      await this.writer.waitForReader();
      this.writer.write(reference, error);
    }
  }

  private failAll(run: readonly Job[], error: unknown): JobResult[] {
    if (!this.disconnected.aborted) this.logUnexpectedError(error);
    const outcome = error instanceof Error ? error : new TypeError(String(error));
    return run.map(() => ({ outcome }));
  }
}

function* operationsOf(jobs: Iterable<Job>): Generator<Job['operation']> {
  for (const { operation } of jobs) yield operation;
}
