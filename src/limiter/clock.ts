/** Monotonic time in milliseconds, with fractions, and a way to be woken by it. */
export interface Clock {
  now(): number;
  /** Calls `wake` once, at `atMs` or a little later, never earlier. Returns the cancellation. */
  schedule(atMs: number, wake: () => void): () => void;
}

/** A longer delay would overflow Node's timer and fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(atMs, wake) {
    const arm = (): NodeJS.Timeout => {
      const delayMs = Math.ceil(atMs - performance.now());
      return setTimeout(fired, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS));
    };
    // Timers run on the loop's whole milliseconds and may be a fraction early.
    const fired = (): void => {
      if (performance.now() < atMs) timer = arm();
      else wake();
    };
    let timer = arm();
    return () => {
      clearTimeout(timer);
    };
  },
};
