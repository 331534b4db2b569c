const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync, readdirSync } = require('node:fs');
const { createServer, connect } = require('node:net');
const { cpus } = require('node:os');
const { setTimeout: sleep } = require('node:timers/promises');

/** Who is measured has the last core to itself; load, vendor and Redis share what is before it. */
const LAST = cpus().length - 1;
const CORES = { candidate: String(LAST), rest: LAST === 0 ? '0' : `0-${LAST - 1}` };
const PINS = LAST > 0 && spawnSync('taskset', ['-V']).status === 0;
const STARTS_WITHIN_MS = 30_000;

/**
 * @param {'candidate' | 'rest'} place
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, ipc?: boolean, log?: 'ignore' | number }} settings
 */
function start(place, command, { env = {}, ipc = false, log = 'ignore' } = {}) {
  const pinned = PINS ? ['taskset', '-c', CORES[place], ...command] : command;
  const [program, ...args] = pinned;
  return spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, 'inherit', ...(ipc ? ['ipc'] : [])],
  });
}

/** @param {number | undefined} pid */
function pinToRest(pid) {
  if (PINS) spawnSync('taskset', ['-apc', CORES.rest, String(pid)]);
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Microseconds of CPU of a whole process so far, every thread of it. */
function cpuMicros(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanos = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanos.reduce((sum, one) => sum + one, 0) / 1_000;
}

/** Resident megabytes. */
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

/** Milliseconds until the port takes connections. */
async function listening(port, child) {
  const startedMs = performance.now();
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    const tookMs = performance.now() - startedMs;
    if (open) return tookMs;
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
    if (tookMs > STARTS_WITHIN_MS) throw new Error('It does not listen.');
    await sleep(5);
  }
}

module.exports = { start, stop, pinToRest, cpuMicros, rssMb, freePort, listening, PINS };
