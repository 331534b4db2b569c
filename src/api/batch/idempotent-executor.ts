import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import type { Claim, ClaimOutcome } from '../idempotency/claim';
import { leftBy } from '../idempotency/stored-reply';
import type { Idempotency, Standing } from '../idempotency/idempotency';
import type { Answered, Job } from './job-factory';
import { fingerprintOf, isRead, placesOf } from './operation-facts';
import type { RetryingExecutor } from './retrying-executor';
import type { JobExecutor } from './job-queue';

/** How often it is looked whether what runs elsewhere has ended. */
const LOOK_MS = 1_000;

/** Whose batch it is, and its idempotency key. */
export interface BatchKey {
  readonly client: string;
  readonly key: string;
}

/** A job with what stands under its key, or why that cannot be told. */
interface Turn {
  readonly job: Job;
  readonly found: Standing | GatewayError;
}

/**
 * Carries every write of a batch out once, however often the batch is sent: each has a key of its own, made
 * of the batch's key and its id. What is done is answered as it was, and not done again, but after an
 * earlier write of the same entry that had failed: carried out now, that would undo it.
 */
export class IdempotentExecutor implements JobExecutor {
  /** The entries that this request writes. */
  private readonly written = new Set<string>();

  constructor(
    private readonly idempotency: Idempotency,
    private readonly batch: BatchKey,
    private readonly patience: RetryingExecutor,
  ) {}

  async carryOut(run: readonly Job[]): Promise<readonly Answered[]> {
    if (run.every(isRead)) return this.patience.carryOut(run);
    const turns: Turn[] = [];
    for (const turn of await this.take(run)) turns.push(await this.anewIfUndone(turn));
    const claims = turns.flatMap(({ job, found }) =>
      'claim' in found ? [{ job, claim: found.claim }] : [],
    );
    const done = await this.carryOutClaimed(claims);
    return turns.flatMap(({ job, found }): readonly Answered[] => {
      if (found instanceof GatewayError) return [{ answer: found }];
      return 'answer' in found ? [{ answer: replyOf(job), isReplay: true }] : (done.get(job) ?? []);
    });
  }

  /**
   * The jobs up to one that is running elsewhere. The first is waited for, with nothing in hand that
   * somebody else might wait for.
   */
  private async take(run: readonly Job[]): Promise<readonly Turn[]> {
    const deadlineMs = this.patience.deadlineMs();
    for (;;) {
      const turns = await Promise.all(run.map((job) => this.find(job, false)));
      const blocked = turns.findIndex(({ found }) => isPassing(found));
      if (blocked === -1) return turns;
      await Promise.all(turns.slice(blocked).map(giveBack));
      if (blocked > 0) return turns.slice(0, blocked);
      if (!(await this.patience.pause(LOOK_MS, deadlineMs))) return turns.slice(0, 1);
    }
  }

  private async find(job: Job, anew: boolean): Promise<Turn> {
    const { client, key } = this.batch;
    const found = await this.idempotency
      .take([client, key, job.id], fingerprintOf(job.operation), anew)
      .catch((error: unknown) => {
        if (error instanceof GatewayError) return error;
        throw error;
      });
    return { job, found };
  }

  private async anewIfUndone(turn: Turn): Promise<Turn> {
    const places = placesOf(turn.job.operation);
    const isUndone = 'answer' in turn.found && places.some((place) => this.written.has(place));
    const { job, found } = isUndone ? await this.find(turn.job, true) : turn;
    if ('claim' in found) for (const place of places) this.written.add(place);
    return { job, found };
  }

  /** What is left of each is known to every replica before it is answered. */
  private async carryOutClaimed(
    claims: readonly { readonly job: Job; readonly claim: Claim }[],
  ): Promise<ReadonlyMap<Job, readonly Answered[]>> {
    const jobs = claims.map(({ job }) => job);
    const again = claims.some(({ claim }) => claim.again);
    const end = (leftOf: (job: Job, index: number) => ClaimOutcome) =>
      Promise.all(claims.map(({ job, claim }, index) => claim.end(leftOf(job, index))));
    try {
      const answers = await this.patience.carryOut(jobs, again);
      await end((job, index) => leftOf(job, answers[index]?.answer, again));
      return new Map(jobs.map((job, index) => [job, answers.slice(index, index + 1)]));
    } catch (error) {
      await end((job) => leftOf(job, error, again));
      throw error;
    }
  }
}

/** All that is kept of an answer: the operation says the rest. */
const DONE: ClaimOutcome = { answer: { status: 200 } };

const leftOf = ({ operation }: Job, outcome: unknown, again: boolean): ClaimOutcome =>
  (outcome instanceof Error ? leftBy(outcome, operation, again) : undefined) ?? DONE;

const replyOf = ({ operation: { call } }: Job): Reply =>
  'entries' in call ? { entries: call.entries } : {};

/** It is about to end, or Redis to come back. */
const isPassing = (found: Turn['found']): boolean =>
  found instanceof GatewayError && found.details.retryAfterMs !== undefined;

async function giveBack({ found }: Turn): Promise<void> {
  if (!(found instanceof GatewayError) && 'claim' in found) await found.claim.giveBack();
}
