const { setTimeout: sleep } = require('node:timers/promises');
const { paced } = require('../pace');
const { freePort, listening, rssMb, start, stop } = require('./processes');

const SATURATED_MS = paced(3_000, 500);
const FEW_MS = paced(1_000, 200);
const HUNDRED_MS = paced(4_000, 400);
const THOUSAND_MS = paced(3_000, 500);
/** When a process that has just started has come to rest. */
const REST_MS = 300;
/** Longer than a first start on an empty Redis takes to be sure of the past. */
const OPENS_WITHIN_MS = 15_000;
/** Calls after which code is compiled as well as it will be, and the longest that is waited for it. */
const WARM_UP = { most: paced(6_000), forMs: 12_000 };

/**
 * A candidate in a process of its own while `work` is done with it.
 * @template T
 * @param {import('./candidates').Candidate} candidate
 * @param {Omit<import('./candidates').Setting, 'port'>} setting
 * @param {(running: { port: number, pid: number, readyMs: number }) => Promise<T>} work
 */
async function running({ launch }, setting, work) {
  const port = await freePort();
  const { command, env } = launch({ ...setting, port });
  const child = start('candidate', command, { env });
  try {
    const readyMs = await listening(port, child);
    return await work({ port, pid: child.pid ?? 0, readyMs });
  } finally {
    await stop(child);
  }
}

/**
 * One round of one candidate.
 * @param {import('./candidates').Candidate} candidate
 * @param {Omit<import('./candidates').Setting, 'port'>} setting
 * @param {import('./load').Load} load
 * @param {boolean} isShort what one core costs and carries, and no more
 */
const measure = (candidate, setting, load, isShort) =>
  running(candidate, setting, async ({ port, pid, readyMs }) => {
    const target = { port, pid, call: candidate.call };
    await sleep(REST_MS);
    const restMb = rssMb(pid);
    await warmUp(load, target);
    const saturated = await load.closed(target, 50, SATURATED_MS);
    if (isShort) return { readyMs, restMb, saturated };
    const alone = await load.closed(target, 1, FEW_MS);
    const few = await load.closed(target, 8, FEW_MS);
    const hundred = await load.open(target, 100, HUNDRED_MS);
    const thousand = await load.open(target, 1_000, THOUSAND_MS);
    return { readyMs, restMb, saturated, alone, few, hundred, thousand, loadMb: rssMb(pid) };
  });

/** @param {import('./load').Load} load @param {import('./load').Target} target */
async function warmUp(load, target) {
  const endMs = performance.now() + OPENS_WITHIN_MS;
  for (let isOpen = false; !isOpen;) {
    const { count, failures } = await load.closed(target, 1, OPENS_WITHIN_MS, { most: 1 });
    isOpen = count === 1;
    if (!isOpen && performance.now() > endMs)
      throw new Error(`Not answered: ${JSON.stringify(failures)}`);
  }
  await load.closed(target, 50, WARM_UP.forMs, { most: WARM_UP.most });
}

module.exports = { measure, running, warmUp };
