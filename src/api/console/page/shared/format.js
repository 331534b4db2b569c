/** Formats numbers as text. */

export const count = (number) => number.toLocaleString('en');

/** Milliseconds in a fitting unit, rounded up: `40 ms`, `1.5 s`, `2 min`. */
export function duration(ms) {
  if (ms < 1_000) return `${Math.ceil(ms)} ms`;
  if (ms < 60_000) return `${roundUpToTenths(ms / 1_000)} s`;
  return `${roundUpToTenths(ms / 60_000)} min`;
}

/** The length of a quota's window, to be read after "per": `second`, `minute`, `10 s`. */
export function windowText(ms) {
  if (ms === 1_000) return 'second';
  return ms === 60_000 ? 'minute' : duration(ms);
}

const roundUpToTenths = (number) => Number((Math.ceil(number * 10) / 10).toFixed(1));
