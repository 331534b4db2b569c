import { toGatewayError } from '../http/problems/to-gateway-error';
import type { Job, JobExecutor, JobResult, RejectedOperation } from './job';
import type { ResultWriter } from './result-writer';

/** Targets that are worked on at the same time; the calls of more would only wait for quota. */
const MAX_CONCURRENT_TARGETS = 256;

/**
 * Runs that begin in one turn of the event loop. A vendor that answers at once has few calls under way then, so
 * garbage collections copy few objects; of a slow vendor all 256 targets are worked on after 16 turns.
 */
const MAX_BEGUN_IN_TURN = 16;

/** The jobs of one target that have not begun. */
interface TargetQueue {
  readonly target: string;
  readonly jobs: Job[];
}

/**
 * The jobs of one batch. Jobs of one target run in their order, in as few runs as possible; up to 256
 * targets are worked on side by side. No run begins while results wait for a slow reader, or after the
 * caller has disconnected.
 */
export class JobQueue {
  /** The targets with jobs that are not done. */
  private readonly queues = new Map<string, TargetQueue>();
  /** The targets whose next run may begin, the one that has waited longest first. */
  private readonly waiting: TargetQueue[] = [];
  private runsUnderWay = 0;
  private rejectionsUnderWay = 0;
  private isBeginScheduled = false;
  /** The first error of a result that could not be written. */
  private failure: { readonly error: unknown } | undefined;
  private notifyDone = (): void => undefined;

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
    if (rejected.length > 0) void this.writeRejected(rejected);
  }

  /** Resolves when every job has its result written, or the caller has disconnected. */
  async whenDone(): Promise<void> {
    if (!this.isDone) await new Promise<void>((resolve) => (this.notifyDone = resolve));
    if (this.failure !== undefined) throw this.failure.error;
  }

  private get isDone(): boolean {
    const isIdle = this.queues.size === 0 && this.rejectionsUnderWay === 0;
    return isIdle || this.failure !== undefined;
  }

  private enqueue(job: Job): void {
    const target = JSON.stringify(job.operation.call.target);
    const existing = this.queues.get(target);
    if (existing !== undefined) {
      existing.jobs.push(job);
      return;
    }
    const queue = { target, jobs: [job] };
    this.queues.set(target, queue);
    this.waiting.push(queue);
    this.scheduleBegin();
  }

  /** In the next turn of the event loop: the rest of the same `add` may belong to the first run. */
  private scheduleBegin(): void {
    if (this.isBeginScheduled) return;
    this.isBeginScheduled = true;
    setImmediate(() => {
      this.isBeginScheduled = false;
      this.beginRuns();
    });
  }

  private beginRuns(): void {
    const room = MAX_CONCURRENT_TARGETS - this.runsUnderWay;
    for (const queue of this.waiting.splice(0, Math.min(room, MAX_BEGUN_IN_TURN)))
      void this.workOn(queue);
    if (this.waiting.length > 0 && this.runsUnderWay < MAX_CONCURRENT_TARGETS) this.scheduleBegin();
  }

  private async workOn(queue: TargetQueue): Promise<void> {
    this.runsUnderWay += 1;
    try {
      await this.executeNextRun(queue.jobs);
    } catch (error) {
      this.failure ??= { error };
      queue.jobs.length = 0;
    }
    this.runsUnderWay -= 1;
    if (queue.jobs.length === 0 || this.disconnected.aborted) this.queues.delete(queue.target);
    else this.waiting.push(queue);
    if (this.waiting.length > 0) this.scheduleBegin();
    if (this.isDone) this.notifyDone();
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
    this.rejectionsUnderWay += 1;
    try {
      for (const { reference, error } of rejected) {
        await this.writer.waitForReader();
        this.writer.write(reference, error);
      }
    } catch (error) {
      this.failure ??= { error };
    }
    this.rejectionsUnderWay -= 1;
    if (this.isDone) this.notifyDone();
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
