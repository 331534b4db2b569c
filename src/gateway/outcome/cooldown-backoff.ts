import { drawnQuotaKey } from '../../core/channel-quotas';
import type { DrawnQuota } from '../../core/upstream';

const FIRST_COOLDOWN_MS = 1_000;
/** A longer pause is none that a vendor asks for: more likely, a time of the clock was taken for a duration. */
const LONGEST_PLAUSIBLE_MS = 3_600_000;
/** Channels that were throttled and had no success since are forgotten beyond this number, the oldest first. */
const MAX_THROTTLED = 10_000;

/** The length of a cooldown: what the vendor says, else doubled with each 429 in a row. */
export class CooldownBackoff {
  /** By quota and channel: how many calls in a row the vendor has answered with 429. */
  private readonly throttled = new Map<string, number>();

  /**
   * Records a 429.
   * @returns the milliseconds for which these quotas cool down, at most `maxMs`
   */
  recordThrottled(
    quotas: readonly DrawnQuota[],
    vendorSaysMs: number | undefined,
    maxMs: number,
  ): number {
    const keys = quotas.map(drawnQuotaKey);
    const inRow = Math.max(0, ...keys.map((key) => this.throttled.get(key) ?? 0));
    for (const key of keys) this.note(key, inRow + 1);
    const isPlausible = vendorSaysMs !== undefined && vendorSaysMs <= LONGEST_PLAUSIBLE_MS;
    return Math.min(maxMs, isPlausible ? vendorSaysMs : FIRST_COOLDOWN_MS * 2 ** inRow);
  }

  recordSuccess(quotas: readonly DrawnQuota[]): void {
    if (this.throttled.size === 0) return;
    for (const quota of quotas) this.throttled.delete(drawnQuotaKey(quota));
  }

  private note(key: string, inRow: number): void {
    this.throttled.delete(key);
    this.throttled.set(key, inRow);
    if (this.throttled.size <= MAX_THROTTLED) return;
    const [oldest = ''] = this.throttled.keys();
    this.throttled.delete(oldest);
  }
}
