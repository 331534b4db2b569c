const { Connection, requestText } = require('./connection');

/**
 * So many callers, each of whom calls again as soon as it is answered.
 * @param {{ port: number, call: import('../calls').Call, connections: number, forMs: number,
 *   most?: number, firstSerial: number, begin(): void }} settings for so long, or for so many calls
 */
async function closedLoop({ port, call, connections, forMs, most = Infinity, firstSerial, begin }) {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  begin();
  const latencies = [];
  const failures = new Map();
  let serial = firstSerial;
  const startedMs = performance.now();
  const endMs = startedMs + forMs;
  const keepCalling = async (/** @type {Connection} */ connection) => {
    for (let nowMs = performance.now(); nowMs < endMs && serial < firstSerial + most;) {
      const status = await connection.call(requestText(call, serial++));
      const answeredMs = performance.now();
      if (status === 200) latencies.push(answeredMs - nowMs);
      else failures.set(status, (failures.get(status) ?? 0) + 1);
      if (!connection.isOpen) return;
      nowMs = answeredMs;
    }
  };
  await Promise.all(open.map(keepCalling));
  const tookMs = performance.now() - startedMs;
  for (const connection of open) connection.close();
  return { latencies, tookMs, serial, failures: Object.fromEntries(failures) };
}

module.exports = { closedLoop };
