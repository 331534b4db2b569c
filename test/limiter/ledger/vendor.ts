import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '../../../src/core/upstream';
import type { Arrival } from '../vendor-count';
import type { Replica } from './replica';

/** How long a call is under way, each way, and how often one is never answered; ms, shares of 1. */
export interface Network {
  readonly outMs: () => number;
  readonly backMs: () => number;
  readonly lost?: number;
  readonly unsent?: number;
}

export const quick: Network = { outMs: () => 0, backMs: () => 0 };
export const jitter = (mostMs: number): Network => ({
  outMs: () => Math.random() * mostMs,
  backMs: () => Math.random() * mostMs,
});

/** A vendor that counts what reaches it, on its own clock. */
export class Vendor {
  readonly arrivals: Arrival[] = [];

  /** One call from its place in line to its end. Returns what it was refused with, or how it ended. */
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
    if (replica.isDead()) return 'dead';
    if (Math.random() < unsent) {
      granted.unsent();
      return 'unsent';
    }
    if (granted.isOverdue()) {
      granted.unsent();
      return 'overdue';
    }
    // the network does not wait for a process that stands still: the time of arrival is settled here
    const outForMs = outMs();
    this.arrivals.push({ atMs: performance.now() + outForMs, draws });
    await pause(outForMs);
    if (Math.random() < lost) {
      granted.lost();
      return 'lost';
    }
    await pause(backMs());
    if (replica.isDead()) return 'dead'; // nobody is there to hear the answer
    granted.answered();
    return 'answered';
  }
}

const pause = (ms: number): Promise<void> => (ms > 0 ? sleep(ms) : Promise.resolve());

/** Calls again and again until then, so many at a time; counts how the calls ended. */
export async function keepCalling(
  atOnce: number,
  untilMs: number,
  call: () => Promise<string>,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  const caller = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const end = await call();
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (end !== 'answered') await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return ends;
}
