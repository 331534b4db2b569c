import { setMaxListeners } from 'node:events';
import type { Span } from '../core/trace';
import type { SignedRequest } from '../core/upstream';
import type { WaitOptions } from '../limiter';
import type { TargetLock } from '../locks';
import type { Caller } from './caller';
import { Usage } from './outcome/usage';

const NEVER_ABORTED = new AbortController().signal;
setMaxListeners(0, NEVER_ABORTED); // every waiting call listens to it

/** Milliseconds that a read-back may wait for quota, whatever the caller's own wait was. */
const READ_BACK_WAIT_MS = 2_000;

/** The group whose merged call a run leads. */
interface LedGroup {
  readonly signal: AbortSignal;
  readonly callSpans: Span[];
}

/** The remaining wait of a run. */
type RunWait = WaitOptions & Pick<Caller, 'signal'>;

/** One run of an operation: its deadline, its usage and the lock that it holds. */
export class OperationRun {
  /** On the target, where the operation needs one. */
  lock: TargetLock | undefined;
  /** After this moment the vendor carries out no write of this run that was sent. */
  private latestEffectMs = -Infinity;
  private readonly deadlineMs: number;

  /**
   * @param connection its name, for the fair sharing of quotas and for metrics
   * @param usage shared by the runs that carry out one operation
   * @param callSpans the spans of its vendor calls, for the traces of followers
   */
  constructor(
    private readonly caller: Caller,
    private readonly connection: string,
    nowMs: number,
    readonly usage = new Usage(),
    readonly callSpans?: Span[],
    private readonly isReadBack = false,
  ) {
    this.deadlineMs = nowMs + caller.maxWaitMs;
  }

  /** Records an attempt, and the id under which the vendor finds it in its logs. */
  recordAttempt({ vendorRequestId }: SignedRequest): void {
    this.usage.addAttempt();
    if (vendorRequestId !== undefined) this.caller.vendorRequestIds?.push(vendorRequestId);
  }

  get span(): Span | undefined {
    return this.caller.span;
  }

  /** A write was sent, whatever its outcome. @param forMs how long the vendor may carry it out */
  recordSentWrite(sentMs: number, forMs: number): void {
    this.latestEffectMs = Math.max(this.latestEffectMs, sentMs + forMs);
  }

  /** Milliseconds until the vendor carries out no write of this run any more. */
  effectiveForMs(nowMs: number): number {
    return Math.max(0, this.latestEffectMs - nowMs);
  }

  /** The remaining wait of the caller. After the first write a disconnect no longer stops the run. */
  wait(nowMs: number): RunWait {
    const { client, weight, share, urgency, signal } = this.caller;
    const { hasWritten } = this.usage;
    return {
      client,
      weight,
      ...(share !== undefined && { share }),
      ...(urgency !== undefined && { urgency }),
      connection: this.connection,
      maxWaitMs: Math.max(0, this.deadlineMs - nowMs),
      begun: this.isReadBack || hasWritten,
      signal: hasWritten ? NEVER_ABORTED : signal,
    };
  }

  /** The run of this caller as the leader of a merged call: it stops when all members have left. */
  leading({ signal, callSpans }: LedGroup, nowMs: number): OperationRun {
    const { maxWaitMs } = this.wait(nowMs);
    const caller = { ...this.caller, maxWaitMs, signal };
    return new OperationRun(caller, this.connection, nowMs, this.usage, callSpans);
  }

  /** A run for the read-back: it has a wait of its own, and a disconnect does not stop it. */
  readingBack(nowMs: number): OperationRun {
    const caller = { ...this.caller, maxWaitMs: READ_BACK_WAIT_MS, signal: NEVER_ABORTED };
    return new OperationRun(caller, this.connection, nowMs, this.usage, this.callSpans, true);
  }
}
