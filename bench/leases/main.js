const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Agent, request } = require('node:http');
const { Redis } = require('ioredis');
const { gateway } = require('../gateway/candidates');
const { KEY } = require('../gateway/candidates/gateway-config');
const { freePort, start, stop, waitForPort } = require('../gateway/processes');
const { percentiles } = require('../gateway/statistics');
const { startRedis } = require('../redis-server');
const { scaled } = require('../run-scale');

/** The cost of a lease and its end for one client, one after the other, and their messages to Redis. */
const PAIRS = scaled(3_000, 50);
const WARM_UP = scaled(3_000, 20);
const LEASES = '/v1/connections/bench/leases';
/** A call that does nothing but pass the checks of every request. */
const EMPTY_CALL = '/v1/connections';
const BODY = JSON.stringify({ draws: [{ quota: 'group-message', tokens: 1 }] });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @returns {Promise<{ status: number, text: string }>} */
function call(port, method, path, body = '') {
  const headers = {
    Authorization: `Bearer ${KEY}`,
    ...(body !== '' && { 'Content-Type': 'application/json', 'Content-Length': body.length }),
    Prefer: 'wait=20',
  };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method, path, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}

async function leaseAndEnd(port) {
  const { status, text } = await call(port, 'POST', LEASES, BODY);
  if (status !== 201) throw new Error(`${status} ${text}`);
  const ended = await call(port, 'DELETE', `${LEASES}/${JSON.parse(text).lease}`);
  if (ended.status !== 204) throw new Error(`${ended.status} ${ended.text}`);
}

async function twoEmptyCalls(port) {
  for (let calls = 0; calls < 2; calls += 1) await call(port, 'GET', EMPTY_CALL);
}

/** The median and the 99th percentile of one kind of pair, in milliseconds. */
async function measure(pair) {
  const times = [];
  for (let pairs = 0; pairs < PAIRS; pairs += 1) {
    const startedMs = performance.now();
    await pair();
    times.push(performance.now() - startedMs);
  }
  return percentiles(times);
}

/** The scripts that Redis has run. @param {Redis} redis */
async function scriptsRun(redis) {
  const [, calls] = /cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats')) ?? [];
  return Number(calls ?? 0);
}

async function run(name, withRedis, redisUrl, folder) {
  const port = await freePort();
  const { command, env } = gateway({ withRedis })({
    port,
    redisUrl,
    folder,
    vendorUrl: 'http://127.0.0.1:9',
  });
  const child = start('candidate', command, { env });
  const redis = new Redis(redisUrl);
  try {
    await waitForPort(port, child);
    for (let pairs = 0; pairs < WARM_UP; pairs += 1) await leaseAndEnd(port);
    const empty = await measure(() => twoEmptyCalls(port));
    const before = await scriptsRun(redis);
    const leases = await measure(() => leaseAndEnd(port));
    const scripts = (await scriptsRun(redis)) - before;
    const cells = [empty.p50, leases.p50, leases.p50 - empty.p50, leases.p99, scripts / PAIRS];
    console.log(`| ${[name, ...cells.map((cell) => cell.toFixed(2))].join(' | ')} |`);
  } finally {
    redis.disconnect();
    await stop(child);
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const redis = await startRedis();
  try {
    console.log(
      '| gateway | two empty calls, p50 ms | lease and end, p50 ms | added ms | p99 ms | Redis scripts |',
    );
    console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
    await run('in memory', false, redis.url, folder);
    await run('on Redis', true, redis.url, folder);
  } finally {
    agent.destroy();
    await redis.stop();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
