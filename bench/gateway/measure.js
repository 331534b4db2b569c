const { setTimeout: sleep } = require('node:timers/promises');
const { scaled } = require('../run-scale');
const { freePort, waitForPort, rssMb, start, stop } = require('./processes');

const SATURATED_MS = scaled(3_000, 500);
const FEW_CALLERS_MS = scaled(1_000, 200);
const HUNDRED_PER_S_MS = scaled(4_000, 400);
const THOUSAND_PER_S_MS = scaled(3_000, 500);
/** The time after which a process that has just started is idle. */
const IDLE_MS = 300;
/** Longer than the quarantine after a first start on an empty Redis. */
const FIRST_ANSWER_TIMEOUT_MS = 15_000;
/** Calls until V8 has optimized the code, and the time limit for them. */
const WARM_UP = { maxCalls: scaled(6_000), forMs: 12_000 };

/**
 * Runs a candidate in a separate process for the duration of `work`.
 * @template T
 * @param {import('./candidates').Candidate} candidate
 * @param {Omit<import('./candidates').Setting, 'port'>} setting
 * @param {(candidate: { port: number, pid: number, readyMs: number }) => Promise<T>} work
 */
async function withCandidate({ launch }, setting, work) {
  const port = await freePort();
  const { command, env } = launch({ ...setting, port });
  const child = start('candidate', command, { env });
  try {
    const readyMs = await waitForPort(port, child);
    return await work({ port, pid: child.pid ?? 0, readyMs });
  } finally {
    await stop(child);
  }
}

/**
 * Measures one round of one candidate.
 * @param {import('./candidates').Candidate} candidate
 * @param {Omit<import('./candidates').Setting, 'port'>} setting
 * @param {import('./load').Load} load
 * @param {boolean} isShort measures only the CPU per call and the calls per second of one core
 */
const measure = (candidate, setting, load, isShort) =>
  withCandidate(candidate, setting, async ({ port, pid, readyMs }) => {
    const target = { port, pid, call: candidate.call };
    await sleep(IDLE_MS);
    const idleMb = rssMb(pid);
    await warmUp(load, target);
    const saturated = await load.closed(target, 50, SATURATED_MS);
    if (isShort) return { readyMs, idleMb, saturated };
    const oneCaller = await load.closed(target, 1, FEW_CALLERS_MS);
    const fewCallers = await load.closed(target, 8, FEW_CALLERS_MS);
    const hundredPerS = await load.open(target, 100, HUNDRED_PER_S_MS);
    const thousandPerS = await load.open(target, 1_000, THOUSAND_PER_S_MS);
    return {
      readyMs,
      idleMb,
      saturated,
      oneCaller,
      fewCallers,
      hundredPerS,
      thousandPerS,
      loadMb: rssMb(pid),
    };
  });

/** @param {import('./load').Load} load @param {import('./load').Target} target */
async function warmUp(load, target) {
  const endMs = performance.now() + FIRST_ANSWER_TIMEOUT_MS;
  for (let isServing = false; !isServing;) {
    const { count, failures } = await load.closed(target, 1, FIRST_ANSWER_TIMEOUT_MS, {
      maxCalls: 1,
    });
    isServing = count === 1;
    if (!isServing && performance.now() > endMs)
      throw new Error(`The candidate does not answer with 200: ${JSON.stringify(failures)}`);
  }
  await load.closed(target, 50, WARM_UP.forMs, { maxCalls: WARM_UP.maxCalls });
}

module.exports = { measure, withCandidate, warmUp };
