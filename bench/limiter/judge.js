/** @typedef {import('./candidates').Quota} Quota */

/**
 * The most arrivals in any window (t - W, t].
 * @param {readonly import('./vendor').Arrival[]} arrivals in order
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
 * The share of N/(W+RTT) that was used: whole turns of N arrivals against the time they took, because
 * they come in bursts.
 * @param {readonly import('./vendor').Arrival[]} arrivals in order
 * @param {Quota} quota
 */
function utilisation(arrivals, { limit, windowMs }) {
  const rttMs = arrivals.reduce((sum, { heldMs }) => sum + heldMs, 0) / arrivals.length;
  const turns = Math.floor((arrivals.length - 1) / limit);
  return (turns * (windowMs + rttMs)) / (arrivals[turns * limit].atMs - arrivals[0].atMs);
}

module.exports = { worstWindow, utilisation };
