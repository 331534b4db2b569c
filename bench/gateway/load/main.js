const calls = require('../calls');
const { cpuMicros } = require('../processes');
const { percentiles } = require('../statistics');
const { closedLoop } = require('./closed-loop');
const { openLoop } = require('./open-loop');

/** The load process: gets the settings of a loop over IPC and replies with its result. */
let serial = 1;

process.on('message', async ({ loop, pid, call, size, ...settings }) => {
  const builtCall = size === undefined ? calls[call] : calls[call](size);
  let before = 0;
  let after = 0;
  const begin = () => (before = cpuMicros(pid)); // called when the connections are open
  const end = () => (after = cpuMicros(pid));
  const run = loop === 'open' ? openLoop : closedLoop;
  const result = await run({ ...settings, call: builtCall, firstSerial: serial, begin, end });
  const { latencies, tookMs, failures } = result;
  serial = result.serial;
  process.send?.({
    count: latencies.length,
    perSecond: (latencies.length * 1_000) / tookMs,
    cpuMicros: (after - before) / latencies.length,
    latency: percentiles(latencies),
    failures,
  });
});
