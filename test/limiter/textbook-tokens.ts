import type { BucketDraw } from '../../src/limiter/bucket';
import type { InFlightCall } from '../../src/limiter/in-flight';
import { MemoryTokenStore } from '../../src/limiter/tokens/memory-token-store';

/** Everything rests from its grant on: nobody need be told of answers. */
class RestingAtGrant extends MemoryTokenStore {
  override onChange(): void {
    // The alarm alone wakes the line.
  }
}

/** A sliding log at the time of granting: exact at the gateway, wrong at the vendor. */
export class LogAtGrant extends RestingAtGrant {
  override take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
  ): InFlightCall | undefined {
    const flight = super.take(draws, nowMs, waitedMs);
    flight?.answered();
    return flight;
  }
}

/** Capacity N, refilled one by one at N per window. */
export class RefilledBucket extends RestingAtGrant {
  private readonly fullAtMs = new Map<string, number>();

  override take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
  ): InFlightCall | undefined {
    const flight = super.take(draws, nowMs, waitedMs);
    if (!flight) return undefined;
    flight.unsent();
    for (const { bucket, tokens } of draws) {
      bucket.take(tokens);
      for (let token = 0; token < tokens; token += 1)
        bucket.startResting(1, this.refill(bucket, nowMs));
    }
    return flight;
  }

  private refill({ name, limit, windowMs }: BucketDraw['bucket'], nowMs: number): number {
    const atMs = Math.max(this.fullAtMs.get(name) ?? 0, nowMs) + windowMs / limit;
    this.fullAtMs.set(name, atMs);
    return atMs - windowMs;
  }
}

/** What got no answer is taken for never sent. */
export class NoLease extends MemoryTokenStore {
  override lost(flight: InFlightCall): void {
    this.unsent(flight);
  }
}
