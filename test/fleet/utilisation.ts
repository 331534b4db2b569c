import type { LimitedQuota } from '../../src/limiter';
import { tokensOf } from '../limiter/vendor-count';
import type { VendorArrival } from './processes/vendor';

/**
 * The share of N/(W+RTT) that one quota used: how many turns of N tokens there were, against the time
 * they took. Tokens come in bursts, so a window of fixed length would see one burst more or less;
 * whole turns from a token to itself do not depend on where they begin.
 *
 * @param rttMs between sending and the answer, as the vendor held the calls
 * @returns undefined where there was not one whole turn
 */
export function utilisation(
  arrivals: readonly VendorArrival[],
  { name, limit, windowMs }: LimitedQuota,
  rttMs: number,
): number | undefined {
  const times = arrivals
    .flatMap(({ atMs, draws }) => Array.from({ length: tokensOf(draws, name) }, () => atMs))
    .sort((left, right) => left - right);
  const turns = Math.floor((times.length - 1) / limit);
  const [first] = times;
  const last = times[turns * limit];
  if (turns < 1 || first === undefined || last === undefined) return undefined;
  return (turns * (windowMs + rttMs)) / (last - first);
}
