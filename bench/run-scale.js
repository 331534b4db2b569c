const { writeFileSync } = require('node:fs');

/**
 * BENCH_PACE is the share of its normal duration that a benchmark takes. Below 1, it runs one round of a few
 * cases: this shows that the command works, but the figures mean nothing and are not saved.
 */
const SCALE = Number(process.env.BENCH_PACE ?? 1);
const isFullRun = SCALE === 1;

/**
 * A duration or a number of calls, scaled.
 * @param {number} value
 * @param {number} [min] the least with which the benchmark gives any figures
 */
const scaled = (value, min = 0) => (isFullRun ? value : Math.max(min, Math.ceil(value * SCALE)));

/**
 * All cases, or the first one of a scaled run.
 * @template T
 * @param {readonly T[]} cases
 */
const selectCases = (cases) => (isFullRun ? cases : cases.slice(0, 1));

/** @param {number} rounds */
const roundCount = (rounds) => (isFullRun ? rounds : 1);

/**
 * Writes a file of results, unless the run is scaled.
 * @param {string} file
 * @param {string} text
 */
function saveResults(file, text) {
  if (isFullRun) writeFileSync(file, text);
}

module.exports = { isFullRun, roundCount, saveResults, scaled, selectCases };
