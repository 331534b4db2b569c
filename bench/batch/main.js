const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { scaled } = require('../run-scale');
const { freePort, waitForPort, start, stop } = require('../gateway/processes');

/** Compares the time of a batch of 10,000 operations with the time that the vendor's quota alone requires. */
const OPERATIONS = scaled(10_000);
const QUOTA = { limit: 100, windowMs: 1_000 };
const KEY = 'bench-key';
const RTT_MS = 20;

/** Starts a vendor that answers after a round trip and records the times of its calls. */
async function startVendor() {
  const arrivals = [];
  const server = createServer((request, response) => {
    arrivals.push(performance.now());
    request.resume().on('end', () => setTimeout(() => response.end('{"code":0}'), RTT_MS));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, arrivals, server };
}

const settings = (vendorUrl) => ({
  server: { host: '127.0.0.1' },
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
  connections: {
    bench: {
      provider: 'nexconn',
      appKey: 'bench',
      appSecret: 'secret',
      defaultActorId: 'system',
      baseUrls: [vendorUrl],
      quotas: { 'message-metadata.set': QUOTA, 'direct-message': { limit: 1_000_000 } },
    },
  },
});

/** Every operation has another target, so that none are merged. */
const operation = (index) => ({
  id: String(index),
  connection: 'bench',
  channelType: 'direct',
  channelId: `user-${index}`,
  messageId: `message-${index}`,
  verb: 'set',
  entries: [{ key: 'k', value: String(index) }],
});

async function main() {
  const vendor = await startVendor();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, JSON.stringify(settings(vendor.url)));
  const port = await freePort();
  const env = { GATEWAY_CONFIG: config, PORT: String(port) };
  const gateway = start(
    'candidate',
    [process.execPath, join(__dirname, '../../dist/bin/main.js')],
    {
      env,
    },
  );
  await waitForPort(port, gateway);
  const operations = Array.from({ length: OPERATIONS }, (_, index) => operation(index));
  const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ operations }),
  });
  const lastLine = (await response.text()).trimEnd().split('\n').at(-1);
  await stop(gateway);
  vendor.server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });

  const { arrivals } = vendor;
  const tookMs = arrivals.at(-1) - arrivals[0];
  // each window after the first starts when the last answer of the previous one is a window old
  const quotaMs = (OPERATIONS / QUOTA.limit - 1) * (QUOTA.windowMs + RTT_MS);
  console.log(lastLine);
  console.log(
    `${OPERATIONS} operations took ${tookMs.toFixed(0)} ms at the vendor; the quota alone requires ${quotaMs} ms: ` +
      `${((100 * tookMs) / quotaMs - 100).toFixed(1)} % more`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
