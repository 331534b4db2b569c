const { setTimeout: sleep } = require('node:timers/promises');
const { Connection, requestText } = require('./connection');

/**
 * Runs callers that each make the next call as soon as the last one is answered. Only calls answered between
 * `begin` and `end` are measured.
 * @param {{ port: number, call: import('../calls').Call, connections: number, forMs?: number,
 *   maxCalls?: number, steadyMs?: number, firstSerial: number, begin(): void, end(): void }} settings
 *   Ends after `forMs` or `maxCalls`. With `steadyMs` the measurement begins when every caller has got one
 *   answer and this time has passed: connections are then established, and the queue has its full length.
 */
async function closedLoop(settings) {
  const { port, call, connections, forMs, maxCalls = Infinity, steadyMs, firstSerial } = settings;
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const latencies = [];
  const failures = new Map();
  let serial = firstSerial;
  let isOver = false;
  const callOnce = async (/** @type {Connection} */ connection) => {
    const sentMs = performance.now();
    const status = await connection.call(requestText(call, serial++));
    if (status === 200) latencies.push(performance.now() - sentMs);
    else failures.set(status, (failures.get(status) ?? 0) + 1);
  };
  const keepCalling = async (/** @type {Connection} */ connection) => {
    while (!isOver && connection.isOpen && serial < firstSerial + maxCalls)
      await callOnce(connection);
  };
  if (steadyMs === undefined) settings.begin();
  let startedMs = performance.now();
  const firsts = open.map(callOnce);
  const calling = Promise.all(
    open.map((connection, index) => firsts[index].then(() => keepCalling(connection))),
  );
  if (steadyMs !== undefined) {
    await Promise.all([...firsts, sleep(steadyMs)]);
    latencies.length = 0;
    failures.clear();
    settings.begin();
    startedMs = performance.now();
  }
  await (forMs === undefined ? calling : Promise.race([calling, sleep(forMs)]));
  settings.end();
  const tookMs = performance.now() - startedMs;
  const answered = { latencies: [...latencies], failures: Object.fromEntries(failures) };
  isOver = true;
  for (const connection of open) connection.close();
  await calling;
  return { ...answered, tookMs, serial };
}

module.exports = { closedLoop };
