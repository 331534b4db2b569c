/** Connections that share one vendor account. */
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../src/sandbox/nexconn';
import { sha256, startLiveGateway, type LiveGateway } from '../support/gateway/live-gateway';
import { readEvents } from '../support/gateway/read-events';

/** Not used by other tests on the same Redis. */
const APP_KEY = 'shared-account-key';
const PLACE = 'channels/group/group-001/messages/MSG-GROUP-1/metadata/k';

let sandbox: RunningSandbox;
let gateway: LiveGateway;
beforeAll(async () => {
  sandbox = await startSandbox({ vendor: nexconnSandbox({ appKey: APP_KEY }), port: 0 });
  gateway = await startLiveGateway(files('one', 'two'), 'key');
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

/** JSON is YAML. */
const files = (...names: readonly string[]) => ({
  'gateway.yaml': JSON.stringify({
    log: { level: 'silent' },
    redis: { url: process.env.TEST_REDIS_URL },
    auth: {
      apiKeys: [
        { client: 'tests', sha256: sha256('key'), connections: ['*'], access: ['read', 'write'] },
      ],
    },
    limits: { maxWaitMs: 20_000, maxLagMs: 20_000 },
    connections: Object.fromEntries(
      names.map((name) => [
        name,
        {
          provider: 'nexconn',
          appKey: APP_KEY,
          appSecret: 'sandbox-app-secret',
          baseUrls: [sandbox.url],
          defaultActorId: 'system',
        },
      ]),
    ),
  }),
});

const write = (connection: string, wait = 20) =>
  gateway.call('PUT', `/v1/connections/${connection}/${PLACE}`, {
    body: { value: 'v' },
    headers: { Prefer: `wait=${wait}` },
  });

/** The sum of a metric by connection. */
async function metric(name: string): Promise<Record<string, number>> {
  const { text } = await gateway.call('GET', '/metrics');
  const sums: Record<string, number> = {};
  for (const [, connection = '', value] of text.matchAll(
    new RegExp(`^${name}\\{.*connection="([^"]*)".*\\} (\\S+)$`, 'gm'),
  ))
    sums[connection] = (sums[connection] ?? 0) + Number(value);
  return sums;
}

it('each connection counts the tokens of its own calls, and reports the usage of the account', async () => {
  for (const connection of ['one', 'two', 'two'])
    expect((await write(connection)).status).toBe(200);
  const granted = 'gateway_quota_granted_tokens_total';
  expect(await metric(granted)).toEqual({ one: 2, two: 4 }); // one token of each of two quotas
  expect(await metric('gateway_limiter_replicas')).toEqual({ one: 1, two: 1 });
  const quotasOf = async (name: string) => {
    const { body } = await gateway.call('GET', `/v1/connections/${name}/quotas`);
    const { quotas } = body as { quotas: { name: string; worstWindow: number }[] };
    return quotas.find((quota) => quota.name === 'group-message')?.worstWindow;
  };
  expect([await quotasOf('one'), await quotasOf('two')]).toEqual([3, 3]);
});

it('each connection reports the replicas of the account, also one that is added later', async () => {
  await gateway.changeFiles(files('one', 'two', 'three'));
  expect((await write('three')).status).toBe(200);
  expect(await metric('gateway_limiter_replicas')).toEqual({ one: 1, two: 1, three: 1 });
  const events = await fetch(`${gateway.url}/v1/events?follow=true`, {
    headers: { Authorization: 'Bearer key' },
  });
  for await (const { event, data } of readEvents(events)) {
    if (event !== 'sample') continue;
    const { connections } = data as { connections: { name: string; fleet?: object }[] };
    if (connections.length < 3) continue;
    for (const { fleet } of connections) expect(fleet).toMatchObject({ replicas: 1 });
    break;
  }
});
