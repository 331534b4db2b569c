/** A replica that loses Redis in the middle of a conditional write, which reads first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisServer, type RedisServer } from '../support/redis/redis-server';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startRelay, type Relay } from '../support/process/relay';
import { sharedSettings } from '../support/gateway/shared-settings';

const CHANNEL = '/v1/connections/shared/channels/open/sendbird_open_channel_1/metadata';
/** The vendor throttles this many calls, for a second each: longer than the lease of a lock. */
const REFUSALS = 12;
const MAX_WAIT_S = 30;

let server: RedisServer;
let relay: Relay;
let cutOff: TestGateway;
let other: TestGateway;

/** Callers may wait for longer than the lease of a lock. */
function settingsWith(url: string): ReturnType<typeof sharedSettings> {
  const { limits, ...settings } = sharedSettings(url);
  return { ...settings, limits: { ...limits, maxWaitMs: MAX_WAIT_S * 1_000 } };
}

beforeAll(async () => {
  server = await startRedisServer();
  relay = await startRelay(server.port);
  cutOff = await startGateway({
    connections: { shared: { provider: 'sendbird' } },
    settings: settingsWith(`redis://127.0.0.1:${relay.port}`),
  });
  const baseUrls = [cutOff.sandboxes.sendbird.url];
  other = await startGateway({
    connections: { shared: { provider: 'sendbird', baseUrls } },
    settings: settingsWith(server.url),
  });
}, 30_000);
afterAll(async () => {
  await cutOff.close();
  await other.close();
  await server.stop();
});

const put = (gateway: TestGateway, value: string, tag: string) =>
  gateway.call('PUT', `${CHANNEL}/k`, {
    body: { value },
    headers: { 'If-Match': tag, Prefer: `wait=${MAX_WAIT_S}` },
  });

it('does not write after its lock has expired, and reports that nothing was applied', async () => {
  const tag = (await other.call('GET', CHANNEL)).headers.get('etag') ?? 'none';
  await cutOff.sandboxes.sendbird.faults({
    route: 'PUT /v3/{channel_type}/{channel_url}/metadata/{key}',
    kind: 'throttle',
    times: REFUSALS,
  });
  const late = put(cutOff, 'late', tag);
  await sleep(500);
  relay.cut();
  const won = await put(other, 'won', tag);
  const lost = await late;
  expect([won.status, lost.status]).toEqual([200, 503]);
  expect(lost.body).toMatchObject({ code: 'limiter-unavailable', applied: 'no' });
  expect((await other.call('GET', `${CHANNEL}/k`)).body).toMatchObject({ value: 'won' });
}, 60_000);
