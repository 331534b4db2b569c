const { loadavg } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { connectRedis } = require('../../dist/redis');
const { cpuMicros } = require('../gateway/processes');
const { worstWindow } = require('../limiter/analysis');
const { startRedis } = require('../redis-server');
const { selectCases, saveResults, scaled } = require('../run-scale');
const { RTT_MS, ask, commandCounts, countedSince, quotasOf, startFleet } = require('./processes');

/**
 * The cost of the ledger: accounts at rest, accounts whose calls need not wait, and accounts whose quota is
 * always full. Each process has all accounts. Arguments name the loads to measure; without any, all are.
 */
const REPLICAS = 3;
/** An account at rest sends a message every 30 s, and all of them nearly at once. */
const MEASURE_MS = {
  rest: scaled(30_000, 3_000),
  half: scaled(20_000, 3_000),
  full: scaled(20_000, 3_000),
};
/** Not measured: joining, the first bursts, and the time until a replica knows that an account is at rest. */
const WARM_UP_MS = scaled(15_000, 3_000);

/** At half of the quota, calls need not wait. */
const HALF = { load: 'half', pauseMs: 1_200 };
const FULL = { load: 'full', pauseMs: 0 };
const REST = { load: 'rest', pauseMs: 0, callers: 0 };
const LOADS = process.argv.slice(2);

const FLEETS = selectCases(
  [
    { ...REST, accounts: 1, replicas: 1, limit: 100 },
    { ...REST, accounts: 1, replicas: REPLICAS, limit: 100 },
    { ...REST, accounts: 100, replicas: REPLICAS, limit: 100 },
    { ...REST, accounts: 1_000, replicas: 1, limit: 100 },
    { ...REST, accounts: 1_000, replicas: REPLICAS, limit: 100 },
    { ...HALF, accounts: 1, replicas: REPLICAS, limit: 100, callers: 20 },
    { ...HALF, accounts: 30, replicas: REPLICAS, limit: 20, callers: 4 },
    { ...FULL, accounts: 1, replicas: REPLICAS, limit: 100, callers: 60 },
    { ...FULL, accounts: 30, replicas: REPLICAS, limit: 20, callers: 6 },
    { ...FULL, accounts: 100, replicas: REPLICAS, limit: 5, callers: 2 },
  ].filter(({ load }) => LOADS.length === 0 || LOADS.includes(load)),
);

async function run({ load, accounts, replicas, limit, callers, pauseMs }) {
  const redis = await startRedis();
  const connection = connectRedis(redis.url);
  const quotas = quotasOf(limit);
  const fleet = await startFleet(redis, { accounts, replicas, quotas, callers, pauseMs });
  await sleep(WARM_UP_MS);

  const before = await Promise.all(fleet.map((child) => ask(child, 'reset')));
  const commandsBefore = await commandCounts(connection.client);
  const redisBefore = cpuMicros(redis.pid);
  const startMs = performance.now();
  await sleep(MEASURE_MS[load]);
  const seconds = (performance.now() - startMs) / 1_000;
  const redisMicros = cpuMicros(redis.pid) - redisBefore;
  const counts = countedSince(commandsBefore, await commandCounts(connection.client));
  const after = await Promise.all(fleet.map((child) => ask(child, 'report')));

  for (const child of fleet) child.kill('SIGKILL');
  connection.release();
  await redis.stop();
  const arrivals = after.flatMap((replica) => replica.arrivals);
  const sumOf = (figure) =>
    after.reduce((sum, each, index) => sum + each[figure] - before[index][figure], 0);
  const replicaMicros = sumOf('cpuMicros');
  return {
    accounts,
    replicas,
    limit,
    load,
    scriptsPerSecond: counts.scripts / seconds,
    commandsPerSecond: counts.commands / seconds,
    redisCore: redisMicros / 1e6 / seconds,
    replicaCore: replicaMicros / 1e6 / seconds / replicas,
    wakeUpsPerSecond: sumOf('wakeUps') / seconds / replicas,
    ...(callers > 0 && {
      scriptsPerCall: counts.scripts / arrivals.length,
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

const LOAD_TEXTS = {
  rest: () => 'at rest',
  half: (limit) => `half of ${limit}/s`,
  full: (limit) => `full, ${limit}/s each`,
};

const COLUMNS = {
  accounts: ({ accounts }) => number(accounts),
  replicas: ({ replicas }) => number(replicas),
  load: ({ load, limit }) => LOAD_TEXTS[load](limit),
  'scripts/s': ({ scriptsPerSecond }) => number(scriptsPerSecond, 1),
  'commands/s': ({ commandsPerSecond }) => number(commandsPerSecond),
  'Redis CPU, of a core': ({ redisCore }) => percent(redisCore),
  'replica CPU, of a core': ({ replicaCore }) => percent(replicaCore),
  'wake-ups/s of a replica': ({ wakeUpsPerSecond }) => number(wakeUpsPerSecond),
  'scripts a call': ({ scriptsPerCall }) => number(scriptsPerCall, 2),
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
  console.log(`\nNode.js ${process.version}; load average ${loadavg()[0].toFixed(1)} at the end`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
