const { Connection, requestText } = require('./connection');

/**
 * Makes calls at fixed times, independent of the answers. A latency counts from the time at which the call
 * was due, so it includes delays caused by slow earlier calls (no coordinated omission).
 * @param {{ port: number, call: import('../calls').Call, perSecond: number, forMs: number,
 *   firstSerial: number, begin(): void, end(): void }} settings
 */
async function openLoop({ port, call, perSecond, forMs, firstSerial, begin, end }) {
  const free = await Promise.all(Array.from({ length: 32 }, () => Connection.open(port)));
  begin();
  const all = new Set(free);
  const latencies = [];
  const failures = new Map();
  const pending = new Set();
  const startedMs = performance.now() + 5;
  const total = Math.floor((forMs * perSecond) / 1_000);

  const send = async (/** @type {number} */ dueMs, /** @type {number} */ serial) => {
    const connection = free.pop() ?? (await Connection.open(port));
    all.add(connection);
    const status = await connection.call(requestText(call, serial));
    if (status === 200) latencies.push(performance.now() - dueMs);
    else failures.set(status, (failures.get(status) ?? 0) + 1);
    if (connection.isOpen) free.push(connection);
  };
  for (let index = 0; index < total;) {
    const dueMs = startedMs + (index * 1_000) / perSecond;
    if (performance.now() < dueMs) {
      await sleepTowards(dueMs);
      continue;
    }
    const sent = send(dueMs, firstSerial + index).finally(() => pending.delete(sent));
    pending.add(sent);
    index += 1;
  }
  await Promise.all(pending);
  end();
  const tookMs = performance.now() - startedMs;
  for (const connection of all) connection.close();
  return { latencies, tookMs, serial: firstSerial + total, failures: Object.fromEntries(failures) };
}

/** Timers can be a millisecond late, so the last part polls on every turn of the event loop. */
const sleepTowards = (/** @type {number} */ atMs) =>
  new Promise((resolve) => {
    const leftMs = atMs - performance.now();
    if (leftMs > 2) setTimeout(resolve, leftMs - 1.5);
    else setImmediate(resolve);
  });

module.exports = { openLoop };
