/** Numbers as people read them. */

export const count = (number) => number.toLocaleString('en');

/** Milliseconds, in the unit that fits: `40 ms`, `1.5 s`, `2 min`. */
export function duration(ms) {
  if (ms < 1_000) return `${Math.ceil(ms)} ms`;
  if (ms < 60_000) return `${tenths(ms / 1_000)} s`;
  return `${tenths(ms / 60_000)} min`;
}

/** A window's length after "per": `second`, `minute`, else `10 s`. */
export function window(ms) {
  if (ms === 1_000) return 'second';
  return ms === 60_000 ? 'minute' : duration(ms);
}

const tenths = (number) => Number((Math.ceil(number * 10) / 10).toFixed(1));
