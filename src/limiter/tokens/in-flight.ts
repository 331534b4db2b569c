import type { BucketDraw } from './bucket';
import type { Grant } from '../limiter';

/** Where the end of a request is told, and whether it may still begin. */
export interface FlightEnds {
  isOverdue(flight: Flight): boolean;
  answered(flight: Flight): void;
  unsent(flight: Flight): void;
  lost(flight: Flight): void;
}

/** Tokens that are away with one request; also a link of the list of all that are. */
export class Flight implements Grant {
  state: 'open' | 'lost' | 'ended' = 'open';
  older: Flight | undefined;
  newer: Flight | undefined;

  constructor(
    readonly draws: readonly BucketDraw[],
    readonly grantedAtMs: number,
    readonly waitedMs: number,
    private readonly ends: FlightEnds,
  ) {}

  isOverdue(): boolean {
    return this.ends.isOverdue(this);
  }

  answered(): void {
    this.ends.answered(this);
  }

  unsent(): void {
    this.ends.unsent(this);
  }

  lost(): void {
    this.ends.lost(this);
  }
}

/** Everything in flight, oldest first; leaving the list is O(1) wherever it stands. */
export class Flights {
  oldest: Flight | undefined;
  private newest: Flight | undefined;

  add(flight: Flight): void {
    flight.older = this.newest;
    if (this.newest) this.newest.newer = flight;
    else this.oldest = flight;
    this.newest = flight;
  }

  remove(flight: Flight): void {
    if (flight.older) flight.older.newer = flight.newer;
    else this.oldest = flight.newer;
    if (flight.newer) flight.newer.older = flight.older;
    else this.newest = flight.older;
  }
}
