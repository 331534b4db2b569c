/** When the tokens of one quota can be granted, as far as is known now. Times are clock milliseconds. */
export interface TokenForecast {
  /**
   * When the n-th token from now can be granted, from 1.
   * @param drawSize tokens that each call draws; the remainder of the limit stays unused
   */
  timeOf(nth: number, drawSize?: number): number;
}

/** How many tokens, up to `most`, can be granted by then. */
export function countBy(forecast: TokenForecast, atMs: number, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (forecast.timeOf(middle) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * When the n-th token can be granted if only `total` tokens are known: later ones are the same tokens,
 * one or more cycles later. Infinity if a draw does not fit into the total.
 * @param timeWithinTotal when the n-th of the known tokens can be granted
 * @param cycleMs from one grant of a token to the next: an answer and a window
 */
export function timeInCycles(
  { nth, drawSize, total, cycleMs }: Cycles,
  timeWithinTotal: (nth: number) => number,
): number {
  if (nth <= total) return timeWithinTotal(nth);
  const usable = total - (total % drawSize);
  if (usable < 1) return Infinity;
  const cycles = Math.floor((nth - 1) / usable);
  const nthInCycle = Math.ceil((nth - cycles * usable) / drawSize) * drawSize;
  return timeWithinTotal(nthInCycle) + cycles * cycleMs;
}

/** Tokens that a lease of a client or a suspended share holds, perhaps for many cycles, and when they are free. */
export type HeldTokens = readonly [tokens: number, atMs: number];

/**
 * The same if more tokens are held: either the others go round without them, or the draw waits for them, whichever
 * comes first.
 * @param held in the order in which they are free
 */
export function timeBesideHeld(
  cycles: Cycles,
  held: readonly HeldTokens[],
  timeWithinTotal: (nth: number) => number,
): number {
  let earliestMs = timeInCycles(cycles, timeWithinTotal);
  let total = cycles.total;
  let timeOf = timeWithinTotal;
  for (const [tokens, atMs] of held) {
    if (atMs >= earliestMs) break;
    const [before, timeBefore] = [total, timeOf];
    total += tokens;
    timeOf = (nth) =>
      nth <= before ? timeBefore(nth) : Math.max(atMs, before > 0 ? timeBefore(before) : atMs);
    earliestMs = Math.min(earliestMs, timeInCycles({ ...cycles, total }, timeOf));
  }
  return earliestMs;
}

interface Cycles {
  readonly nth: number;
  readonly drawSize: number;
  readonly total: number;
  readonly cycleMs: number;
}
