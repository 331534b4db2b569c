import { GatewayError } from '../../core/gateway-error';
import type { Operation, Reply } from '../../core/operation';
import type { Connection } from '../connection';
import type { Environment } from '../environment';
import type { OperationPlan } from '../operation-plan';
import type { OperationRun } from '../operation-run';
import type { StepRunner } from '../step-runner';
import { effectMs } from './latest-effect';
import { presentReadOf, readBackOf } from './read-back';

/** The result of a read-back: the write was applied, with this reply; it was not applied; nothing is proved. */
export type Decision = { readonly reply: Reply } | 'not applied' | 'undecided';

/** Finds out what the vendor did of a write, by reading. */
export class WriteOutcomes {
  constructor(
    private readonly connection: Connection,
    private readonly environment: Environment,
    private readonly steps: StepRunner,
  ) {}

  /** The read-back of an operation whose earlier run, which may just have sent a write, was lost. */
  async readBackLost(operation: Operation, run: OperationRun): Promise<Decision> {
    run.recordSentWrite(this.now(), effectMs(this.connection));
    return this.readBack(operation, run);
  }

  /** Reads once the vendor carries out no write of this run any more: an earlier read proves nothing. */
  async readBack(operation: Operation, run: OperationRun): Promise<Decision> {
    const readBack = readBackOf(this.connection, operation);
    if (readBack === undefined) return 'undecided';
    await this.environment.sleep(run.effectiveForMs(this.now()));
    const found = await this.readForOutcome(readBack.plan, run);
    if (found === undefined) return 'undecided';
    const reply = readBack.confirm(found);
    if (reply === undefined) return 'not applied';
    const { adapter } = this.connection;
    const verdict = adapter.judgeReadBack?.(operation, found.entries ?? []) ?? 'applied';
    return verdict === 'applied' ? { reply } : verdict;
  }

  /** The reply to a read that decides what a caller is told of a write; undefined where it fails. */
  private async readForOutcome(plan: OperationPlan, run: OperationRun) {
    return this.steps.follow(plan, run.readingBack(this.now())).catch(() => undefined);
  }

  /** The error of a write with the present entries of the keys that it has changed in part. */
  async withFound(error: unknown, operation: Operation, run: OperationRun): Promise<unknown> {
    const { applied } = error instanceof GatewayError ? error.details : {};
    if (typeof applied !== 'object' || applied.changed === undefined) return error;
    const read = presentReadOf(this.connection, operation, applied.changed);
    const present = read && (await this.readForOutcome(read, run));
    const { entries: found } = present ?? {};
    return found === undefined ? error : (error as GatewayError).withDetails({ found });
  }

  private now(): number {
    return this.environment.now();
  }
}
