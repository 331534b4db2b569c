import type { BucketDraw } from '../bucket';

interface ClientTimes {
  waiting: number;
  /** By bucket, where the client's next tag begins. */
  readonly reserved: Float64Array;
  /** The same, counting only grants: waiters that left the queue have cost the client nothing. */
  readonly served: Float64Array;
}

const FIRST_SWEEP_SIZE = 64;

/**
 * Start-time fair queueing with the dominant share as cost (Ghodsi et al., "Multi-resource fair
 * queueing", SIGCOMM 2012). A client's tags advance by the share of the quota that its draws take,
 * divided by its weight, and the waiter with the lowest tag is served next. Each quota has a virtual time
 * of its own, so that the use of one quota does not delay a client at another.
 */
export class VirtualTime {
  private readonly clients = new Map<string, ClientTimes>();
  /** By bucket, the largest tag granted: where a client begins that did not wait until now. */
  private readonly granted: Float64Array;
  private sweepAtSize = FIRST_SWEEP_SIZE;

  constructor(private readonly bucketCount: number) {
    this.granted = new Float64Array(bucketCount);
  }

  tagFor(client: string, draws: readonly BucketDraw[]): number {
    const reserved = this.clients.get(client)?.reserved;
    return draws.reduce(
      (tag, { bucket: { index } }) =>
        Math.max(tag, this.granted[index] ?? 0, reserved?.[index] ?? 0),
      0,
    );
  }

  /** Advances the client's next tag: one more of its waiters is in the queue. */
  enqueue(client: string, draws: readonly BucketDraw[], tag: number, weight: number): void {
    const times = this.timesOf(client);
    times.waiting += 1;
    advance(times.reserved, draws, tag + cost(draws, weight));
  }

  grant(client: string, draws: readonly BucketDraw[], tag: number, weight: number): void {
    advance(this.granted, draws, tag);
    advance(this.timesOf(client).served, draws, tag + cost(draws, weight));
    this.dequeue(client);
  }

  dequeue(client: string): void {
    const times = this.timesOf(client);
    times.waiting -= 1;
    if (times.waiting === 0) times.reserved.set(times.served);
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
    const times = {
      waiting: 0,
      reserved: new Float64Array(this.bucketCount),
      served: new Float64Array(this.bucketCount),
    };
    this.clients.set(client, times);
    return times;
  }

  /** Removes the clients that would begin like a new one. */
  private sweep(): void {
    for (const [client, { waiting, served }] of this.clients)
      if (waiting === 0 && served.every((time, index) => time <= (this.granted[index] ?? 0)))
        this.clients.delete(client);
    this.sweepAtSize = Math.max(FIRST_SWEEP_SIZE, 2 * this.clients.size);
  }
}

/** The dominant share: the largest share of a quota that the draws take. */
function cost(draws: readonly BucketDraw[], weight: number): number {
  return Math.max(...draws.map(({ bucket, tokens }) => tokens / bucket.limit)) / weight;
}

function advance(times: Float64Array, draws: readonly BucketDraw[], to: number): void {
  for (const { bucket } of draws) times[bucket.index] = Math.max(times[bucket.index] ?? 0, to);
}
