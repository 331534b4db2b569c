import type { Lane } from '../queue/waiter';
import type { GrantRequest } from './grant-requests';
import type { FleetQuotas } from './fleet-quota';
import type { GrantPool } from './grant-pool';

/** Calls are counted over intervals of this length; the last complete one decides. */
const INTERVAL_MS = 100;
/** Lanes with fewer calls in an interval get no spare grants. */
const MIN_CALLS = 4;
const MAX_SPARE_GRANTS = 256;
/** One replica's spare grants of a lane take at most this share of the free tokens. */
const MAX_SHARE_OF_FREE = 1 / 4;
/** Spare grants are requested only when more than this share of them is missing. */
const MISSING_SHARE = 1 / 4;

interface ServedCalls {
  readonly lane: Lane;
  readonly count: number;
}

/**
 * Requests spare grants for future calls, as many as the lane has served recently, so that a call need not
 * wait for a round trip. It does so only while at least half of every drawn quota is free, so that spare
 * grants take nothing from others.
 */
export class GrantPrefetch {
  private startMs = -Infinity;
  private current = new Map<string, ServedCalls>();
  private last = new Map<string, ServedCalls>();

  constructor(private readonly quotas: FleetQuotas) {}

  countServed(lane: Lane, nowMs: number): void {
    this.advance(nowMs);
    const count = (this.current.get(lane.key)?.count ?? 0) + 1;
    this.current.set(lane.key, { lane, count });
  }

  /** How many spare grants a lane should have: one for each call of the last interval, within the limits. */
  spareCount(lane: Lane, nowMs: number): number {
    this.advance(nowMs);
    const { count = 0 } = this.last.get(lane.key) ?? {};
    if (count < MIN_CALLS) return 0;
    return lane.draws.reduce(
      (spare, { bucket, tokens }) => {
        const quota = this.quotas.get(bucket);
        if (!quota?.isAmple) return 0;
        return Math.min(spare, Math.floor((quota.free * MAX_SHARE_OF_FREE) / tokens));
      },
      Math.min(MAX_SPARE_GRANTS, count),
    );
  }

  /** Requests for the missing spare grants of all lanes that lack more than a quarter of theirs. */
  requests(pool: GrantPool, nowMs: number): readonly GrantRequest[] {
    this.advance(nowMs);
    const counts = pool.countByLane();
    return [...this.last.values()].flatMap(({ lane }) => {
      const spare = this.spareCount(lane, nowMs);
      const missing = spare - (counts.get(lane.key) ?? 0);
      if (missing <= spare * MISSING_SHARE) return [];
      return Array<GrantRequest>(missing).fill({ lane, mayBeLater: false });
    });
  }

  private advance(nowMs: number): void {
    const intervals = Math.floor((nowMs - this.startMs) / INTERVAL_MS);
    if (intervals < 1) return;
    this.last = intervals === 1 ? this.current : new Map<string, ServedCalls>();
    this.current = new Map();
    this.startMs = intervals === 1 ? this.startMs + INTERVAL_MS : nowMs;
  }
}
