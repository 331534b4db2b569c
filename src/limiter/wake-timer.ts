import type { Clock } from './clock';

/** One timer that goes off at the earliest of the times it was set to. */
export class WakeTimer {
  private atMs = Infinity;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** @param atMs Infinity is never */
  wakeBy(atMs: number): void {
    if (atMs >= this.atMs) return;
    this.cancel();
    this.atMs = atMs;
    this.cancel = this.clock.schedule(atMs, () => {
      this.atMs = Infinity;
      this.ring();
    });
  }

  off(): void {
    this.cancel();
    this.atMs = Infinity;
  }
}
