import { createHash } from 'node:crypto';
import { GatewayError } from '../../core/gateway-error';
import { namedKeys, type Operation, type Reply } from '../../core/operation';
import { PROBLEM_TYPE } from '../http/problems/problem-document';
import { PROBLEMS } from '../http/problems/problem-table';
import { toGatewayError } from '../http/problems/to-gateway-error';
import { failureOutcome, type Claim, type ClaimOutcome } from '../idempotency/claim';
import { determinedReply } from '../idempotency/determined-reply';
import type { ClaimResult, Idempotency } from '../idempotency/idempotency';
import type { StoredReply } from '../idempotency/stored-record';
import { isReadJob, type Job, type JobExecutor, type JobResult } from './job';
import type { RetryingExecutor } from './retrying-executor';

/** How often a job that another request carries out is claimed again. */
const POLL_INTERVAL_MS = 1_000;

/** The client of a batch and its idempotency key. */
export interface BatchKey {
  readonly client: string;
  readonly key: string;
}

interface ClaimedJob {
  readonly job: Job;
  readonly found: ClaimResult | GatewayError;
}

/**
 * Carries out every write of a batch once, however often the batch is sent: each write has a key of its
 * own, made of the key of the batch and the id of the operation. A write that is done gets the same result
 * again without a vendor call.
 *
 * There is one exception. If this request carries out an earlier write of the same entry, because it had
 * failed, then the later write is carried out again, too: otherwise the earlier one would overwrite it.
 */
export class IdempotentExecutor implements JobExecutor {
  /** The entries and counters that this request writes, by target and key. */
  private readonly written = new Map<string, WriteKind>();

  constructor(
    private readonly idempotency: Idempotency,
    private readonly batch: BatchKey,
    private readonly executor: RetryingExecutor,
  ) {}

  async execute(run: readonly Job[]): Promise<readonly JobResult[]> {
    if (run.every(isReadJob)) return this.executor.execute(run);
    const claimedJobs: ClaimedJob[] = [];
    // one after the other: whether a job is carried out again depends on the jobs before it
    for (const claimed of await this.claimRun(run))
      claimedJobs.push(await this.reclaimIfOverwritten(claimed));
    const claims = claimedJobs.flatMap(({ job, found }) =>
      'claim' in found ? [{ job, claim: found.claim }] : [],
    );
    const results = await this.executeClaimed(claims);
    return claimedJobs.flatMap(({ job, found }): readonly JobResult[] => {
      if (found instanceof GatewayError) return [{ outcome: found }];
      if ('reply' in found) return [{ outcome: outcomeOf(job, found.reply), isReplay: true }];
      return results.get(job) ?? [];
    });
  }

  /**
   * Claims the jobs up to the first one that another request carries out. If that is the first of all, it
   * is waited for, without claims that another request might wait for in turn. Jobs of unknown outcome make
   * a run of their own: the gateway reads before it repeats one, and repeats no increase.
   */
  private async claimRun(run: readonly Job[]): Promise<readonly ClaimedJob[]> {
    const deadlineMs = this.executor.waitDeadlineMs();
    for (;;) {
      const claimedJobs = await Promise.all(run.map((job) => this.claim(job, false)));
      const isUnknown = isOutcomeUnknown(claimedJobs[0]?.found);
      const end = claimedJobs.findIndex(
        ({ found }) => isTransient(found) || isOutcomeUnknown(found) !== isUnknown,
      );
      if (end === -1) return claimedJobs;
      await Promise.all(claimedJobs.slice(end).map(releaseClaim));
      if (end > 0) return claimedJobs.slice(0, end);
      if (!(await this.executor.waitForRetry(POLL_INTERVAL_MS, deadlineMs)))
        return claimedJobs.slice(0, 1);
    }
  }

  private async claim(job: Job, evenIfDone: boolean): Promise<ClaimedJob> {
    const { client, key } = this.batch;
    const path = [client, key, job.id];
    const found = await this.idempotency
      .claim(path, fingerprintOperation(job.operation), { evenIfDone })
      .catch((error: unknown) => {
        if (error instanceof GatewayError) return error;
        throw error;
      });
    return { job, found };
  }

  private async reclaimIfOverwritten(claimed: ClaimedJob): Promise<ClaimedJob> {
    const writes = writesOf(claimed.job.operation);
    const isOverwritten = 'reply' in claimed.found && writes.some((write) => this.isStale(write));
    const { job, found } = isOverwritten ? await this.claim(claimed.job, true) : claimed;
    if ('claim' in found)
      for (const { item, kind } of writes)
        if (this.written.get(item) !== 'absolute') this.written.set(item, kind);
    return { job, found };
  }

  /** Whether a write that is done has to follow one that this request carries out: sums have no order. */
  private isStale({ item, kind }: Write): boolean {
    const earlier = this.written.get(item);
    return earlier !== undefined && (earlier === 'absolute' || kind === 'absolute');
  }

  /** Every claim is settled before a result is returned, so that other replicas replay the same result. */
  private async executeClaimed(
    claims: readonly { readonly job: Job; readonly claim: Claim }[],
  ): Promise<ReadonlyMap<Job, readonly JobResult[]>> {
    const jobs = claims.map(({ job }) => job);
    const isOutcomeUnknown = claims.some(({ claim }) => claim.isOutcomeUnknown);
    const settle = (outcomeOf: (index: number) => unknown) =>
      Promise.all(
        claims.map(({ job, claim }, index) =>
          claim.settle(claimOutcome(job, outcomeOf(index), isOutcomeUnknown)),
        ),
      );
    try {
      const results = await this.executor.execute(jobs, isOutcomeUnknown);
      await settle((index) => results[index]?.outcome);
      return new Map(jobs.map((job, index) => [job, results.slice(index, index + 1)]));
    } catch (error) {
      await settle(() => error);
      throw error;
    }
  }
}

/** `relative`: an increase or a decrease, whose result depends on the value before. */
type WriteKind = 'absolute' | 'relative';

/** A change of one entry or counter. */
interface Write {
  readonly item: string;
  readonly kind: WriteKind;
}

function claimOutcome(
  { operation }: Job,
  outcome: unknown,
  isOutcomeUnknown: boolean,
): ClaimOutcome {
  if (!(outcome instanceof Error)) return { reply: replyRecord(operation, outcome as Reply) };
  const left = failureOutcome(outcome, operation, isOutcomeUnknown);
  return left === 'final' ? { reply: failureRecord(toGatewayError(outcome)) } : left;
}

const replyRecord = (operation: Operation, reply: Reply): StoredReply =>
  determinedReply(operation) === undefined
    ? { status: 200, type: 'application/json', body: JSON.stringify(reply) }
    : { status: 200 };

function failureRecord({ code, message, details }: GatewayError): StoredReply {
  const body = JSON.stringify({ code, message, details });
  return { status: PROBLEMS[code].status, type: PROBLEM_TYPE, body };
}

/** The result that is stored for a job. */
function outcomeOf({ operation }: Job, { status, body }: StoredReply): Reply | GatewayError {
  if (body === undefined) return determinedReply(operation) ?? {};
  if (status === 200) return JSON.parse(body) as Reply;
  const { code, message, details } = JSON.parse(body) as GatewayError;
  return new GatewayError(code, message, details);
}

/** The other request is about to end, or Redis to be available again. */
const isTransient = (found: ClaimedJob['found']): boolean =>
  found instanceof GatewayError && found.details.retryAfterMs !== undefined;

const isOutcomeUnknown = (found: ClaimedJob['found'] | undefined): boolean =>
  found !== undefined && 'claim' in found && found.claim.isOutcomeUnknown;

async function releaseClaim({ found }: ClaimedJob): Promise<void> {
  if (!(found instanceof GatewayError) && 'claim' in found) await found.claim.release();
}

/** A hash that is equal for equal operations: name, parameters, actor, options and preferences. */
function fingerprintOperation({ name, call }: Operation): string {
  const { target, actorId, options, strict, ...parameters } = call;
  const parts = [name, target, actorId, options, strict, parameters];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** The entries or counters that a write changes. Adding values that are there and removing absent ones changes nothing. */
function writesOf({ name, call }: Operation): Write[] {
  const [resource] = name.split('.');
  const writeOf = (key: string, kind: WriteKind): Write => ({
    item: JSON.stringify([resource, call.target, key]),
    kind,
  });
  if ('changes' in call)
    return call.changes.map(({ key, op }) => writeOf(key, op === 'set' ? 'absolute' : 'relative'));
  const keys = namedKeys(call);
  return keys === 'all' ? [] : keys.map((key) => writeOf(key, 'absolute'));
}
