const { fork } = require('node:child_process');
const { loadavg } = require('node:os');
const { join } = require('node:path');
const { selectCases, saveResults, scaled } = require('../run-scale');
const { startRedis } = require('../redis-server');
const { utilisation, worstWindow } = require('../limiter/analysis');
const { WORKLOADS } = require('./workloads');

const QUOTA = { name: 'calls', limit: 100, windowMs: 1_000 };
const FOR_MS = scaled(12_000, 4_000);
/** Not measured: the first bursts, and the joining of the replicas. */
const WARM_UP_MS = scaled(4_000);
const RTTS_MS = selectCases([0, 20, 50]);
const FLEETS = [
  { title: 'in memory', busy: 1, idle: 0, shared: false },
  { title: 'Redis, 1 replica', busy: 1, idle: 0, shared: true },
  { title: 'Redis, 4 replicas', busy: 4, idle: 0, shared: true },
  { title: 'Redis, 1 replica and 3 at rest', busy: 1, idle: 3, shared: true },
];

function replica(settings) {
  const child = fork(join(__dirname, 'replica.js'), [JSON.stringify(settings)]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a replica exited with ${code}`)));
  });
}

/** Measures how much of the quota a fleet uses, counted at the vendor. */
async function run({ title, busy, idle, shared }, workload, rttMs, redisUrl) {
  const replicas = busy + idle;
  const account = `${title} ${workload} ${rttMs}`;
  const settings = { workload, replicas, busy, rttMs, account, quota: QUOTA, forMs: FOR_MS };
  const fleet = Array.from({ length: replicas }, (_, index) =>
    replica({ ...settings, isBusy: index < busy, ...(shared && { redisUrl }) }),
  );
  const calls = (await Promise.all(fleet)).flat().sort((left, right) => left.atMs - right.atMs);
  // a call of several tokens counts as one arrival per token
  const arrivals = calls.flatMap((call) => Array.from({ length: call.tokens }, () => call));
  const startMs = arrivals[0].atMs + WARM_UP_MS;
  const steady = arrivals.filter(({ atMs, heldMs }) => atMs > startMs && heldMs > 0);
  return {
    leastShare: leastShare(arrivals),
    fleet: title,
    workload,
    rttMs,
    worst: worstWindow(arrivals, QUOTA),
    used: utilisation(rttMs === 0 ? arrivals.filter(({ atMs }) => atMs > startMs) : steady, QUOTA),
  };
}

/** The tokens of the client with the fewest, as a share of an equal division. */
function leastShare(arrivals) {
  const tokens = new Map();
  for (const { client } of arrivals) tokens.set(client, (tokens.get(client) ?? 0) + 1);
  return (Math.min(...tokens.values()) * tokens.size) / arrivals.length;
}

async function main() {
  const redis = await startRedis();
  const rows = [];
  for (const workload of selectCases(Object.keys(WORKLOADS)))
    for (const rttMs of RTTS_MS)
      for (const fleet of FLEETS) rows.push(await run(fleet, workload, rttMs, redis.url));
  await redis.stop();
  saveResults(join(__dirname, 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
  console.log(
    '| tokens per call | RTT | fleet | worst window of 100 | of N/(W+RTT) | smallest client share |',
  );
  console.log('| --- | ---: | --- | ---: | ---: | ---: |');
  for (const { fleet, workload, rttMs, worst, used, leastShare: share } of rows)
    console.log(
      `| ${workload} | ${rttMs} ms | ${fleet} | ${worst} | ${(100 * used).toFixed(1)} % | ${(100 * share).toFixed(0)} % |`,
    );
  console.log(`\nload average ${loadavg()[0].toFixed(1)} at the end`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
