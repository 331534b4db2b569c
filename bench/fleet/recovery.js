const { setTimeout: sleep } = require('node:timers/promises');
const { loadavg } = require('node:os');
const { connectRedis } = require('../../dist/redis');
const { cpuMicros } = require('../gateway/processes');
const { startRedis } = require('../redis-server');
const { scaled } = require('../run-scale');
const { ask, commandCounts, countedSince, quotasOf, startFleet } = require('./processes');

/**
 * How soon busy accounts share their quotas again after Redis has stood still. All processes are started as in
 * main.js. On a starved machine: `taskset -c 0 npm run bench:recovery`.
 */
const [ACCOUNTS = scaled(100), REPLICAS = 3] = process.argv.slice(2).map(Number);
const WARM_UP_MS = scaled(10_000, 3_000);
const STANDSTILL_MS = 3_000;
const STEADY_MS = scaled(5_000, 1_000);
const GIVE_UP_MS = scaled(90_000, 15_000);

async function main() {
  const redis = await startRedis();
  const connection = connectRedis(redis.url);
  const fleet = await startFleet(redis, {
    accounts: ACCOUNTS,
    replicas: REPLICAS,
    quotas: quotasOf(5),
    callers: 2,
    pauseMs: 0,
  });
  const countUnshared = async () => {
    const replies = await Promise.all(fleet.map((child) => ask(child, 'unshared')));
    return replies.reduce((sum, { unshared }) => sum + unshared, 0);
  };
  await sleep(WARM_UP_MS);
  console.log(
    `before: ${await countUnshared()} of ${ACCOUNTS * REPLICAS} sessions without a share of the ledger`,
  );
  process.kill(redis.pid, 'SIGSTOP');
  await sleep(STANDSTILL_MS);
  const before = await countUnshared();
  process.kill(redis.pid, 'SIGCONT');
  const startMs = performance.now();
  const series = [before];
  let sharedSinceMs;
  const commands = await commandCounts(connection.client);
  const cpuBefore = [redis, ...fleet].map(({ pid }) => cpuMicros(pid));
  while (performance.now() < startMs + GIVE_UP_MS) {
    await sleep(1_000);
    const unshared = await countUnshared();
    series.push(unshared);
    if (unshared > 0) sharedSinceMs = undefined;
    else sharedSinceMs ??= performance.now();
    if (sharedSinceMs !== undefined && performance.now() > sharedSinceMs + STEADY_MS) break;
  }
  const seconds = (performance.now() - startMs) / 1_000;
  const cores = [redis, ...fleet].map(({ pid }, index) =>
    ((cpuMicros(pid) - cpuBefore[index]) / 1e6 / seconds).toFixed(2),
  );
  const mostMs = (sharedSinceMs ?? Infinity) - startMs;
  console.log(`by the second: ${series.join(' ')}`);
  console.log(`all share the ledger again after ${(mostMs / 1_000).toFixed(1)} s`);
  console.log(countedSince(commands, await commandCounts(connection.client)));
  console.log(`cores used by Redis and by each replica: ${cores.join(' ')}`);
  console.log(`Node.js ${process.version}; load average ${loadavg()[0].toFixed(1)} at the end`);
  for (const child of fleet) child.kill('SIGKILL');
  connection.release();
  await redis.stop();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
