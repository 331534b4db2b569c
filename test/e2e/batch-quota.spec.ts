/** The vendor calls of 10,000 operations. `npm run bench:batch` measures their duration. */
import { startGateway } from '../support/gateway/gateway';
import { openBatchStream } from '../support/gateway/batch-stream';

const OPERATIONS = 10_000;
/** The windows are long, so that a busy machine does not affect the result. */
const QUOTA = { limit: 2_500, windowMs: 5_000 };
const AMPLE = { limit: 100_000, windowMs: 60_000 };
const quotas = { 'message-metadata.set': QUOTA, 'direct-message': AMPLE };

const set = (index: number): string =>
  JSON.stringify({
    id: String(index),
    connection: 'nexconn-sandbox',
    channelType: 'direct',
    channelId: `user-${index}`, // different targets are not merged
    messageId: 'BRGM-DEN2-01E4-BN66',
    verb: 'set',
    entries: [{ key: 'k', value: String(index) }],
  });

it('carries out 10,000 operations and reuses no token within its window', async () => {
  const timeouts = { connectMs: 20_000, totalMs: 30_000 }; // a busy machine must not cause timeouts
  const gateway = await startGateway({
    connections: { 'nexconn-sandbox': { provider: 'nexconn', quotas, timeouts } },
  });
  await gateway.sandboxes.nexconn.settings({ quotas, unknowns: { checkChannel: false } });
  const batch = openBatchStream(gateway.url, { 'Content-Type': 'application/json' });
  const operations = Array.from({ length: OPERATIONS }, (_, index) => set(index));
  batch.send(`{"operations":[${operations.join(',')}]}`);
  batch.finish();
  let last = '';
  for await (const piece of (await batch.answer()).setEncoding('utf8')) last = String(piece);
  expect(last).toContain(`{"done":true,"succeeded":${OPERATIONS},"failed":0}`);

  const at = (await gateway.sandboxes.nexconn.arrivals()).map(({ atMs }) => atMs);
  await gateway.close();
  expect(at).toHaveLength(OPERATIONS);
  const cycles = at.flatMap((atMs, index) => {
    const next = at[index + QUOTA.limit];
    return next === undefined ? [] : [next - atMs];
  });
  expect(Math.min(...cycles)).toBeGreaterThan(QUOTA.windowMs);
}, 120_000);
