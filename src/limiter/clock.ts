/** Monotonic time in milliseconds, with fractions, and timers on it. */
export interface Clock {
  now(): number;
  /** Calls `wake` once, at `atMs` or a little later, never earlier. Returns a function that cancels it. */
  schedule(atMs: number, wake: () => void): () => void;
}

/** A longer delay would overflow Node's timer and fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(atMs, wake) {
    const startTimer = (): NodeJS.Timeout => {
      const delayMs = Math.ceil(atMs - performance.now());
      return setTimeout(onTimeout, Math.min(Math.max(delayMs, 0), MAX_DELAY_MS));
    };
    // Timers run on the event loop's whole milliseconds and may fire a fraction too early.
    const onTimeout = (): void => {
      if (performance.now() < atMs) timer = startTimer();
      else wake();
    };
    let timer = startTimer();
    return () => {
      clearTimeout(timer);
    };
  },
};
