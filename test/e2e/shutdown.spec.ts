import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/gateway/call';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { until } from '../support/until';

const CHANNEL = '/v1/connections/nexconn/channels/open/kvchatroom2/metadata';
const MESSAGE =
  '/v1/connections/sendbird/channels/group/sendbird_group_channel_1/messages/273778828/metadata';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({
    connections: {
      nexconn: { provider: 'nexconn', quotas: { 'open-channel.set': { limit: 2 } } },
      sendbird: { provider: 'sendbird' },
    },
  });
  for (const sandbox of Object.values(gateway.sandboxes))
    await sandbox.settings({ latencyMs: [400, 400] });
});

const set = (key: string) =>
  gateway.call('PUT', `${CHANNEL}/${key}`, { body: { value: 'v' }, headers: { Prefer: 'wait=9' } });

/** After this time a call has reached the vendor. */
const BEGUN_MS = 150;

it('completes running calls, and refuses waiting and new ones', async () => {
  const running = [set('a'), set('b')];
  await sleep(BEGUN_MS);
  const waiting = [set('c'), set('d')];
  await sleep(BEGUN_MS / 3);
  const closed = gateway.close();
  await sleep(BEGUN_MS / 3);
  const late = await set('e');
  const ready = await gateway.call('GET', '/health/ready');
  const live = await gateway.call('GET', '/health/live');
  expect([late.status, ready.status, live.status]).toEqual([503, 503, 200]);

  for (const answer of await Promise.all(running)) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
  }
  for (const { status, headers, body } of [...(await Promise.all(waiting)), late]) {
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toMatchObject({ code: 'shutting-down', applied: 'no' });
  }
  await closed;
});

it('completes a write of several vendor calls that has begun', async () => {
  const values = (...list: string[]) => ({ entries: [{ key: 'steps', values: list }] });
  await gateway.call('PATCH', MESSAGE, { body: values('a', 'b') });
  const { sendbird } = gateway.sandboxes;
  const before = (await sendbird.arrivals()).length;
  const setting = gateway.call('PATCH', MESSAGE, { body: values('b', 'a') });
  // its read has ended and its first write has begun
  await until(async () => (await sendbird.arrivals()).length >= before + 2);
  const [answer] = await Promise.all([setting, gateway.close()]);
  expect(answer.status).toBe(200);
});

it('gives every operation of a batch a result', async () => {
  const operations = Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    connection: 'nexconn',
    channelType: 'open',
    channelId: 'kvchatroom2',
    verb: 'set',
    entries: [{ key: `k${index}`, value: 'v' }],
  }));
  const batch: Promise<Answer> = gateway.call('POST', '/v1/batch', { body: { operations } });
  await sleep(BEGUN_MS);
  const [answer] = await Promise.all([batch, gateway.close()]);
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id?: string; problem?: { code: string } })
    .filter(({ id }) => id !== undefined);
  expect(lines).toHaveLength(20);
  const codes = lines.flatMap(({ problem }) => (problem === undefined ? [] : [problem.code]));
  expect([...new Set(codes)]).toEqual(['shutting-down']);
});
