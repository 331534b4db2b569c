/** A vendor that counts all calls with one method together. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const CHANNEL = '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1';
const CALLS = 20;
/** Of the plan 10k-mau, for PUT. */
const LIMIT = 20;
const WINDOW_MS = 1_000;

it('never receives more than its limit from several endpoints', async () => {
  const sandbox = gateway.sandboxes.sendbird;
  await sandbox.settings({ unknowns: { rateLimitScope: 'method' } });
  const headers = { Prefer: 'wait=10, handling=strict' }; // strict writes are not merged
  const numbers = Array.from({ length: CALLS }, (_, index) => index);
  const answers = await Promise.all([
    ...numbers.map((number) =>
      gateway.call('PUT', `${CHANNEL}/metadata/k${number}`, { body: { value: 'v' }, headers }),
    ),
    ...numbers.map((number) =>
      gateway.call('PATCH', `${CHANNEL}/counters`, {
        body: { counters: [{ key: `n${number}`, op: 'set', amount: 1 }] },
        headers,
      }),
    ),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(2 * CALLS).fill(200));
  const puts = (await sandbox.arrivals()).filter(({ method }) => method === 'PUT');
  expect(puts).toHaveLength(2 * CALLS);
  expect(puts.map(({ status }) => status)).toEqual(Array(2 * CALLS).fill(200));
  const fullest = puts.map(
    ({ atMs }) => puts.filter((put) => put.atMs >= atMs && put.atMs < atMs + WINDOW_MS).length,
  );
  expect(Math.max(...fullest)).toBeLessThanOrEqual(LIMIT);
});
