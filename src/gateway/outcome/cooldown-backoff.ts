const FIRST_COOLDOWN_MS = 1_000;
/** A longer pause is none that a vendor asks for: more likely, a time of the clock was taken for a duration. */
const LONGEST_PLAUSIBLE_MS = 3_600_000;

/** The length of a cooldown: what the vendor says, else doubled with each 429 in a row. */
export class CooldownBackoff {
  /** By quota: how many calls in a row the vendor has answered with 429. */
  private readonly throttled = new Map<string, number>();

  /**
   * Records a 429.
   * @returns the milliseconds for which these quotas cool down, at most `maxMs`
   */
  recordThrottled(
    quotas: readonly string[],
    vendorSaysMs: number | undefined,
    maxMs: number,
  ): number {
    const inRow = Math.max(0, ...quotas.map((quota) => this.throttled.get(quota) ?? 0));
    for (const quota of quotas) this.throttled.set(quota, inRow + 1);
    const isPlausible = vendorSaysMs !== undefined && vendorSaysMs <= LONGEST_PLAUSIBLE_MS;
    return Math.min(maxMs, isPlausible ? vendorSaysMs : FIRST_COOLDOWN_MS * 2 ** inRow);
  }

  recordSuccess(quotas: readonly string[]): void {
    for (const quota of quotas) this.throttled.delete(quota);
  }
}
