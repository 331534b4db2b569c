import type { Draw } from '../../src/core/upstream';
import type { LimitedQuota } from '../../src/limiter';

export interface Arrival {
  readonly atMs: number;
  readonly draws: readonly Draw[];
}

/**
 * The most tokens of one quota in any window (a, a + W], counted as a vendor would; of a quota per channel, those
 * of the channel with the most.
 */
export function worstWindow(arrivals: readonly Arrival[], quota: LimitedQuota): number {
  if (quota.per === undefined) return worstWindowOf(arrivals, quota);
  const byChannel = new Map<string | undefined, Arrival[]>();
  for (const arrival of arrivals) {
    const { channel } = arrival.draws.find((draw) => draw.quota === quota.name) ?? {};
    const others = byChannel.get(channel);
    if (others) others.push(arrival);
    else byChannel.set(channel, [arrival]);
  }
  return Math.max(0, ...[...byChannel.values()].map((one) => worstWindowOf(one, quota)));
}

function worstWindowOf(arrivals: readonly Arrival[], quota: LimitedQuota): number {
  const counted = arrivals
    .map(({ atMs, draws }) => ({ atMs, tokens: tokensOf(draws, quota.name) }))
    .sort((left, right) => left.atMs - right.atMs);
  let start = 0;
  let inWindow = 0;
  let worst = 0;
  for (const { atMs, tokens } of counted) {
    inWindow += tokens;
    for (let old = counted[start]; old && old.atMs <= atMs - quota.windowMs; old = counted[start]) {
      inWindow -= old.tokens;
      start += 1;
    }
    worst = Math.max(worst, inWindow);
  }
  return worst;
}

/** @throws Error that names the quota that received more than its limit */
export function assertNeverOver(
  arrivals: readonly Arrival[],
  quotas: readonly LimitedQuota[],
): void {
  for (const quota of quotas) {
    const worst = worstWindow(arrivals, quota);
    if (worst > quota.limit)
      throw new Error(`${quota.name} received ${worst} of ${quota.limit} in one window`);
  }
}

export const tokensOf = (draws: readonly Draw[], quota: string): number =>
  draws.reduce((sum, draw) => sum + (draw.quota === quota ? draw.tokens : 0), 0);
