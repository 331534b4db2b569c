const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { setTimeout: delay } = require('node:timers/promises');
const { identity } = require('./build');

const START_TIMEOUT_MS = 60_000;

/** A call that a gateway without configuration answers from its sandbox. */
const CALL = {
  path: '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata/type',
  method: 'PUT',
  headers: { authorization: 'Bearer sandbox-key', 'content-type': 'application/json' },
  body: '{"value":"3"}',
};

/** @throws Error if the command does not start, does not serve, or does not exit with 0 on SIGTERM */
async function runImage({ app, node, command, healthcheck, environment }) {
  const port = await freePort();
  // as in the image: nothing of this machine's environment, not even PATH and HOME
  const settings = { cwd: app, ...identity, env: { ...environment, PORT: String(port) } };
  const isHealthy = async () => {
    const [program, ...rest] = healthcheck;
    const probe = spawn(program.endsWith('/node') ? node : program, rest, settings);
    const [code] = await once(probe, 'exit');
    return code === 0;
  };
  if (await isHealthy()) throw new Error('the health check passes without a gateway');
  const gateway = spawn(node, command, { ...settings, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(gateway, 'exit');
  try {
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (!(await isHealthy())) {
      if (gateway.exitCode !== null || performance.now() > deadline)
        throw new Error('the gateway does not start');
      await delay(200);
    }
    console.log('the health check passes');
    const { path, ...request } = CALL;
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`, request);
    if (status !== 200) throw new Error(`the call got status ${status}`);
    const version = await (await fetch(`http://127.0.0.1:${port}/version`)).json();
    console.log(`the gateway answers a call on Node ${version.node}`);
  } finally {
    gateway.kill('SIGTERM');
    rmSync(environment.GATEWAY_ADDRESS_FILE, { force: true });
  }
  const [code] = await exited;
  if (code !== 0) throw new Error(`the gateway exited with ${code} on SIGTERM`);
  console.log('the gateway exits with 0 on SIGTERM');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

module.exports = { runImage };
