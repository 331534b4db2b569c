import type { BucketDraw } from '../tokens/bucket';

interface ClientTimes {
  waiting: number;
  /** Per bucket, where the client's next tag begins. */
  readonly reserved: Float64Array;
  /** The same, counting only what it was granted: those who left the line have cost it nothing. */
  readonly served: Float64Array;
}

const FIRST_SWEEP = 64;

/**
 * Start-time fair queueing with the dominant share as cost (Ghodsi et al., "Multi-resource fair
 * queueing", SIGCOMM 2012). A client's tags advance by the share of the quota that its draws take,
 * divided by its weight; who has the lowest tag is next. Each quota has a time of its own, so that
 * what a client does with one quota costs it nothing at another.
 */
export class VirtualTime {
  private readonly clients = new Map<string, ClientTimes>();
  /** Per bucket, the largest tag granted: where a client begins that was away. */
  private readonly granted: Float64Array;
  private sweepAt = FIRST_SWEEP;

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

  enter(client: string, draws: readonly BucketDraw[], tag: number, weight: number): void {
    const times = this.timesOf(client);
    times.waiting += 1;
    advance(times.reserved, draws, tag + cost(draws, weight));
  }

  grant(client: string, draws: readonly BucketDraw[], tag: number, weight: number): void {
    advance(this.granted, draws, tag);
    advance(this.timesOf(client).served, draws, tag + cost(draws, weight));
    this.leave(client);
  }

  leave(client: string): void {
    const times = this.timesOf(client);
    times.waiting -= 1;
    if (times.waiting === 0) times.reserved.set(times.served);
  }

  /** Nobody waits: nobody is owed anything. */
  reset(): void {
    this.clients.clear();
    this.granted.fill(0);
    this.sweepAt = FIRST_SWEEP;
  }

  private timesOf(client: string): ClientTimes {
    const known = this.clients.get(client);
    if (known) return known;
    if (this.clients.size >= this.sweepAt) this.sweep();
    const times = {
      waiting: 0,
      reserved: new Float64Array(this.bucketCount),
      served: new Float64Array(this.bucketCount),
    };
    this.clients.set(client, times);
    return times;
  }

  /** Forgets those who would begin like anybody else. */
  private sweep(): void {
    for (const [client, { waiting, served }] of this.clients)
      if (waiting === 0 && served.every((time, index) => time <= (this.granted[index] ?? 0)))
        this.clients.delete(client);
    this.sweepAt = Math.max(FIRST_SWEEP, 2 * this.clients.size);
  }
}

/** The dominant share: of the drawn quotas, the one of which it takes most. */
function cost(draws: readonly BucketDraw[], weight: number): number {
  return Math.max(...draws.map(({ bucket, tokens }) => tokens / bucket.limit)) / weight;
}

function advance(times: Float64Array, draws: readonly BucketDraw[], to: number): void {
  for (const { bucket } of draws) times[bucket.index] = Math.max(times[bucket.index] ?? 0, to);
}
