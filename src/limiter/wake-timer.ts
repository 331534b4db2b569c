import type { Clock } from './clock';

/** One timer that fires at the earliest of the requested times. */
export class WakeTimer {
  private atMs = Infinity;
  private cancelScheduled: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onWake: () => void,
  ) {}

  /** @param atMs Infinity requests nothing */
  wakeBy(atMs: number): void {
    if (atMs >= this.atMs) return;
    this.cancelScheduled();
    this.atMs = atMs;
    this.cancelScheduled = this.clock.schedule(atMs, () => {
      this.atMs = Infinity;
      this.onWake();
    });
  }

  cancel(): void {
    this.cancelScheduled();
    this.atMs = Infinity;
  }
}
