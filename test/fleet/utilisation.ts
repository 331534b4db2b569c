import type { LimitedQuota } from '../../src/limiter';
import { tokensOf } from '../limiter/vendor-count';
import type { VendorArrival } from './processes/vendor';

/**
 * The used share of N/(W+RTT): the number of turns of N tokens, compared with the time that they took.
 * Tokens come in bursts, so a window of fixed length would contain one burst more or less; whole turns,
 * from one use of a token to its next, do not depend on where they begin.
 *
 * @param rttMs the time from sending to the reply
 * @returns undefined without a whole turn
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
