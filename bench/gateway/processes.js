const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync, readdirSync } = require('node:fs');
const { createServer, connect } = require('node:net');
const { cpus } = require('node:os');
const { setTimeout: sleep } = require('node:timers/promises');

/** The measured process gets the last core alone; load, vendor and Redis share the others. */
const LAST_CORE = cpus().length - 1;
const CORES = {
  candidate: String(LAST_CORE),
  shared: LAST_CORE === 0 ? '0' : `0-${LAST_CORE - 1}`,
};
const isPinned = LAST_CORE > 0 && spawnSync('taskset', ['-V']).status === 0;
const START_TIMEOUT_MS = 30_000;

/**
 * @param {'candidate' | 'shared'} cores
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, ipc?: boolean, log?: 'ignore' | number }} settings
 */
function start(cores, command, { env = {}, ipc = false, log = 'ignore' } = {}) {
  const pinnedCommand = isPinned ? ['taskset', '-c', CORES[cores], ...command] : command;
  const [program, ...args] = pinnedCommand;
  return spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, 'inherit', ...(ipc ? ['ipc'] : [])],
  });
}

/** @param {number | undefined} pid */
function pinToSharedCores(pid) {
  if (isPinned) spawnSync('taskset', ['-apc', CORES.shared, String(pid)]);
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** CPU time of a process so far, in microseconds, over all of its threads. */
function cpuMicros(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const threadNanos = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return threadNanos.reduce((sum, nanos) => sum + nanos, 0) / 1_000;
}

/** Resident memory in MiB. */
function rssMb(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Waits until a port accepts connections. @returns {Promise<number>} the time taken in milliseconds */
async function waitForPort(port, child) {
  const startedMs = performance.now();
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    const tookMs = performance.now() - startedMs;
    if (isOpen) return tookMs;
    if (child.exitCode !== null) throw new Error(`The process exited with ${child.exitCode}.`);
    if (tookMs > START_TIMEOUT_MS) throw new Error('The process does not listen.');
    await sleep(5);
  }
}

module.exports = {
  start,
  stop,
  pinToSharedCores,
  cpuMicros,
  rssMb,
  freePort,
  waitForPort,
  isPinned,
};
