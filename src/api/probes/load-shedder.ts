import { monitorEventLoopDelay } from 'node:perf_hooks';

const CHECK_INTERVAL_MS = 500;
const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

interface LoadLimits {
  readonly maxCalls: number;
  /** Maximum delay of the event loop. */
  readonly maxLagMs: number;
}

/**
 * Decides whether this replica can take another call. A call that is refused at once can go to another
 * replica; a call that is accepted under overload makes all calls late.
 */
export class LoadShedder {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly check: NodeJS.Timeout;
  private lagMs = 0;

  constructor(private readonly limits: () => LoadLimits) {
    this.histogram.enable();
    this.check = setInterval(() => {
      // the median: one long pause, such as a garbage collection, is no overload
      this.lagMs = this.histogram.percentile(50) / NANOSECONDS_PER_MS - RESOLUTION_MS;
      this.histogram.reset();
    }, CHECK_INTERVAL_MS).unref();
  }

  /** The reason why the replica can take no other call, for the caller; undefined if it can. */
  findOverload(callsUnderWay: number): string | undefined {
    const { maxCalls, maxLagMs } = this.limits();
    if (callsUnderWay >= maxCalls) return 'This replica has too many calls to accept another one.';
    return this.lagMs > maxLagMs
      ? 'The event loop of this replica is too late to accept another call.'
      : undefined;
  }

  close(): void {
    clearInterval(this.check);
    this.histogram.disable();
  }
}
