/** The value at a share of the sorted numbers. @param {readonly number[]} numbers sorted */
const quantile = (numbers, share) =>
  numbers[Math.min(numbers.length - 1, Math.ceil(share * numbers.length) - 1)] ?? NaN;

/** @param {number[]} numbers */
function percentiles(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), p999: quantile(sorted, 0.999) };
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median and the range. @param {readonly number[]} numbers */
const spread = (numbers) => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

module.exports = { percentiles, median, spread };
