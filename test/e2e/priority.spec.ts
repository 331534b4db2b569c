import { startGateway, type TestGateway } from '../support/gateway/gateway';

const QUOTA = 'open-channel.get';
/** Tokens a second. */
const LIMIT = 10;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    connections: {
      'nexconn-sandbox': {
        provider: 'nexconn',
        quotas: { [QUOTA]: { limit: LIMIT } },
        vendorRoutes: [
          { method: 'POST', path: '/chatroom/entry/query.json', draws: { [QUOTA]: 1 } },
        ],
      },
    },
  });
});
afterAll(() => gateway.close());

const read = (channelId: string, headers: Record<string, string>) =>
  gateway.call('GET', `/v1/connections/nexconn-sandbox/channels/open/${channelId}/metadata`, {
    headers,
  });

const forward = (headers: Record<string, string>) =>
  gateway.call('POST', '/v1/connections/nexconn-sandbox/vendor/chatroom/entry/query.json', {
    body: {},
    headers,
  });

async function waiting(): Promise<number> {
  const { body } = await gateway.call('GET', '/v1/connections/nexconn-sandbox/quotas');
  const { quotas } = body as { quotas: { name: string; waiting: number }[] };
  return quotas.find(({ name }) => name === QUOTA)?.waiting ?? 0;
}

it('serves single calls before the waiting batch of their client, unless they say otherwise', async () => {
  const place = { connection: 'nexconn-sandbox', channelType: 'open' };
  const operations = Array.from({ length: 5 * LIMIT }, (_, index) => ({
    ...place,
    id: String(index),
    channelId: `channel-${index}`,
    verb: 'get',
  }));
  const batch = gateway.call('POST', '/v1/batch', { body: { operations } });
  while ((await waiting()) < 3 * LIMIT);
  const [later, laterCall, single] = await Promise.all([
    read('later', { Prefer: 'wait=3', Priority: 'u=7' }),
    forward({ Prefer: 'wait=3', Priority: 'u=7' }),
    read('kvchatroom2', { Prefer: 'wait=3' }),
  ]);
  expect([later.status, laterCall.status, single.status]).toEqual([429, 429, 200]);
  await batch;
});
