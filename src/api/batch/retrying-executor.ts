import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import type { Caller, Gateway } from '../../gateway';
import type { Answered, Job } from './job-factory';
import type { JobExecutor } from './job-queue';

/** Failures that are over when the vendor, the quota or Redis is back. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'upstream-unavailable',
  'upstream-timeout',
  'upstream-throttled',
  'quota-exhausted',
  'limiter-unavailable',
]);

/** Where a failure does not say when it is worth another try. */
const RETRY_MS = 1_000;
/** How long an outage is waited out. */
const LONGEST_MS = 60_000;

/** Until when the caller waits for quota, and until when for a failure to pass; of a clock that only grows. */
interface Deadlines {
  readonly quotaMs: number;
  readonly failureMs: number;
}

/**
 * Waits out what passes: an operation that failed because vendor, quota or Redis were away is tried
 * again within the caller's own wait, but no longer than a minute after it failed first, or after anything
 * went well on its connection. Those of other targets go on.
 */
export class RetryingExecutor implements JobExecutor {
  /** Since when nothing has gone well. */
  private readonly outages = new Map<Gateway, number>();

  /**
   * @param enough told when nothing is waited for any more
   * @param now milliseconds that only grow
   */
  constructor(
    private readonly caller: Caller,
    private readonly enough: AbortSignal,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param again whether an earlier try of some has an unknown outcome */
  async carryOut(run: readonly Job[], again = false): Promise<readonly Answered[]> {
    const quotaMs = this.now() + this.caller.maxWaitMs;
    const answers = await this.insist(run, again, { quotaMs, failureMs: quotaMs });
    return answers.map((answer) => ({ answer }));
  }

  /** Until when something that passes is waited for from now on. */
  deadlineMs(): number {
    return this.now() + Math.min(this.caller.maxWaitMs, LONGEST_MS);
  }

  /**
   * Waits before another try.
   * @param deadlineMs where the try would be later, nothing is waited for
   * @returns whether it is time for one
   */
  async pause(forMs: number, deadlineMs: number): Promise<boolean> {
    if (this.enough.aborted || this.now() + forMs > deadlineMs) return false;
    return delay(forMs, true, { signal: this.enough }).catch(() => false);
  }

  private async insist(
    run: readonly Job[],
    again: boolean,
    deadlines: Deadlines,
  ): Promise<readonly (Reply | GatewayError)[]> {
    const [first] = run;
    if (first === undefined) return [];
    const { gateway } = first;
    const maxWaitMs = Math.max(0, deadlines.quotaMs - this.now());
    const operations = run.map(({ operation }) => operation);
    const answers = await gateway.executeRun(operations, { ...this.caller, maxWaitMs }, again);
    const passing = answers.flatMap((answer, index) =>
      isPassing(answer) ? [{ index, ...answer.details }] : [],
    );
    if (passing.length < run.length) this.outages.delete(gateway);
    if (passing.length === 0) return answers;
    const failureMs = this.endOf(gateway, deadlines);
    const forMs = Math.max(...passing.map(({ retryAfterMs = RETRY_MS }) => retryAfterMs));
    if (!(await this.pause(forMs, failureMs))) return answers;
    const isUnsure = again || passing.some(({ applied = 'no' }) => applied !== 'no');
    const left = passing.flatMap(({ index }) => run[index] ?? []);
    const later = await this.insist(left, isUnsure, { ...deadlines, failureMs }).catch(
      (error: unknown) => {
        if (this.caller.signal.aborted) return []; // what was known before is still true
        throw error;
      },
    );
    const places = new Map(passing.map(({ index }, nth) => [index, nth]));
    return answers.map((answer, index) => later[places.get(index) ?? -1] ?? answer);
  }

  /** Until when failures on this connection are waited out. */
  private endOf(gateway: Gateway, { failureMs }: Deadlines): number {
    const since = this.outages.get(gateway) ?? this.now();
    this.outages.set(gateway, since);
    return Math.min(failureMs, since + LONGEST_MS);
  }
}

const isPassing = (answer: Reply | GatewayError): answer is GatewayError =>
  answer instanceof GatewayError && PASSING.has(answer.code);
