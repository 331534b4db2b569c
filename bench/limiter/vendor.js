const { once } = require('node:events');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

/** Half of it on either way; the jitter lies between the gateway's sending and the vendor's count. */
const RTT_MS = 20;
const JITTER_MS = 50;

/**
 * A vendor that counts what reaches it and refuses nothing.
 * @typedef {{ readonly atMs: number, readonly heldMs: number }} Arrival
 */
async function startVendor() {
  /** @type {Arrival[]} */
  let arrivals = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, async (_call, answer) => {
    const receivedMs = performance.now();
    await sleep(RTT_MS / 2 + Math.random() * JITTER_MS);
    const atMs = performance.now();
    await sleep(RTT_MS / 2);
    arrivals.push({ atMs, heldMs: performance.now() - receivedMs });
    answer.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** In order of arrival, since it was asked last. */
    take() {
      const taken = arrivals.sort((left, right) => left.atMs - right.atMs);
      arrivals = [];
      return taken;
    },
    stop: () => server.close().closeAllConnections(),
  };
}

module.exports = { startVendor, RTT_MS, JITTER_MS };
