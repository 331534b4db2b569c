import type { Clock } from '../../src/limiter';

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes only in `runTo`. Events of one moment run in the order in which they were scheduled. */
export class VirtualClock implements Clock {
  private nowMs = 0;
  private orders = 0;
  private readonly events: Event[] = [];

  now(): number {
    return this.nowMs;
  }

  schedule(atMs: number, run: () => void): () => void {
    const event = { atMs: Math.max(atMs, this.nowMs), order: this.orders++, run };
    const index = this.events.findIndex((each) => each.atMs > event.atMs);
    this.events.splice(index === -1 ? this.events.length : index, 0, event);
    return () => {
      const at = this.events.indexOf(event);
      if (at !== -1) this.events.splice(at, 1);
    };
  }

  get pending(): number {
    return this.events.length;
  }

  after(delayMs: number, run: () => void): void {
    this.schedule(this.nowMs + delayMs, run);
  }

  /** Runs the events that are due by then, and lets promises settle after each. */
  async runTo(atMs: number, afterEach: () => void = () => undefined): Promise<void> {
    await settled();
    for (let next = this.events[0]; next && next.atMs <= atMs; next = this.events[0]) {
      this.events.shift();
      this.nowMs = next.atMs;
      next.run();
      await settled();
      afterEach();
    }
    this.nowMs = Math.max(this.nowMs, atMs);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
