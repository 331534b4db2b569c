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

interface Cycles {
  readonly nth: number;
  readonly drawSize: number;
  readonly total: number;
  readonly cycleMs: number;
}
