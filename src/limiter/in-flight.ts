import type { BucketDraw } from './bucket';
import type { Grant } from './limiter';

/** The store that granted a call. It receives the reports of the call's end. */
export interface InFlightCallOwner {
  isOverdue(call: InFlightCall): boolean;
  answered(call: InFlightCall): void;
  unsent(call: InFlightCall): void;
  lost(call: InFlightCall): void;
}

/** A granted call with its tokens; also a node of the list of all calls in flight. */
export class InFlightCall implements Grant {
  state: 'open' | 'lost' | 'ended' = 'open';
  older: InFlightCall | undefined;
  newer: InFlightCall | undefined;

  constructor(
    readonly draws: readonly BucketDraw[],
    readonly grantedAtMs: number,
    readonly waitedMs: number,
    private readonly owner: InFlightCallOwner,
  ) {}

  isOverdue(): boolean {
    return this.owner.isOverdue(this);
  }

  answered(): void {
    this.owner.answered(this);
  }

  unsent(): void {
    this.owner.unsent(this);
  }

  lost(): void {
    this.owner.lost(this);
  }
}

/** All calls in flight, oldest first. Removing any of them takes constant time. */
export class InFlightList {
  oldest: InFlightCall | undefined;
  private newest: InFlightCall | undefined;

  add(call: InFlightCall): void {
    call.older = this.newest;
    if (this.newest) this.newest.newer = call;
    else this.oldest = call;
    this.newest = call;
  }

  remove(call: InFlightCall): void {
    if (call.older) call.older.newer = call.newer;
    else this.oldest = call.newer;
    if (call.newer) call.newer.older = call.older;
    else this.newest = call.older;
  }
}
