import type { BucketDraw } from '../bucket';

/** The times of one client's waiters of one urgency. */
interface LevelTimes {
  readonly urgency: number;
  /** By bucket, where the next tag begins. */
  readonly reserved: Float64Array;
  /** The same, counting only grants: waiters that left the queue have cost the client nothing. */
  readonly served: Float64Array;
}

interface ClientTimes {
  waiting: number;
  /** Those with waiters so far, the most urgent first. */
  levels: LevelTimes[];
}

/** Of what a client gets while less urgent waiters of it are in the queue, the share of the more urgent ones. */
const URGENT_SHARE = 0.9;

const FIRST_SWEEP_SIZE = 64;

/**
 * Start-time fair queueing with the dominant share as cost (Ghodsi et al., "Multi-resource fair
 * queueing", SIGCOMM 2012). A client's tags advance by the share of the quota that its draws take,
 * divided by its weight, and the waiter with the lowest tag is served next. Each quota has a virtual time
 * of its own, so that the use of one quota does not delay a client at another.
 *
 * Within a client, an urgent waiter begins where the more urgent or equal ones have left off, so it passes the
 * less urgent ones in the queue. Its cost also advances their next tags, so that the client as a whole gets no
 * more than its share. While a less urgent waiter is in the queue, urgent ones advance their own tags by a
 * ninth more than their cost: the tenth that this leaves is for the less urgent ones.
 */
export class VirtualTime {
  private readonly clients = new Map<string, ClientTimes>();
  /** By bucket, the largest tag granted: where a client begins that did not wait until now. */
  private readonly granted: Float64Array;
  private sweepAtSize = FIRST_SWEEP_SIZE;

  constructor(private readonly bucketCount: number) {
    this.granted = new Float64Array(bucketCount);
  }

  tagFor(client: string, draws: readonly BucketDraw[], urgency: number): number {
    const times = this.clients.get(client);
    const reserved = times?.levels.findLast((level) => level.urgency <= urgency)?.reserved;
    return draws.reduce(
      (tag, { bucket: { index } }) =>
        Math.max(tag, this.granted[index] ?? 0, reserved?.[index] ?? 0),
      0,
    );
  }

  /** Advances the client's next tags: one more of its waiters is in the queue. */
  enqueue(client: string, { draws, tag, weight, urgency }: Charge): void {
    const times = this.timesOf(client);
    times.waiting += 1;
    this.charge(levelOf(times, urgency, this.bucketCount), times, 'reserved', {
      draws,
      tag,
      weight,
    });
  }

  grant(client: string, { draws, tag, weight, urgency }: Charge): void {
    advance(this.granted, draws, tag);
    const times = this.timesOf(client);
    this.charge(levelOf(times, urgency, this.bucketCount), times, 'served', { draws, tag, weight });
    this.dequeue(client);
  }

  dequeue(client: string): void {
    const times = this.timesOf(client);
    times.waiting -= 1;
    if (times.waiting === 0) for (const { reserved, served } of times.levels) reserved.set(served);
  }

  /** Advances the times of the waiter's own level, and those of less urgent levels by its cost. */
  private charge(
    own: LevelTimes,
    { levels }: ClientTimes,
    kind: 'reserved' | 'served',
    { draws, tag, weight }: Omit<Charge, 'urgency'>,
  ): void {
    const price = cost(draws, weight);
    const later = levels.filter(({ urgency }) => urgency > own.urgency);
    advance(own[kind], draws, tag + (later.length === 0 ? price : price / URGENT_SHARE));
    for (const level of later)
      for (const { bucket } of draws) {
        const time = Math.max(level[kind][bucket.index] ?? 0, this.granted[bucket.index] ?? 0);
        level[kind][bucket.index] = time + price;
      }
  }

  /** Begins anew. Without waiters no client has a claim on another. */
  reset(): void {
    this.clients.clear();
    this.granted.fill(0);
    this.sweepAtSize = FIRST_SWEEP_SIZE;
  }

  private timesOf(client: string): ClientTimes {
    const known = this.clients.get(client);
    if (known) return known;
    if (this.clients.size >= this.sweepAtSize) this.sweep();
    const times = { waiting: 0, levels: [] };
    this.clients.set(client, times);
    return times;
  }

  /** Removes the clients that would begin like a new one. */
  private sweep(): void {
    const isPast = ({ served }: LevelTimes): boolean =>
      served.every((time, index) => time <= (this.granted[index] ?? 0));
    for (const [client, { waiting, levels }] of this.clients)
      if (waiting === 0 && levels.every(isPast)) this.clients.delete(client);
    this.sweepAtSize = Math.max(FIRST_SWEEP_SIZE, 2 * this.clients.size);
  }
}

/** A waiter as its client is charged for it. */
interface Charge {
  readonly draws: readonly BucketDraw[];
  readonly tag: number;
  readonly weight: number;
  readonly urgency: number;
}

/** The level of this urgency; a new one begins behind the next more urgent one. */
function levelOf(times: ClientTimes, urgency: number, bucketCount: number): LevelTimes {
  const known = times.levels.find((level) => level.urgency === urgency);
  if (known) return known;
  const before = times.levels.findLast((level) => level.urgency < urgency);
  const level: LevelTimes = {
    urgency,
    reserved: before?.reserved.slice() ?? new Float64Array(bucketCount),
    served: before?.served.slice() ?? new Float64Array(bucketCount),
  };
  times.levels = [...times.levels, level].sort((one, other) => one.urgency - other.urgency);
  return level;
}

/**
 * The dominant share: the largest share of a quota that the draws take. The tokens of one channel are no share of
 * what others can use, so they count only in draws on nothing else.
 */
function cost(draws: readonly BucketDraw[], weight: number): number {
  const shared = draws.filter(({ bucket }) => bucket.channel === '');
  const counted = shared.length > 0 ? shared : draws;
  return Math.max(...counted.map(({ bucket, tokens }) => tokens / bucket.limit)) / weight;
}

function advance(times: Float64Array, draws: readonly BucketDraw[], to: number): void {
  for (const { bucket } of draws) times[bucket.index] = Math.max(times[bucket.index] ?? 0, to);
}
