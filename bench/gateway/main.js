const { mkdtempSync, rmSync } = require('node:fs');
const { cpus, loadavg, tmpdir } = require('node:os');
const { join } = require('node:path');
const { isFullRun, roundCount, saveResults } = require('../run-scale');
const { startRedis } = require('../redis-server');
const { CANDIDATES, EXPRESS, MEMORY, PASS_THROUGH, REDIS } = require('./candidates');
const { measureScaling } = require('./scaling');
const { Load } = require('./load');
const { measure } = require('./measure');
const { plot } = require('./plot');
const { isPinned, freePort, waitForPort, pinToSharedCores, start, stop } = require('./processes');
const { report, summary } = require('./report');

const isPassThrough = process.argv.includes('--pass-through');
const isShort = isPassThrough || process.argv.includes('--short');
/** The candidates that run; a scaled run needs only those that the others are compared with. */
const NAMES = isPassThrough
  ? PASS_THROUGH
  : isShort
    ? [EXPRESS, MEMORY, REDIS]
    : isFullRun
      ? CANDIDATES.map(({ name }) => name)
      : [EXPRESS, MEMORY];
const ROUNDS = roundCount(isShort && !isPassThrough ? 2 : 3);
/**
 * The short form fails if the gateway uses more CPU than this multiple of express + axios. It is twice the
 * usual value on Node 24, because CI machines are shared.
 */
const MAX_CPU_RATIO = 1.4;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const redis = await startRedis();
  pinToSharedCores(redis.pid);
  const port = await freePort();
  const vendor = start('shared', [process.execPath, join(__dirname, 'vendor.js')], {
    env: { PORT: String(port) },
  });
  await waitForPort(port, vendor);
  const load = new Load();
  const setting = { vendorUrl: `http://127.0.0.1:${port}`, redisUrl: redis.url, folder };
  try {
    return await run(setting, load);
  } finally {
    await load.stop();
    await stop(vendor);
    await redis.stop();
    rmSync(folder, { recursive: true });
  }
}

async function run(setting, load) {
  const loadBefore = loadavg()[0];
  const selected = CANDIDATES.filter(({ name }) => NAMES.includes(name));
  const skipped = selected.filter((candidate) => candidate.skipped !== undefined);
  const measured = selected.filter((candidate) => candidate.skipped === undefined);
  const rounds = new Map(measured.map(({ name }) => [name, []]));
  // interleaved, so that a disturbance affects all candidates alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const candidate of measured)
      rounds.get(candidate.name).push(await measure(candidate, setting, load, isShort));
  const rows = summary(rounds);
  const machine = {
    cpu: cpus()[0].model,
    cores: cpus().length,
    node: process.version,
    pinned: isPinned,
  };
  return {
    machine,
    rounds: ROUNDS,
    rows,
    skipped,
    ...(!isShort && { scaling: await measureScaling(setting, load) }),
    load: [loadBefore, loadavg()[0]],
    runs: Object.fromEntries(rounds),
  };
}

main()
  .then((results) => {
    console.log(report(results));
    if (!isShort) {
      saveResults(join(__dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
      saveResults(join(__dirname, 'plot.svg'), plot(results.rows));
    }
    for (const { name, cpuToExpress } of results.rows)
      if (isShort && !isPassThrough && isFullRun && cpuToExpress.median > MAX_CPU_RATIO) {
        console.error(`${name} uses more than ${MAX_CPU_RATIO}× the CPU of express + axios.`);
        process.exitCode = 1;
      }
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
