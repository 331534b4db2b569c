import { setMaxListeners } from 'node:events';
import { GatewayError } from '../core/gateway-error';
import type { UpstreamRequest } from '../core/upstream';
import type { Account } from './outcome/usage';
import type { Caller } from './caller';
import type { Clock } from './clock';
import type { Company } from './coalescing/follower-spans';
import { unchanging, type Latest } from './current-request';
import { backOff, mayRetry } from './outcome/retry-policy';
import type { TargetLock } from '../locks/target-locks';
import type { VendorCalls } from './vendor-call';

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER); // whoever waits listens to it

/** Milliseconds that a read-back may wait for quota, whatever the caller's own wait was. */
const READ_BACK_MS = 2_000;

/** One operation's vendor calls: one deadline over all of them, one account of what they did. */
export class Journey {
  /** On the target, where one at a time may write to it. */
  hold: TargetLock | undefined;
  private readonly deadline: number;

  constructor(
    private readonly calls: VendorCalls,
    private readonly caller: Caller,
    private readonly clock: Clock,
    readonly account: Account,
  ) {
    this.deadline = clock.now() + caller.maxWaitMs;
  }

  send(request: UpstreamRequest): Promise<unknown> {
    return this.sendLatest(unchanging(request));
  }

  /**
   * One vendor call, tried again where that is safe, the caller's wait allows it, and retries are not
   * used up. Each attempt takes its own tokens.
   */
  async sendLatest(latest: Latest): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.throttled(latest).then(
        (payload) => ({ payload }),
        (error: unknown) => ({ error }),
      );
      if ('payload' in failure) return failure.payload;
      const { error } = failure;
      if (!(error instanceof GatewayError) || !mayRetry(error, attempt)) throw error;
      if (!(await this.mayGoOn(attempt))) throw error;
    }
  }

  /** A throttled call was certainly not applied: it is sent again as long as the caller waits. */
  private async throttled(latest: Latest): Promise<unknown> {
    let refusal: GatewayError | undefined;
    for (;;) {
      try {
        return await this.calls.attempt(latest, this.account, this.wait(), this.hold);
      } catch (error) {
        const outOfTime = error instanceof GatewayError && error.code === 'quota-exhausted';
        if (refusal !== undefined && outOfTime)
          throw refusal.withDetails({ retryAfterMs: error.details.retryAfterMs ?? 0 });
        if (!(error instanceof GatewayError) || error.code !== 'upstream-throttled') throw error;
        refusal = error;
      }
    }
  }

  /** Backs off before the next attempt; not where that is over the caller's time or the budget. */
  async mayGoOn(attempt: number): Promise<boolean> {
    const { maxWaitMs, signal } = this.wait();
    const forMs = backOff(attempt, this.clock.chance());
    if (forMs > maxWaitMs || signal.aborted || !this.calls.budget.take()) return false;
    await this.clock.sleep(forMs);
    return true;
  }

  /** The same journey with company: only this signal stops the waiting. */
  leading(signal: AbortSignal, company: Company): Journey {
    const wait = this.wait();
    const caller = { ...wait, signal, span: company.watch(wait.span) };
    return new Journey(this.calls, caller, this.clock, this.account);
  }

  /** The way of a read that finds out what a write has done. */
  readingBack(): Journey {
    const caller = { ...this.caller, maxWaitMs: READ_BACK_MS, begun: true, signal: NEVER };
    return new Journey(this.calls, caller, this.clock, this.account);
  }

  /** What is left of the caller's wait. Once something is written, a hang-up no longer stops the rest. */
  wait(): Caller {
    const { client, weight, span, signal, begun = false } = this.caller;
    const { hasWritten } = this.account;
    return {
      client,
      weight,
      span,
      connection: this.calls.connectionName,
      maxWaitMs: Math.max(0, this.deadline - this.clock.now()),
      begun: begun || hasWritten,
      signal: hasWritten ? NEVER : signal,
    };
  }
}
