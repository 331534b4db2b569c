const { Connection, requestText } = require('./connection');

/**
 * Calls at fixed times, whether or not those before are answered. A latency counts from when its call
 * was due, so what is late because others were slow is on the bill (no coordinated omission).
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
      await untilMs(dueMs);
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

/** Timers are a millisecond late; the last part of the way is walked turn by turn of the loop. */
const untilMs = (/** @type {number} */ atMs) =>
  new Promise((resolve) => {
    const leftMs = atMs - performance.now();
    if (leftMs > 2) setTimeout(resolve, leftMs - 1.5);
    else setImmediate(resolve);
  });

module.exports = { openLoop };
