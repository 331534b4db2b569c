const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { cpus, loadavg, tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { startRedis } = require('../redis-server');
const { saveResults, scaled } = require('../run-scale');
const { cpuMicros, freePort, waitForPort, start, stop } = require('../gateway/processes');

/** Measures `/metrics` of a gateway with many connections, of which some are used. */
const CONNECTIONS = scaled(1_000);
const USED = scaled(100);
const SCRAPES = scaled(20);
const KEY = 'bench-key';

/** @param {string} vendorUrl @param {string} redisUrl */
const settings = (vendorUrl, redisUrl) => ({
  server: { host: '127.0.0.1' },
  log: { level: 'silent' },
  redis: { url: redisUrl },
  auth: {
    apiKeys: [
      {
        client: 'bench',
        sha256: createHash('sha256').update(KEY).digest('hex'),
        connections: ['*'],
        access: ['read', 'write'],
      },
    ],
  },
  connections: Object.fromEntries(
    Array.from({ length: CONNECTIONS }, (_, index) => [
      `connection-${index}`,
      {
        provider: 'nexconn',
        appKey: `app-key-${index}`,
        appSecret: 'secret',
        defaultActorId: 'system',
        baseUrls: [vendorUrl, vendorUrl.replace('127.0.0.1', 'localhost')],
      },
    ]),
  ),
});

/** Writes once; waits while a ledger that has just begun grants nothing. @param {string} url @param {number} connection */
async function write(url, connection) {
  const place = `connections/connection-${connection}/channels/direct/one/messages/1/metadata`;
  const response = await fetch(`${url}/v1/${place}`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${KEY}`,
      'Content-Type': 'application/json',
      Prefer: 'wait=10',
    },
    body: JSON.stringify({ entries: [{ key: 'k', value: 'v' }] }),
  });
  if ([429, 503].includes(response.status)) await sleep(1_000).then(() => write(url, connection));
  else if (response.status !== 200) throw new Error(`The gateway replied ${await response.text()}`);
}

/** @param {string} url */
const scrape = (url) => fetch(`${url}/metrics`).then((response) => response.text());

/** Waits until every ledger has answered. @param {string} url */
async function waitForLedgers(url) {
  const joined = /^gateway_limiter_replicas\{.* 1$/gm;
  while ((await scrape(url)).match(joined)?.length !== CONNECTIONS) await sleep(250);
}

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

async function main() {
  const vendor = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"code":0}'));
  }).listen(0);
  await once(vendor, 'listening');
  const redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const config = join(folder, 'gateway.yaml');
  const { port: vendorPort } = /** @type {import('node:net').AddressInfo} */ (vendor.address());
  const all = settings(`http://127.0.0.1:${vendorPort}`, redis.url);
  writeFileSync(config, JSON.stringify(all));
  const port = await freePort();
  const gateway = start(
    'candidate',
    [process.execPath, join(__dirname, '../../dist/bin/main.js')],
    { env: { GATEWAY_CONFIG: config, PORT: String(port) } },
  );
  process.once('exit', () => gateway.kill('SIGKILL')); // also if the benchmark fails
  await waitForPort(port, gateway);
  const url = `http://127.0.0.1:${port}`;
  await waitForLedgers(url);
  for (let connection = 0; connection < USED; connection += 1) await write(url, connection);

  const times = [];
  let bytes = 0;
  const cpuBefore = cpuMicros(gateway.pid);
  for (let count = 0; count < SCRAPES; count += 1) {
    const startedMs = performance.now();
    const text = await scrape(url);
    times.push(performance.now() - startedMs);
    bytes = Buffer.byteLength(text);
  }
  const cpuMs = (cpuMicros(gateway.pid) - cpuBefore) / 1_000 / SCRAPES;
  await stop(gateway);
  await redis.stop();
  vendor.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });

  const machine = { cpu: cpus()[0]?.model, node: process.version, load: loadavg()[0] };
  const results = { bytes, fastestMs: Math.min(...times), medianMs: median(times), cpuMs, machine };
  saveResults(join(__dirname, 'results.json'), JSON.stringify(results, null, 2));
  console.log(results);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
