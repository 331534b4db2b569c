/** @typedef {import('./candidates').Quota} Quota */

/**
 * The largest number of arrivals in any window (t - W, t].
 * @param {readonly import('./vendor').Arrival[]} arrivals sorted by time
 * @param {Quota} quota
 */
function worstWindow(arrivals, { windowMs }) {
  let start = 0;
  return Math.max(
    0,
    ...arrivals.map(({ atMs }, end) => {
      while (arrivals[start].atMs <= atMs - windowMs) start += 1;
      return end - start + 1;
    }),
  );
}

/**
 * The throughput as a share of the maximum N/(W+RTT). Arrivals come in bursts of N, so only whole bursts
 * are counted, against the time that they took.
 * @param {readonly import('./vendor').Arrival[]} arrivals sorted by time
 * @param {Quota} quota
 */
function utilisation(arrivals, { limit, windowMs }) {
  const rttMs = arrivals.reduce((sum, { heldMs }) => sum + heldMs, 0) / arrivals.length;
  const bursts = Math.floor((arrivals.length - 1) / limit);
  return (bursts * (windowMs + rttMs)) / (arrivals[bursts * limit].atMs - arrivals[0].atMs);
}

module.exports = { worstWindow, utilisation };
