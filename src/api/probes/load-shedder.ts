import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop's delay is looked at, and how finely it is measured. */
const LOOK_MS = 500;
const RESOLUTION_MS = 10;
const NANOSECONDS = 1e6;

interface Limits {
  readonly maxCalls: number;
  readonly maxLagMs: number;
}

/**
 * What this replica takes on: so many calls at once, and none while the event loop is late. A call that
 * is refused at once can be sent to another replica; one that waits with all others helps nobody.
 */
export class LoadShedder {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private readonly look: NodeJS.Timeout;
  private lagMs = 0;

  constructor(private readonly limits: () => Limits) {
    this.delay.enable();
    this.look = setInterval(() => {
      // the median: one long pause is no overload
      this.lagMs = this.delay.percentile(50) / NANOSECONDS - RESOLUTION_MS;
      this.delay.reset();
    }, LOOK_MS).unref();
  }

  isOverloaded(callsUnderWay: number): boolean {
    const { maxCalls, maxLagMs } = this.limits();
    return callsUnderWay >= maxCalls || this.lagMs > maxLagMs;
  }

  close(): void {
    clearInterval(this.look);
    this.delay.disable();
  }
}
