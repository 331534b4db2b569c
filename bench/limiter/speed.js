const { Redis } = require('ioredis');
const { paced } = require('../pace');

/** More than anybody can ask for: nobody waits. */
const QUOTA = { limit: 100_000_000, windowMs: 1_000 };
const AT_ONCE = 64;
const WARM_UP_MS = paced(500, 50);
const MEASURED_MS = paced(1_000, 50);

/**
 * How many decisions one process makes, and what they cost it and Redis.
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
    trips: commands.trips / decisions,
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
      // lets the loop breathe where a decision takes no I/O
      if (decisions % 1_000 === 0) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepDeciding));
  return decisions;
}

/** Calls from outside; everything else in the statistics was called by scripts. */
const SCRIPT_CALLS = new Set(['evalsha', 'eval', 'fcall']);
const OUR_OWN = new Set(['info', 'config|resetstat', 'config']);

/** @param {string} info */
function commandsOf(info) {
  const stats = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)]
    .map(([, name, calls]) => ({ name, calls: Number(calls) }))
    .filter(({ name }) => !OUR_OWN.has(name));
  const sum = (/** @type {{ calls: number }[]} */ rows) =>
    rows.reduce((total, { calls }) => total + calls, 0);
  return { trips: sum(stats.filter(({ name }) => SCRIPT_CALLS.has(name))), all: sum(stats) };
}

module.exports = { measureSpeed };
