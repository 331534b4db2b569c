const FIRST_COOLDOWN_MS = 1_000;
const MAX_COOLDOWN_MS = 60_000;

/** The length of a cooldown: what the vendor says, else doubled with each 429 in a row. */
export class CooldownBackoff {
  /** By quota: how many calls in a row the vendor has answered with 429. */
  private readonly throttled = new Map<string, number>();

  /** Records a 429 and returns the milliseconds for which these quotas cool down. */
  recordThrottled(quotas: readonly string[], vendorSaysMs: number | undefined): number {
    const inRow = Math.max(0, ...quotas.map((quota) => this.throttled.get(quota) ?? 0));
    for (const quota of quotas) this.throttled.set(quota, inRow + 1);
    return vendorSaysMs ?? Math.min(MAX_COOLDOWN_MS, FIRST_COOLDOWN_MS * 2 ** inRow);
  }

  recordSuccess(quotas: readonly string[]): void {
    for (const quota of quotas) this.throttled.delete(quota);
  }
}
