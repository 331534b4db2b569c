const { once } = require('node:events');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

/** Half of the RTT before and after the arrival; the jitter is between sending and arrival. */
const RTT_MS = 20;
const JITTER_MS = 50;

/**
 * Starts a vendor that records arrivals and accepts every call.
 * @typedef {{ readonly atMs: number, readonly heldMs: number }} Arrival
 */
async function startVendor() {
  /** @type {Arrival[]} */
  let arrivals = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, async (_request, response) => {
    const receivedMs = performance.now();
    await sleep(RTT_MS / 2 + Math.random() * JITTER_MS);
    const atMs = performance.now();
    await sleep(RTT_MS / 2);
    arrivals.push({ atMs, heldMs: performance.now() - receivedMs });
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** The arrivals since the last call, sorted by time. */
    take() {
      const taken = arrivals.sort((left, right) => left.atMs - right.atMs);
      arrivals = [];
      return taken;
    },
    stop: () => server.close().closeAllConnections(),
  };
}

module.exports = { startVendor, RTT_MS, JITTER_MS };
