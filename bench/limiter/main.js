const { fork } = require('node:child_process');
const { cpus, loadavg } = require('node:os');
const { join } = require('node:path');
const { CANDIDATES } = require('./candidates');
const { utilisation, worstWindow } = require('./analysis');
const { saveResults, scaled, roundCount } = require('../run-scale');
const { startRedis } = require('../redis-server');
const { QUOTA } = require('./saturation');
const { table } = require('./table');
const { startVendor } = require('./vendor');

const ROUNDS = roundCount(3);
const TIMEOUT_MS = 30_000;

/** Earlier arrivals belong to the first bursts and are not counted. */
const WARM_UP_MS = scaled(2_500);

/** Measures in a separate process. @returns {Promise<any>} its result */
function measure(settings) {
  const child = fork(join(__dirname, 'measure.js'), [JSON.stringify(settings)], {
    timeout: TIMEOUT_MS,
  });
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${settings.name} exited with ${code}`)));
  });
}

async function measureAtVendor(vendor, settings) {
  vendor.take();
  await measure({ ...settings, vendorUrl: vendor.url });
  const arrivals = vendor.take();
  const from = (arrivals[0]?.atMs ?? 0) + WARM_UP_MS;
  return {
    worst: worstWindow(arrivals, QUOTA),
    used: utilisation(
      arrivals.filter(({ atMs }) => atMs > from),
      QUOTA,
    ),
  };
}

/** @param {readonly number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function main() {
  const [redis, vendor] = await Promise.all([startRedis(), startVendor()]);
  const names = Object.keys(CANDIDATES);
  const runs = new Map(names.map((name) => [name, { speed: [], vendor: [] }]));
  const loadBefore = loadavg()[0];
  // interleaved, so that a disturbance affects all candidates alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of names) {
      const settings = { name, redisUrl: redis.url };
      runs.get(name).speed.push(await measure(settings));
      runs.get(name).vendor.push(await measureAtVendor(vendor, settings));
    }
  vendor.stop();
  await redis.stop();
  const rows = names.map((name) => {
    const { speed, vendor: seen } = runs.get(name);
    return {
      name,
      perSecond: median(speed.map((run) => run.perSecond)),
      cpuMicros: median(speed.map((run) => run.cpuMicros)),
      roundTrips: median(speed.map((run) => run.roundTrips)),
      commands: median(speed.map((run) => run.commands)),
      worst: Math.max(...seen.map((run) => run.worst)),
      used: median(seen.map((run) => run.used)),
    };
  });
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const load = [loadBefore, loadavg()[0]];
  const results = { machine, load, rounds: ROUNDS, rows, runs: Object.fromEntries(runs) };
  saveResults(join(__dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  console.log(table(results));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
