const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');

/** A Redis of the bench's own, on a free port, without persistence. */
async function startRedis() {
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => server.kill('SIGKILL')); // a bench that failed leaves none behind
  let said = '';
  while (!said.includes('Ready to accept connections')) said += await nextWords(server);
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid,
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
}

/** @param {import('node:child_process').ChildProcess & { stdout: import('node:stream').Readable }} server */
async function nextWords(server) {
  const ended = once(server, 'exit').then(() => {
    throw new Error('redis-server did not start');
  });
  const [words] = await Promise.race([once(server.stdout, 'data'), ended]);
  return String(words);
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
