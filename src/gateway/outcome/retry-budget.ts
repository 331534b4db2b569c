/** Retries a call earns: at most one in ten calls is a retry. */
const EARNED = 0.1;
/** Retries that can be saved up for a bad moment. */
const SAVED = 3;

/** Keeps retries from doubling the load on a vendor that is already in trouble. */
export class RetryBudget {
  private left = SAVED;

  called(): void {
    this.left = Math.min(SAVED, this.left + EARNED);
  }

  /** Whether one more retry may be made; counts it. */
  take(): boolean {
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
