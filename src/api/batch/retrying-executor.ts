import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import { isRepeatable, type Caller, type Gateway } from '../../gateway';
import type { Job, JobExecutor, JobResult } from './job';

/** Errors that end when the vendor, the quota or Redis is available again. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'upstream-unavailable',
  'upstream-timeout',
  'upstream-throttled',
  'quota-exhausted',
  'limiter-unavailable',
]);

/** The delay after an error without one of its own. */
const DEFAULT_RETRY_DELAY_MS = 1_000;
const MAX_OUTAGE_MS = 60_000;

interface Clock {
  /** Milliseconds of a monotonic clock. */
  nowMs(): number;
  /** Resolves after so many milliseconds; rejects when the signal is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<unknown>;
}

const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }),
};

/**
 * Executes runs, and retries jobs with transient errors after the delay that the error states. Retries
 * end with the caller's wait, and at the latest a minute after the outage of the connection began: with
 * the first transient error since any other result. Runs of other targets go on meanwhile.
 */
export class RetryingExecutor implements JobExecutor {
  /** When the outage of a connection began. */
  private readonly outages = new Map<Gateway, number>();

  /** @param stopWaiting aborted when there shall be no more retries */
  constructor(
    private readonly caller: Caller,
    private readonly stopWaiting: AbortSignal,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * @param isOutcomeUnknown whether an earlier attempt of some job has an unknown outcome
   * @returns a result for every job
   * @throws the caller's abort reason if it disconnects during the first attempt
   */
  async execute(run: readonly Job[], isOutcomeUnknown = false): Promise<readonly JobResult[]> {
    const outcomes = new Map<Job, Reply | GatewayError>();
    const vendorRequestIds: string[] = [];
    const caller = { ...this.caller, vendorRequestIds };
    const callDeadlineMs = this.clock.nowMs() + this.caller.maxWaitMs;
    let retryDeadlineMs = callDeadlineMs;
    let isUnknown = isOutcomeUnknown;
    let pending = run;
    while (pending.length > 0) {
      const attempt = await this.attempt(pending, caller, callDeadlineMs, isUnknown).catch(
        (error: unknown) => {
          // a caller that disconnects during a retry leaves the outcomes of earlier attempts
          if (outcomes.size > 0 && this.caller.signal.aborted) return [];
          throw error;
        },
      );
      for (const { job, outcome } of attempt) outcomes.set(job, outcome);
      const failures = attempt.flatMap(({ job, outcome }) =>
        isTransient(outcome) && mayRetry(job, outcome) ? [{ job, details: outcome.details }] : [],
      );
      const [first] = failures;
      if (first === undefined) break;
      retryDeadlineMs = Math.min(retryDeadlineMs, this.outageDeadlineMs(first.job.gateway));
      const delayMs = Math.max(
        ...failures.map(({ details }) => details.retryAfterMs ?? DEFAULT_RETRY_DELAY_MS),
      );
      if (!(await this.waitForRetry(delayMs, retryDeadlineMs))) break;
      isUnknown ||= failures.some(({ details }) => (details.applied ?? 'no') !== 'no');
      pending = failures.map(({ job }) => job);
    }
    return run.flatMap((job) => {
      const outcome = outcomes.get(job);
      const ids = vendorRequestIds.length > 0 && { vendorRequestIds };
      return outcome === undefined ? [] : [{ outcome, ...ids }];
    });
  }

  /** @returns the time until which something else than a call may be waited for from now on */
  waitDeadlineMs(): number {
    return this.clock.nowMs() + Math.min(this.caller.maxWaitMs, MAX_OUTAGE_MS);
  }

  /** @returns false, without waiting to the end, if the deadline is earlier or waiting was stopped */
  async waitForRetry(delayMs: number, deadlineMs: number): Promise<boolean> {
    if (this.stopWaiting.aborted || this.clock.nowMs() + delayMs > deadlineMs) return false;
    return this.clock.sleep(delayMs, this.stopWaiting).then(
      () => true,
      () => false,
    );
  }

  /** Executes jobs once, and notes whether the outage of their connection goes on. */
  private async attempt(
    jobs: readonly Job[],
    caller: Caller,
    deadlineMs: number,
    isOutcomeUnknown: boolean,
  ): Promise<readonly { readonly job: Job; readonly outcome: Reply | GatewayError }[]> {
    const [first] = jobs;
    if (first === undefined) return [];
    const { gateway } = first;
    const maxWaitMs = Math.max(0, deadlineMs - this.clock.nowMs());
    const outcomes = await gateway.executeRun(
      jobs.map(({ operation }) => operation),
      { ...caller, maxWaitMs },
      isOutcomeUnknown,
    );
    if (!outcomes.every(isTransient)) this.outages.delete(gateway);
    return jobs.flatMap((job, index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? [] : [{ job, outcome }];
    });
  }

  /** Notes a failure. @returns the time at which its outage has lasted for too long */
  private outageDeadlineMs(gateway: Gateway): number {
    const startMs = this.outages.get(gateway) ?? this.clock.nowMs();
    this.outages.set(gateway, startMs);
    return startMs + MAX_OUTAGE_MS;
  }
}

/** An increase that may have been applied is not carried out again. */
const mayRetry = (
  { operation }: Job,
  { details: { applied = 'no', isFinal = false } }: GatewayError,
): boolean => !isFinal && (applied === 'no' || isRepeatable(operation));

const isTransient = (outcome: Reply | GatewayError): outcome is GatewayError =>
  outcome instanceof GatewayError && TRANSIENT.has(outcome.code);
