const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');

/** Starts a Redis server for the benchmark, on a free port, without persistence. */
async function startRedis() {
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill); // also if the benchmark fails
  let output = '';
  while (!output.includes('Ready to accept connections')) output += await nextOutput(server);
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid,
    async stop() {
      const exited = once(server, 'exit');
      kill();
      process.off('exit', kill);
      await exited;
    },
  };
}

/** @param {import('node:child_process').ChildProcess & { stdout: import('node:stream').Readable }} server */
async function nextOutput(server) {
  const exited = once(server, 'exit').then(() => {
    throw new Error('redis-server did not start');
  });
  const [text] = await Promise.race([once(server.stdout, 'data'), exited]);
  return String(text);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

module.exports = { startRedis };
