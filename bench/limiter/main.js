const { fork } = require('node:child_process');
const { cpus, loadavg } = require('node:os');
const { join } = require('node:path');
const { CANDIDATES } = require('./candidates');
const { utilisation, worstWindow } = require('./judge');
const { keep, paced, roundsOf } = require('../pace');
const { startRedis } = require('../redis-server');
const { QUOTA } = require('./saturation');
const { table } = require('./table');
const { startVendor } = require('./vendor');

const ROUNDS = roundsOf(3);
const LONGEST_MS = 30_000;

/** Arrivals before this are of the first bursts. */
const WARM_UP_MS = paced(2_500);

/** @returns {Promise<any>} what the process measured */
function measure(settings) {
  const child = fork(join(__dirname, 'measure.js'), [JSON.stringify(settings)], {
    timeout: LONGEST_MS,
  });
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${settings.name} ended with ${code}`)));
  });
}

async function atTheVendor(vendor, settings) {
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
  // interleaved: what disturbs one round disturbs all candidates alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of names) {
      const settings = { name, redisUrl: redis.url };
      runs.get(name).speed.push(await measure(settings));
      runs.get(name).vendor.push(await atTheVendor(vendor, settings));
    }
  vendor.stop();
  await redis.stop();
  const rows = names.map((name) => {
    const { speed, vendor: seen } = runs.get(name);
    return {
      name,
      perSecond: median(speed.map((run) => run.perSecond)),
      cpuMicros: median(speed.map((run) => run.cpuMicros)),
      trips: median(speed.map((run) => run.trips)),
      commands: median(speed.map((run) => run.commands)),
      worst: Math.max(...seen.map((run) => run.worst)),
      used: median(seen.map((run) => run.used)),
    };
  });
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const load = [loadBefore, loadavg()[0]];
  const results = { machine, load, rounds: ROUNDS, rows, runs: Object.fromEntries(runs) };
  keep(join(__dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  console.log(table(results));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
