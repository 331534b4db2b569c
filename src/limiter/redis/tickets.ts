import type { Bucket } from '../bucket';
import type { Lanes } from '../lanes';
import type { Lane } from '../waiter';

/** A grant of the ledger that nobody has been given yet. Times are clock times in milliseconds. */
export interface Ticket {
  /** Its name in the ledger. */
  readonly grant: string;
  readonly lane: Lane;
  /** Not to be used before. */
  readonly startMs: number;
  /** Not to be used after: its request could arrive later than the ledger believes. */
  readonly endMs: number;
}

/** What the ledger has granted to the callers in line, some of it for later. */
export class Tickets {
  private readonly byStart: Ticket[] = [];

  [Symbol.iterator](): Iterator<Ticket> {
    return this.byStart.values();
  }

  get nextStartMs(): number {
    return this.byStart[0]?.startMs ?? Infinity;
  }

  add(ticket: Ticket): void {
    const after = this.byStart.findLastIndex(({ startMs }) => startMs <= ticket.startMs);
    this.byStart.splice(after + 1, 0, ticket);
  }

  /** Takes out the first whose time has come. */
  takeRipe(nowMs: number): Ticket | undefined {
    return this.nextStartMs <= nowMs ? this.byStart.shift() : undefined;
  }

  /** Takes out those that nobody in line is left for, the latest first. */
  takeSurplus(lanes: Lanes): readonly Ticket[] {
    const surplus: Ticket[] = [];
    for (const [key, count] of this.countByLane()) {
      let over = count - (lanes.get(key)?.line.size ?? 0);
      for (; over > 0; over -= 1) {
        const last = this.byStart.findLastIndex(({ lane }) => lane.key === key);
        surplus.push(...this.byStart.splice(last, 1));
      }
    }
    return surplus;
  }

  clear(): void {
    this.byStart.length = 0;
  }

  countByLane(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { lane } of this.byStart) counts.set(lane.key, (counts.get(lane.key) ?? 0) + 1);
    return counts;
  }

  /** Tokens that are booked, in the order of their time. */
  *tokensOf(bucket: Bucket): Generator<readonly [tokens: number, atMs: number]> {
    for (const { lane, startMs } of this.byStart)
      for (const draw of lane.draws) if (draw.bucket === bucket) yield [draw.tokens, startMs];
  }
}
