const { fork } = require('node:child_process');
const { once } = require('node:events');
const { loadavg } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { connectRedis } = require('../../dist/redis');
const { cpuMicros } = require('../gateway/processes');
const { worstWindow } = require('../limiter/analysis');
const { startRedis } = require('../redis-server');
const { selectCases, saveResults, scaled } = require('../run-scale');

/**
 * The cost of the ledger in Redis: accounts at rest, and accounts whose quota is always full. Each process
 * has all accounts.
 */
const REPLICAS = 3;
const RTT_MS = 20;
const MEASURE_MS = scaled(20_000, 3_000);
/** Not measured: joining, the first bursts, and the time until a replica knows that an account is at rest. */
const WARM_UP_MS = scaled(15_000, 3_000);

/** As many quotas as a Nexconn connection has. A call draws on the first two; the first is the lower one. */
const quotasOf = (limit) => [
  { name: 'shared', limit, windowMs: 1_000 },
  ...Array.from({ length: 9 }, (_, index) => ({
    name: `route-${index}`,
    limit: 100,
    windowMs: 1_000,
  })),
];

const FLEETS = selectCases([
  { accounts: 1, replicas: 1, limit: 100, callers: 0 },
  { accounts: 1, replicas: REPLICAS, limit: 100, callers: 0 },
  { accounts: 100, replicas: REPLICAS, limit: 100, callers: 0 },
  { accounts: 1_000, replicas: 1, limit: 100, callers: 0 },
  { accounts: 1_000, replicas: REPLICAS, limit: 100, callers: 0 },
  { accounts: 1, replicas: REPLICAS, limit: 100, callers: 60 },
  { accounts: 30, replicas: REPLICAS, limit: 20, callers: 6 },
  { accounts: 100, replicas: REPLICAS, limit: 5, callers: 2 },
]);

/** @param {import('node:child_process').ChildProcess} child */
async function ask(child, name) {
  child.send(name);
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`a replica exited with ${code}`);
  });
  const [reply] = await Promise.race([once(child, 'message'), exited]);
  return reply;
}

/** The commands that a server has carried out, those inside scripts included, by name. */
async function commandCounts(client) {
  const info = await client.info('commandstats');
  const counts = new Map();
  for (const [, name, calls] of info.matchAll(/cmdstat_([^:]+):calls=(\d+)/g))
    counts.set(name, Number(calls));
  return counts;
}

const SCRIPTS = ['evalsha', 'eval'];

function countedSince(before, after) {
  let [scripts, commands] = [0, 0];
  for (const [name, calls] of after) {
    const added = calls - (before.get(name) ?? 0);
    if (SCRIPTS.includes(name)) scripts += added;
    else if (name !== 'info') commands += added;
  }
  return { scripts, commands };
}

async function run({ accounts, replicas, limit, callers }) {
  const redis = await startRedis();
  const connection = connectRedis(redis.url);
  const quotas = quotasOf(limit);
  const drawn = quotas.slice(0, 2).map(({ name }) => name);
  const names = Array.from({ length: accounts }, (_, index) => `account-${index}`);
  const settings = {
    redisUrl: redis.url,
    accounts: names,
    replicas,
    quotas,
    drawn,
    callers,
    rttMs: RTT_MS,
  };
  const fleet = Array.from({ length: replicas }, () =>
    fork(join(__dirname, 'replica.js'), [JSON.stringify(settings)]),
  );
  await Promise.all(fleet.map((child) => once(child, 'message')));
  await Promise.all(fleet.map((child) => ask(child, 'start')));
  await sleep(WARM_UP_MS);

  const before = await Promise.all(fleet.map((child) => ask(child, 'reset')));
  const commandsBefore = await commandCounts(connection.client);
  const redisBefore = cpuMicros(redis.pid);
  const startMs = performance.now();
  await sleep(MEASURE_MS);
  const seconds = (performance.now() - startMs) / 1_000;
  const redisMicros = cpuMicros(redis.pid) - redisBefore;
  const counts = countedSince(commandsBefore, await commandCounts(connection.client));
  const after = await Promise.all(fleet.map((child) => ask(child, 'report')));

  for (const child of fleet) child.kill('SIGKILL');
  connection.release();
  await redis.stop();
  const arrivals = after.flatMap((replica) => replica.arrivals);
  const replicaMicros = after.reduce(
    (sum, each, index) => sum + each.cpuMicros - before[index].cpuMicros,
    0,
  );
  return {
    accounts,
    replicas,
    limit,
    busy: callers > 0,
    scriptsPerSecond: counts.scripts / seconds,
    commandsPerSecond: counts.commands / seconds,
    redisCore: redisMicros / 1e6 / seconds,
    replicaCore: replicaMicros / 1e6 / seconds / replicas,
    ...(callers > 0 && {
      commandsPerCall: counts.commands / arrivals.length,
      redisMicrosPerCall: redisMicros / arrivals.length,
      replicaMicrosPerCall: replicaMicros / arrivals.length,
      ...usageOf(arrivals, accounts, quotas[0], seconds),
    }),
  };
}

/** The worst window of any account, and the share of N / (window + round trip) that is used of all quotas. */
function usageOf(arrivals, accounts, quota, seconds) {
  const byAccount = Array.from({ length: accounts }, () => []);
  for (const arrival of arrivals) byAccount[arrival.account].push(arrival);
  for (const calls of byAccount) calls.sort((one, other) => one.atMs - other.atMs);
  const most = (accounts * quota.limit * seconds * 1_000) / (quota.windowMs + RTT_MS);
  return {
    worst: Math.max(...byAccount.map((calls) => worstWindow(calls, quota))),
    used: arrivals.length / most,
  };
}

const number = (value, digits = 0) =>
  value === undefined ? '–' : value.toLocaleString('en', { maximumFractionDigits: digits });
const percent = (share) => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

const COLUMNS = {
  accounts: ({ accounts }) => number(accounts),
  replicas: ({ replicas }) => number(replicas),
  load: ({ busy, limit }) => (busy ? `full, ${limit}/s each` : 'at rest'),
  'scripts/s': ({ scriptsPerSecond }) => number(scriptsPerSecond, 1),
  'commands/s': ({ commandsPerSecond }) => number(commandsPerSecond),
  'Redis CPU, of a core': ({ redisCore }) => percent(redisCore),
  'replica CPU, of a core': ({ replicaCore }) => percent(replicaCore),
  'commands a call': ({ commandsPerCall }) => number(commandsPerCall, 1),
  'Redis CPU µs a call': ({ redisMicrosPerCall }) => number(redisMicrosPerCall),
  'replica CPU µs a call': ({ replicaMicrosPerCall }) => number(replicaMicrosPerCall),
  'worst window': ({ worst }) => number(worst),
  'of N/(W+RTT)': ({ used }) => percent(used),
};

async function main() {
  const rows = [];
  console.log(`| ${Object.keys(COLUMNS).join(' | ')} |`);
  console.log(`|${' ---: |'.repeat(Object.keys(COLUMNS).length)}`);
  for (const fleet of FLEETS) {
    const row = await run(fleet);
    rows.push(row);
    console.log(
      `| ${Object.values(COLUMNS)
        .map((text) => text(row))
        .join(' | ')} |`,
    );
  }
  saveResults(join(__dirname, 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`\nload average ${loadavg()[0].toFixed(1)} at the end`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
