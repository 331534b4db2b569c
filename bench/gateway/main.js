const { mkdtempSync, rmSync } = require('node:fs');
const { cpus, loadavg, tmpdir } = require('node:os');
const { join } = require('node:path');
const { isWhole, keep, roundsOf } = require('../pace');
const { startRedis } = require('../redis-server');
const { CANDIDATES, EXPRESS, MEMORY, REDIS } = require('./candidates');
const { growth } = require('./growth');
const { Load } = require('./load');
const { measure } = require('./measure');
const { plot } = require('./plot');
const { PINS, freePort, listening, pinToRest, start, stop } = require('./processes');
const { report, summary } = require('./report');

const isShort = process.argv.includes('--short');
const ROUNDS = roundsOf(isShort ? 2 : 3);
/**
 * The short form fails where the gateway's CPU is more than this of express + axios: twice what it is,
 * because the machines of a CI are shared.
 */
const BOUND = 1;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const redis = await startRedis();
  pinToRest(redis.pid);
  const port = await freePort();
  const vendor = start('rest', [process.execPath, join(__dirname, 'vendor.js')], {
    env: { PORT: String(port) },
  });
  await listening(port, vendor);
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
  const chosen = CANDIDATES.filter(
    ({ name }) => !isShort || [EXPRESS, MEMORY, REDIS].includes(name),
  );
  const skipped = chosen.filter((candidate) => candidate.skipped !== undefined);
  const measured = chosen.filter((candidate) => candidate.skipped === undefined);
  const rounds = new Map(measured.map(({ name }) => [name, []]));
  // interleaved: what disturbs one round disturbs all candidates alike
  for (let round = 0; round < ROUNDS; round += 1)
    for (const candidate of measured)
      rounds.get(candidate.name).push(await measure(candidate, setting, load, isShort));
  const rows = summary(rounds);
  const machine = {
    cpu: cpus()[0].model,
    cores: cpus().length,
    node: process.version,
    pinned: PINS,
  };
  return {
    machine,
    rounds: ROUNDS,
    rows,
    skipped,
    ...(!isShort && { growth: await growth(setting, load) }),
    load: [loadBefore, loadavg()[0]],
    runs: Object.fromEntries(rounds),
  };
}

main()
  .then((results) => {
    console.log(report(results));
    if (!isShort) {
      keep(join(__dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
      keep(join(__dirname, 'plot.svg'), plot(results.rows));
    }
    for (const { name, cpuToExpress } of results.rows)
      if (isShort && isWhole && cpuToExpress.median > BOUND) {
        console.error(`${name}: more than ${BOUND}× the CPU of express + axios`);
        process.exitCode = 1;
      }
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
