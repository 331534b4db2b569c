import type { BucketDraw } from '../../src/limiter/bucket';
import type { InFlightCall } from '../../src/limiter/in-flight';
import { MemoryTokenStore } from '../../src/limiter/tokens/memory-token-store';

/** Tokens that rest from the grant, so answers change nothing. */
class RestingAtGrant extends MemoryTokenStore {
  override onChange(): void {
    // Only the timer wakes the queue.
  }
}

/** A sliding log of grants: exact at the gateway, wrong at the vendor. */
export class LogAtGrant extends RestingAtGrant {
  override take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
  ): InFlightCall | undefined {
    const call = super.take(draws, nowMs, waitedMs);
    call?.answered();
    return call;
  }
}

/** A bucket of capacity N that refills at N a window. */
export class RefilledBucket extends RestingAtGrant {
  private readonly fullAtMs = new Map<string, number>();

  override take(
    draws: readonly BucketDraw[],
    nowMs: number,
    waitedMs: number,
  ): InFlightCall | undefined {
    const call = super.take(draws, nowMs, waitedMs);
    if (!call) return undefined;
    call.unsent();
    for (const { bucket, tokens } of draws) {
      bucket.take(tokens);
      for (let token = 0; token < tokens; token += 1)
        bucket.startResting(1, this.refill(bucket, nowMs));
    }
    return call;
  }

  private refill({ name, limit, windowMs }: BucketDraw['bucket'], nowMs: number): number {
    const atMs = Math.max(this.fullAtMs.get(name) ?? 0, nowMs) + windowMs / limit;
    this.fullAtMs.set(name, atMs);
    return atMs - windowMs;
  }
}

/** Treats a call without an answer as never sent. */
export class NoLease extends MemoryTokenStore {
  override lost(call: InFlightCall): void {
    this.unsent(call);
  }
}
