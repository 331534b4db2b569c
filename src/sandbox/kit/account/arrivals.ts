import type { Draws } from '../quotas/buckets';

/** One vendor call as the sandbox received it. */
export interface Arrival {
  /** `performance.now()` of the sandbox when the request's headers were in, in milliseconds. */
  readonly atMs: number;
  readonly method: string;
  /** The matched template; the path as sent where nothing matched. */
  readonly route: string;
  /** HTTP status of the reply; null where none is sent (cut or stalled by a fault). */
  readonly status: number | null;
  /** What the call drew, refused or not; empty where authentication failed. */
  readonly quotas: Draws;
}

const KEPT = 250_000; // some 50 MB: hours of a demo, half an hour of a load test

/** The latest arrivals, oldest first. */
export class Arrivals {
  private log: Arrival[] = [];
  private dropped = 0;

  record(arrival: Arrival): void {
    this.log.push(arrival);
    if (this.log.length < 2 * KEPT) return;
    this.log = this.log.slice(KEPT);
    this.dropped += KEPT;
  }

  clear(): void {
    this.log = [];
    this.dropped = 0;
  }

  /** By time of arrival: a large body lets a later call overtake. `dropped` counts those forgotten. */
  list(): { readonly arrivals: readonly Arrival[]; readonly dropped: number } {
    const arrivals = this.log.toSorted((one, other) => one.atMs - other.atMs);
    return { arrivals, dropped: this.dropped };
  }
}
