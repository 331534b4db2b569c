const { fork } = require('node:child_process');
const { loadavg } = require('node:os');
const { join } = require('node:path');
const { fewer, keep, paced } = require('../pace');
const { startRedis } = require('../redis-server');
const { utilisation, worstWindow } = require('../limiter/judge');
const { LOADS } = require('./loads');

const QUOTA = { name: 'calls', limit: 100, windowMs: 1_000 };
const FOR_MS = paced(12_000, 4_000);
/** The first bursts, and the joining of several replicas. */
const WARM_UP_MS = paced(4_000);
const RTTS_MS = fewer([0, 20, 50]);
const FLEETS = [
  { title: 'in memory', replicas: 1, shared: false },
  { title: 'Redis, 1 replica', replicas: 1, shared: true },
  { title: 'Redis, 4 replicas', replicas: 4, shared: true },
];

function replica(settings) {
  const child = fork(join(__dirname, 'replica.js'), [JSON.stringify(settings)]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a replica ended with ${code}`)));
  });
}

/** How full a fleet keeps the quota, as the one who is called sees it. */
async function run({ title, replicas, shared }, load, rttMs, redisUrl) {
  const account = `${title} ${load} ${rttMs}`;
  const settings = { load, replicas, rttMs, account, quota: QUOTA, forMs: FOR_MS };
  const fleet = Array.from({ length: replicas }, () =>
    replica({ ...settings, ...(shared && { redisUrl }) }),
  );
  const calls = (await Promise.all(fleet)).flat().sort((left, right) => left.atMs - right.atMs);
  // a call of several tokens counts as so many arrivals
  const arrivals = calls.flatMap((one) => Array.from({ length: one.tokens }, () => one));
  const startMs = arrivals[0].atMs + WARM_UP_MS;
  const steady = arrivals.filter(({ atMs, heldMs }) => atMs > startMs && heldMs > 0);
  return {
    least: leastShare(arrivals),
    fleet: title,
    load,
    rttMs,
    worst: worstWindow(arrivals, QUOTA),
    used: utilisation(rttMs === 0 ? arrivals.filter(({ atMs }) => atMs > startMs) : steady, QUOTA),
  };
}

/** What the client with the fewest tokens got, of an even share. */
function leastShare(arrivals) {
  const tokens = new Map();
  for (const { client } of arrivals) tokens.set(client, (tokens.get(client) ?? 0) + 1);
  return (Math.min(...tokens.values()) * tokens.size) / arrivals.length;
}

async function main() {
  const redis = await startRedis();
  const rows = [];
  for (const load of fewer(Object.keys(LOADS)))
    for (const rttMs of RTTS_MS)
      for (const fleet of FLEETS) rows.push(await run(fleet, load, rttMs, redis.url));
  await redis.stop();
  keep(join(__dirname, 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
  console.log(
    '| callers want | RTT | fleet | worst window of 100 | of N/(W+RTT) | least client, of an even share |',
  );
  console.log('| --- | ---: | --- | ---: | ---: | ---: |');
  for (const { fleet, load, rttMs, worst, used, least } of rows)
    console.log(
      `| ${load} | ${rttMs} ms | ${fleet} | ${worst} | ${(100 * used).toFixed(1)} % | ${(100 * least).toFixed(0)} % |`,
    );
  console.log(`\nload average ${loadavg()[0].toFixed(1)} at the end`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
