/** Back-off, in milliseconds, where a vendor refuses a call and does not say for how long. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long each quota of a connection pauses after a refusal: longer with every one in a row. */
export class Cooldown {
  private readonly refusals = new Map<string, number>();

  /** Milliseconds to pause; what the vendor says counts. */
  refused(quotas: readonly string[], vendorSaysMs: number | undefined): number {
    const row = Math.max(0, ...quotas.map((quota) => this.refusals.get(quota) ?? 0));
    for (const quota of quotas) this.refusals.set(quota, row + 1);
    return vendorSaysMs ?? Math.min(LONGEST_MS, FIRST_MS * 2 ** row);
  }

  passed(quotas: readonly string[]): void {
    for (const quota of quotas) this.refusals.delete(quota);
  }
}
