const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');

/** Both ways of a call to the vendor. */
const RTT_MS = 20;

/** As many quotas as a Nexconn connection has. A call draws on the first two; the first is the lower one. */
const quotasOf = (limit) => [
  { name: 'shared', limit, windowMs: 1_000 },
  ...Array.from({ length: 9 }, (_, index) => ({
    name: `route-${index}`,
    limit: Math.max(100, limit),
    windowMs: 1_000,
  })),
];

/** Starts replicas that have all accounts, and their callers. */
async function startFleet(redis, { accounts, replicas, quotas, callers, pauseMs }) {
  const settings = {
    redisUrl: redis.url,
    accounts: Array.from({ length: accounts }, (_, index) => `account-${index}`),
    replicas,
    quotas,
    drawn: quotas.slice(0, 2).map(({ name }) => name),
    callers,
    pauseMs,
    rttMs: RTT_MS,
  };
  const fleet = Array.from({ length: replicas }, () =>
    fork(join(__dirname, 'replica.js'), [JSON.stringify(settings)]),
  );
  await Promise.all(fleet.map((child) => once(child, 'message')));
  await Promise.all(fleet.map((child) => ask(child, 'start')));
  return fleet;
}

/** @param {import('node:child_process').ChildProcess} child */
async function ask(child, name) {
  child.send(name);
  const abort = new AbortController();
  const exited = once(child, 'exit', { signal: abort.signal }).then(([code]) => {
    throw new Error(`a replica exited with ${code}`);
  });
  const [reply] = await Promise.race([once(child, 'message', { signal: abort.signal }), exited]);
  exited.catch(() => undefined);
  abort.abort();
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

module.exports = { RTT_MS, ask, commandCounts, countedSince, quotasOf, startFleet };
