import type { Bucket } from '../bucket';
import { changeReferences } from '../channel-quota';
import type { FreeAt } from './fleet-quota';
import type { Lanes } from '../queue/lanes';
import type { Lane } from '../queue/waiter';

/** A grant of the ledger that no call has used yet. Times are clock milliseconds. */
export interface LedgerGrant {
  /** Its name in the ledger. */
  readonly name: string;
  readonly lane: Lane;
  /** It must not be used before. */
  readonly startMs: number;
  /** It must not be used later, because its call could reach the vendor after the lease. */
  readonly endMs: number;
  /** Of a lease: it is taken for lost no earlier. */
  readonly leaseEndMs?: number;
}

/** How many unused grants of a lane are kept for future calls. */
interface SparePolicy {
  spareCount(lane: Lane, nowMs: number): number;
}

/** A spare grant that is unused for so long is returned to the ledger. */
const MAX_SPARE_AGE_MS = 100;

/** The unused grants of this replica: for its waiters, some of them for a later time, and for future calls. */
export class GrantPool {
  private byStart: LedgerGrant[] = [];
  /** Tokens by bucket; kept up to date, since every call reads them. */
  private readonly sums = new Map<Bucket, number>();

  /** When the next grant can be used that cannot be used yet. */
  nextStartMs(nowMs: number): number {
    return this.byStart.find(({ startMs }) => startMs > nowMs)?.startMs ?? Infinity;
  }

  add(grant: LedgerGrant): void {
    const previous = this.byStart.findLastIndex(({ startMs }) => startMs <= grant.startMs);
    this.byStart.splice(previous + 1, 0, grant);
    this.count(grant, 1);
  }

  /** Removes the first grant that has started, of those for lanes with waiters. It may have ended. */
  takeForWaiter(nowMs: number, lanes: Pick<Lanes, 'get'>): LedgerGrant | undefined {
    return this.takeFirst((grant) => lanes.get(grant.lane.key) !== undefined, nowMs);
  }

  /** Removes the first grant for a lane that can be used now. */
  takeForLane(key: string, nowMs: number): LedgerGrant | undefined {
    return this.takeFirst(({ lane, endMs }) => lane.key === key && nowMs <= endMs, nowMs);
  }

  /** Whether a grant for a lane can be used now. */
  hasForLane(key: string, nowMs: number): boolean {
    return this.byStart.some(
      ({ lane, startMs, endMs }) => lane.key === key && startMs <= nowMs && nowMs <= endMs,
    );
  }

  /** Removes the grants that exceed the waiters and the spare grants of their lanes, or are old spares. */
  takeSurplus(
    lanes: Pick<Lanes, 'get'>,
    policy: SparePolicy,
    nowMs: number,
  ): readonly LedgerGrant[] {
    const counts = new Map<string, number>();
    const isSurplus = ({ lane, startMs }: LedgerGrant): boolean => {
      const rank = counts.get(lane.key) ?? 0;
      counts.set(lane.key, rank + 1);
      const waiting = lanes.get(lane.key)?.waiters.size ?? 0;
      if (rank < waiting) return false;
      return (
        startMs + MAX_SPARE_AGE_MS <= nowMs || rank >= waiting + policy.spareCount(lane, nowMs)
      );
    };
    const surplus = new Set(this.byStart.filter(isSurplus));
    if (surplus.size > 0) this.byStart = this.byStart.filter((grant) => !surplus.has(grant));
    for (const grant of surplus) this.count(grant, -1);
    return [...surplus];
  }

  /** Removes and returns all grants. */
  clear(): readonly LedgerGrant[] {
    const grants = this.byStart.splice(0);
    for (const grant of grants) this.count(grant, -1);
    return grants;
  }

  countByLane(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { lane } of this.byStart) counts.set(lane.key, (counts.get(lane.key) ?? 0) + 1);
    return counts;
  }

  /** The granted tokens of a bucket, in the order of their start. */
  *tokensOf(bucket: Bucket): Generator<FreeAt> {
    for (const { lane, startMs } of this.byStart)
      for (const draw of lane.draws) if (draw.bucket === bucket) yield [draw.tokens, startMs];
  }

  /** The sum of the granted tokens of a bucket. */
  sumOf(bucket: Bucket): number {
    return this.sums.get(bucket) ?? 0;
  }

  private takeFirst(
    isUsable: (grant: LedgerGrant) => boolean,
    nowMs: number,
  ): LedgerGrant | undefined {
    const index = this.byStart.findIndex((grant) => grant.startMs <= nowMs && isUsable(grant));
    const [grant] = index === -1 ? [] : this.byStart.splice(index, 1);
    if (grant) this.count(grant, -1);
    return grant;
  }

  private count({ lane }: LedgerGrant, sign: 1 | -1): void {
    changeReferences(lane.draws, sign);
    for (const { bucket, tokens } of lane.draws) {
      const sum = this.sumOf(bucket) + sign * tokens;
      if (sum === 0) this.sums.delete(bucket);
      else this.sums.set(bucket, sum);
    }
  }
}
