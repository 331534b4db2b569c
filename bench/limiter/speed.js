const { Redis } = require('ioredis');
const { scaled } = require('../run-scale');

/** A quota that is never exhausted: no decision waits. */
const QUOTA = { limit: 100_000_000, windowMs: 1_000 };
const CONCURRENCY = 64;
const WARM_UP_MS = scaled(500, 50);
const MEASURED_MS = scaled(1_000, 50);

/**
 * Measures the decisions per second of one process, their CPU time and their Redis calls.
 * @param {import('./candidates').Open} open
 * @param {string} redisUrl
 */
async function measureSpeed(open, redisUrl) {
  const redis = new Redis(redisUrl);
  await redis.flushall();
  const candidate = await open(QUOTA, redisUrl);
  await (
    await candidate.acquire()
  )();
  await decide(candidate, WARM_UP_MS);
  await redis.config('RESETSTAT');
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  const decisions = await decide(candidate, MEASURED_MS);
  const tookMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  const commands = commandsOf(await redis.info('commandstats'));
  await candidate.close();
  redis.disconnect();
  return {
    perSecond: (decisions * 1_000) / tookMs,
    cpuMicros: (user + system) / decisions,
    roundTrips: commands.roundTrips / decisions,
    commands: commands.all / decisions,
  };
}

/**
 * @param {import('./candidates').Candidate} candidate
 * @param {number} forMs
 */
async function decide(candidate, forMs) {
  const endMs = performance.now() + forMs;
  let decisions = 0;
  const keepDeciding = async () => {
    for (; performance.now() < endMs; decisions += 1) {
      (await candidate.acquire())();
      // decisions without I/O would block the event loop
      if (decisions % 1_000 === 0) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, keepDeciding));
  return decisions;
}

/** Commands that clients send; scripts call all others in the statistics. */
const SCRIPT_CALLS = new Set(['evalsha', 'eval', 'fcall']);
const BENCH_COMMANDS = new Set(['info', 'config|resetstat', 'config']);

/** @param {string} info */
function commandsOf(info) {
  const stats = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)]
    .map(([, name, calls]) => ({ name, calls: Number(calls) }))
    .filter(({ name }) => !BENCH_COMMANDS.has(name));
  const sum = (/** @type {{ calls: number }[]} */ rows) =>
    rows.reduce((total, { calls }) => total + calls, 0);
  return { roundTrips: sum(stats.filter(({ name }) => SCRIPT_CALLS.has(name))), all: sum(stats) };
}

module.exports = { measureSpeed };
