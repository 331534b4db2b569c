/** An end that the store has not confirmed is repeated: after so long, then with doubled delays. */
const FIRST_REPEAT_MS = 500;
const MAX_REPEAT_DELAY_MS = 30_000;
/** A client that has not repeated its request by then does so without this key. */
const MAX_REPEATED_MS = 60 * 60 * 1_000;
/** Further ends are left to the leases of their claims: an outage must not fill the memory. */
const MAX_PENDING = 1_000;

/** Ends of claims that the store has not confirmed. */
export class PendingEnds {
  private pending = 0;

  /** Repeats an update in the background until it succeeds, for an hour at most. */
  repeat(update: () => Promise<unknown>): void {
    if (this.pending >= MAX_PENDING) return;
    this.pending += 1;
    void repeatUntilDone(update).finally(() => {
      this.pending -= 1;
    });
  }
}

async function repeatUntilDone(update: () => Promise<unknown>): Promise<void> {
  let delayMs = FIRST_REPEAT_MS;
  for (let repeatedMs = 0; repeatedMs < MAX_REPEATED_MS; repeatedMs += delayMs) {
    await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    const isDone = await update().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    delayMs = Math.min(2 * delayMs, MAX_REPEAT_DELAY_MS);
  }
}
