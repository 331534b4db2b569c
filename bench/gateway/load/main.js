const calls = require('../calls');
const { cpuMicros } = require('../processes');
const { percentiles } = require('../statistics');
const { closedLoop } = require('./closed-loop');
const { openLoop } = require('./open-loop');

/** The load in a process of its own: told over IPC what to do, it tells what came of it. */
let serial = 1;

process.on('message', async ({ loop, pid, call, size, ...settings }) => {
  const chosen = size === undefined ? calls[call] : calls[call](size);
  let before = 0;
  let after = 0;
  const begin = () => (before = cpuMicros(pid)); // once the connections are made
  const end = () => (after = cpuMicros(pid));
  const run = loop === 'open' ? openLoop : closedLoop;
  const done = await run({ ...settings, call: chosen, firstSerial: serial, begin, end });
  const { latencies, tookMs, failures } = done;
  serial = done.serial;
  process.send?.({
    count: latencies.length,
    perSecond: (latencies.length * 1_000) / tookMs,
    cpuMicros: (after - before) / latencies.length,
    latency: percentiles(latencies),
    failures,
  });
});
