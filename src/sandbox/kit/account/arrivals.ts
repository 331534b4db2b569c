import type { Tokens } from '../quotas/buckets';

/** One vendor call as the sandbox received it. */
export interface Arrival {
  /**
   * When the request's headers had arrived: Unix milliseconds with fractions, of a clock that never steps. Fixed
   * windows start at whole multiples of it.
   */
  readonly atMs: number;
  readonly method: string;
  /** Template of the matched route; the path as sent if no route matched. */
  readonly route: string;
  /** HTTP status of the reply; null if a fault cut or stalled it. */
  readonly status: number | null;
  /** The call was over quota. Some vendors say so with HTTP status 200. */
  readonly throttled?: boolean;
  /** The tokens that the call drew, refused or not; empty if authentication failed. */
  readonly quotas: Tokens;
  /** The channel of the quotas per channel among them. */
  readonly channel?: string;
}

/** About 50 MB: hours of a demo, half an hour of a load test. */
const KEPT_ARRIVALS = 250_000;

/** The latest vendor calls: at least 250,000 of them. */
export class Arrivals {
  private log: Arrival[] = [];
  private dropped = 0;

  record(arrival: Arrival): void {
    this.log.push(arrival);
    if (this.log.length < 2 * KEPT_ARRIVALS) return;
    this.log = this.log.slice(KEPT_ARRIVALS);
    this.dropped += KEPT_ARRIVALS;
  }

  clear(): void {
    this.log = [];
    this.dropped = 0;
  }

  /**
   * The recorded calls by time of arrival, oldest first. The log itself may be in another order, because
   * a call with a large body is recorded after later calls. `dropped` counts the calls no longer listed.
   */
  list(): { readonly arrivals: readonly Arrival[]; readonly dropped: number } {
    const arrivals = this.log.toSorted((one, other) => one.atMs - other.atMs);
    return { arrivals, dropped: this.dropped };
  }
}
