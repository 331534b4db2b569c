import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '../../../src/core/upstream';
import type { Arrival } from '../vendor-count';
import type { Replica } from './replica';

/** Travel times in milliseconds, and the shares of calls that are never answered or never sent. */
export interface Network {
  readonly outMs: () => number;
  readonly backMs: () => number;
  readonly lost?: number;
  readonly unsent?: number;
}

export const quick: Network = { outMs: () => 0, backMs: () => 0 };
export const jitter = (maxMs: number): Network => ({
  outMs: () => Math.random() * maxMs,
  backMs: () => Math.random() * maxMs,
});

/** A vendor that counts the calls that it receives. */
export class Vendor {
  readonly arrivals: Arrival[] = [];
  private readonly roundTripsMs: number[] = [];

  /** The mean time from a grant to its answer: the network's, and what a busy machine adds. */
  meanRoundTripMs(): number {
    return this.roundTripsMs.reduce((sum, each) => sum + each, 0) / this.roundTripsMs.length;
  }

  /** Makes one call. Returns the code of its refusal, or how it ended. */
  async call(
    replica: Replica,
    draws: readonly Draw[],
    { outMs, backMs, lost = 0, unsent = 0 }: Network,
    maxWaitMs: number,
    client = 'one',
  ): Promise<string> {
    const granted = await replica.limiter
      .acquire(draws, { client, weight: 1, maxWaitMs })
      .catch((error: unknown) => error as { readonly code?: string });
    if (!('waitedMs' in granted)) return granted.code ?? 'refused';
    const sinceMs = performance.now();
    if (replica.isDead()) return 'dead';
    if (Math.random() < unsent) {
      granted.unsent();
      return 'unsent';
    }
    if (granted.isOverdue()) {
      granted.unsent();
      return 'overdue';
    }
    // a stall of this process must not delay the arrival, so its time is fixed here
    const outForMs = outMs();
    this.arrivals.push({ atMs: performance.now() + outForMs, draws });
    await pause(outForMs);
    if (Math.random() < lost) {
      granted.lost();
      return 'lost';
    }
    await pause(backMs());
    if (replica.isDead()) return 'dead'; // the answer reaches no process
    granted.answered();
    this.roundTripsMs.push(performance.now() - sinceMs);
    return 'answered';
  }
}

const pause = (ms: number): Promise<void> => (ms > 0 ? sleep(ms) : Promise.resolve());

/**
 * Keeps so many calls running. Returns how often each end occurred.
 * @param until monotonic milliseconds, or a signal that ends it
 */
export async function keepCalling(
  atOnce: number,
  until: number | AbortSignal,
  call: () => Promise<string>,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  const isOver = (): boolean =>
    typeof until === 'number' ? performance.now() >= until : until.aborted;
  const caller = async (): Promise<void> => {
    while (!isOver()) {
      const end = await call();
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (end !== 'answered') await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return ends;
}
