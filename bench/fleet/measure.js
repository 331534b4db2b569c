const { setTimeout: sleep } = require('node:timers/promises');
const { connectRedis } = require('../../dist/redis');
const { cpuMicros } = require('../gateway/processes');
const { worstWindow } = require('../limiter/analysis');
const { startRedis } = require('../redis-server');
const { scaled } = require('../run-scale');
const { RTT_MS, ask, commandCounts, countedSince, quotasOf, startFleet } = require('./processes');

/** An account at rest sends a message every 30 s, and all of them nearly at once. */
const MEASURE_MS = {
  rest: scaled(30_000, 3_000),
  half: scaled(20_000, 3_000),
  full: scaled(20_000, 3_000),
};
/** Not measured: joining, the first bursts, and the time until a replica knows that an account is at rest. */
const WARM_UP_MS = scaled(15_000, 3_000);

/** Starts a fleet with a Redis server of its own, and measures it under one load. */
async function measureFleet({
  load,
  accounts,
  replicas,
  limit,
  callers,
  pauseMs,
  warmUpMs = WARM_UP_MS,
  measureMs = MEASURE_MS[load],
}) {
  const redis = await startRedis();
  const connection = connectRedis(redis.url);
  const quotas = quotasOf(limit);
  const fleet = await startFleet(redis, { accounts, replicas, quotas, callers, pauseMs });
  await sleep(warmUpMs);

  const before = await Promise.all(fleet.map((child) => ask(child, 'reset')));
  const commandsBefore = await commandCounts(connection.client);
  const redisBefore = cpuMicros(redis.pid);
  const startMs = performance.now();
  await sleep(measureMs);
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

module.exports = { measureFleet };
