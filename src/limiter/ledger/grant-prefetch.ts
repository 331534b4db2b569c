import type { Lane } from '../queue/waiter';
import type { Ask } from './grant-requests';
import type { FleetViews } from './quota-view';
import type { Tickets } from './grant-pool';

/** How far back it is looked, and so how soon what nobody wants any more is let go. */
const SLICE_MS = 100;
/** Fewer calls than that in a slice are served one by one. */
const FEW = 4;
/** Grants of a lane at hand at most. */
const MOST = 256;

/** Of what is free, one replica keeps this part at hand at most: `1 / SHARE`. */
const SHARE = 4;

interface Served {
  readonly lane: Lane;
  readonly count: number;
}

/**
 * How often each lane was served of late, and so what is worth having at hand before anybody asks: where
 * quotas are ample, a caller need not wait for a round trip. What others could want is never kept.
 */
export class Demand {
  private sinceMs = -Infinity;
  private current = new Map<string, Served>();
  private last = new Map<string, Served>();

  constructor(private readonly views: FleetViews) {}

  served(lane: Lane, nowMs: number): void {
    this.turn(nowMs);
    const count = (this.current.get(lane.key)?.count ?? 0) + 1;
    this.current.set(lane.key, { lane, count });
  }

  /** How many grants of a lane are kept for callers to come: those of half a slice, if it goes on like that. */
  spareOf(lane: Lane, nowMs: number): number {
    this.turn(nowMs);
    const { count = 0 } = this.last.get(lane.key) ?? {};
    if (count < FEW) return 0;
    return lane.draws.reduce(
      (spare, { bucket, tokens }) => {
        const view = this.views.get(bucket);
        return view?.isAmple ? Math.min(spare, Math.floor(view.free / SHARE / tokens)) : 0;
      },
      Math.min(MOST, count),
    );
  }

  /** What to ask for, where less than half of it is there. */
  asks(tickets: Tickets, nowMs: number): readonly Ask[] {
    this.turn(nowMs);
    const there = tickets.countByLane();
    return [...this.last.values()].flatMap(({ lane }) => {
      const spare = this.spareOf(lane, nowMs);
      const missing = spare - (there.get(lane.key) ?? 0);
      return missing * 4 <= spare ? [] : Array<Ask>(missing).fill({ lane, ahead: false });
    });
  }

  private turn(nowMs: number): void {
    const slices = Math.floor((nowMs - this.sinceMs) / SLICE_MS);
    if (slices < 1) return;
    this.last = slices === 1 ? this.current : new Map<string, Served>();
    this.current = new Map();
    this.sinceMs = slices === 1 ? this.sinceMs + SLICE_MS : nowMs;
  }
}
