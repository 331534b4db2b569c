const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { paced } = require('../pace');
const { freePort, listening, start, stop } = require('../gateway/processes');

/** How long a batch of 10,000 takes under the quota of the vendor, against what that alone takes. */
const OPERATIONS = paced(10_000);
const QUOTA = { limit: 100, windowMs: 1_000 };
const KEY = 'bench-key';
const RTT_MS = 20;

/** A vendor that takes a round trip to answer and remembers when it was called. */
async function startVendor() {
  const arrivals = [];
  const server = createServer((call, answer) => {
    arrivals.push(performance.now());
    call.resume().on('end', () => setTimeout(() => answer.end('{"code":0}'), RTT_MS));
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

/** Targets of their own, so that nothing is merged. */
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
  await listening(port, gateway);
  const operations = Array.from({ length: OPERATIONS }, (_, index) => operation(index));
  const answer = await fetch(`http://127.0.0.1:${port}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ operations }),
  });
  const last = (await answer.text()).trimEnd().split('\n').at(-1);
  await stop(gateway);
  vendor.server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });

  const { arrivals } = vendor;
  const tookMs = arrivals.at(-1) - arrivals[0];
  // the first of every window waits for the last of the one before, so many times
  const quotaMs = (OPERATIONS / QUOTA.limit - 1) * (QUOTA.windowMs + RTT_MS);
  console.log(last);
  console.log(
    `${OPERATIONS} operations: ${tookMs.toFixed(0)} ms at the vendor, the quota alone ${quotaMs} ms: ` +
      `${((100 * tookMs) / quotaMs - 100).toFixed(1)} % more`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
