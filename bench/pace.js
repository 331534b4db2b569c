const { writeFileSync } = require('node:fs');

/**
 * BENCH_PACE is the share of its time that a benchmark takes. Below 1 there is one round of a few cases: it
 * shows that the command works, and its figures are worth nothing and not kept.
 */
const PACE = Number(process.env.BENCH_PACE ?? 1);
const isWhole = PACE === 1;

/** @param {number} ms @param {number} [leastMs] without which nothing comes out */
const paced = (ms, leastMs = 0) => (isWhole ? ms : Math.max(leastMs, Math.ceil(ms * PACE)));

/**
 * @template T
 * @param {readonly T[]} cases
 */
const fewer = (cases) => (isWhole ? cases : cases.slice(0, 1));

/** @param {number} rounds */
const roundsOf = (rounds) => (isWhole ? rounds : 1);

/** @param {string} file @param {string} text */
function keep(file, text) {
  if (isWhole) writeFileSync(file, text);
}

module.exports = { fewer, isWhole, keep, paced, roundsOf };
