import type { Draw } from '../../src/core/upstream';
import type { LimitedQuota } from '../../src/limiter';
import type { Simulation } from './simulation';
import { tokensOf } from './vendor-count';

/** A caller that keeps so many calls running or waiting at a time. */
export interface Caller {
  readonly client: string;
  readonly weight?: number;
  readonly urgency?: number;
  readonly share?: number;
  readonly draws: readonly Draw[];
  readonly atOnce: number;
  readonly maxWaitMs?: number;
  /** Set for a client that takes leases of so many milliseconds. */
  readonly holdMs?: number;
}

/** Keeps the callers calling until then. `rttMs` returns the round trip time of each call. */
export async function saturate(
  simulation: Simulation,
  callers: readonly Caller[],
  untilMs: number,
  rttMs: () => number,
): Promise<void> {
  const { clock } = simulation;
  const keepCalling = async ({ maxWaitMs = 60_000, ...caller }: Caller) => {
    while (clock.now() < untilMs) {
      const outMs = rttMs() / 2;
      const fate = { kind: 'answered', outMs, backMs: outMs } as const;
      await simulation.make({ ...caller, atMs: clock.now(), maxWaitMs, fate });
    }
  };
  for (const caller of callers)
    for (let call = 0; call < caller.atOnce; call += 1) void keepCalling(caller);
  await clock.runTo(untilMs);
}

/** The used share of N/(W+RTT), without the first windows. */
export function utilisation(
  { arrivals, clock }: Simulation,
  quota: LimitedQuota,
  rttMs: number,
): number {
  const fromMs = 5 * (quota.windowMs + rttMs);
  const counted = arrivals.filter(({ atMs }) => atMs > fromMs);
  const tokens = counted.reduce((sum, { draws }) => sum + tokensOf(draws, quota.name), 0);
  const cycles = (clock.now() - fromMs) / (quota.windowMs + rttMs);
  return tokens / (cycles * quota.limit);
}
