import type { Bucket } from '../tokens/bucket';
import type { Lanes } from '../queue/lanes';
import type { Lane } from '../queue/waiter';

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

/** How many grants of a lane are kept for callers to come. */
interface Spares {
  spareOf(lane: Lane, nowMs: number): number;
}

/** A ticket that nobody has used by then goes back. */
const KEEP_MS = 100;

/** What the ledger has granted to the callers in line, some of it for later, and to those to come. */
export class Tickets {
  private byStart: Ticket[] = [];
  /** Tokens that are booked: asked for with every call, so not added up anew. */
  private readonly sums = new Map<Bucket, number>();

  [Symbol.iterator](): Iterator<Ticket> {
    return this.byStart.values();
  }

  /** When the next ticket after now can be used. */
  nextStartMs(nowMs: number): number {
    return this.byStart.find(({ startMs }) => startMs > nowMs)?.startMs ?? Infinity;
  }

  add(ticket: Ticket): void {
    const after = this.byStart.findLastIndex(({ startMs }) => startMs <= ticket.startMs);
    this.byStart.splice(after + 1, 0, ticket);
    this.book(ticket, 1);
  }

  /** Takes out the first whose time has come, of those that are for one of these lanes. */
  takeRipe(nowMs: number, lanes: Pick<Lanes, 'get'>): Ticket | undefined {
    return this.takeFirst((ticket) => lanes.get(ticket.lane.key) !== undefined, nowMs);
  }

  /** Takes out the first that can be used now. */
  takeFor(key: string, nowMs: number): Ticket | undefined {
    return this.takeFirst(({ lane, endMs }) => lane.key === key && nowMs <= endMs, nowMs);
  }

  /** Whether there is one that can be used now. */
  hasFor(key: string, nowMs: number): boolean {
    return this.byStart.some(
      ({ lane, startMs, endMs }) => lane.key === key && startMs <= nowMs && nowMs <= endMs,
    );
  }

  /**
   * Takes out those that nobody in line is left for, but for a few.
   * @param demand how many of a lane are kept for callers to come, until they are old
   */
  takeSurplus(lanes: Pick<Lanes, 'get'>, demand: Spares, nowMs: number): readonly Ticket[] {
    const earlier = new Map<string, number>();
    const isSurplus = ({ lane, startMs }: Ticket): boolean => {
      const rank = earlier.get(lane.key) ?? 0;
      earlier.set(lane.key, rank + 1);
      const wanted = lanes.get(lane.key)?.line.size ?? 0;
      if (rank < wanted) return false;
      return startMs + KEEP_MS <= nowMs || rank >= wanted + demand.spareOf(lane, nowMs);
    };
    const surplus = this.byStart.filter(isSurplus);
    if (surplus.length > 0) this.byStart = this.byStart.filter((one) => !surplus.includes(one));
    for (const ticket of surplus) this.book(ticket, -1);
    return surplus;
  }

  /** Takes out all. */
  clear(): readonly Ticket[] {
    this.sums.clear();
    return this.byStart.splice(0);
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

  /** Tokens that are booked. */
  sumOf(bucket: Bucket): number {
    return this.sums.get(bucket) ?? 0;
  }

  private takeFirst(fits: (ticket: Ticket) => boolean, nowMs: number): Ticket | undefined {
    const index = this.byStart.findIndex((ticket) => ticket.startMs <= nowMs && fits(ticket));
    const [ticket] = index === -1 ? [] : this.byStart.splice(index, 1);
    if (ticket) this.book(ticket, -1);
    return ticket;
  }

  private book({ lane }: Ticket, sign: 1 | -1): void {
    for (const { bucket, tokens } of lane.draws)
      this.sums.set(bucket, this.sumOf(bucket) + sign * tokens);
  }
}
