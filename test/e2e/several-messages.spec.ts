/** The HTTP rules of `GET …/messages/metadata`. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const CHANNEL = '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU';
const KNOWN = 'BRGM-DEN2-01E4-BN66';
const read = (query: string) => gateway.call('GET', `${CHANNEL}/messages/metadata${query}`);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`).join();

it.each([
  ['', 'query/messageIds'],
  ['?messageIds=', 'query/messageIds/0'],
  ['?messageIds=a,,b', 'query/messageIds/1'],
  ['?messageIds=a,..', 'query/messageIds/1'],
  [`?messageIds=${ids(201)}`, 'query/messageIds'],
  ['?messageIds=a&keys=', 'query/keys/0'],
  ['?messageIds=a&cursor=2', 'query/cursor'],
  ['?messageIds=a&messageId=b', 'query/messageId'],
])('refuses %.40s', async (query, pointer) => {
  const answer = await read(query);
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.objectContaining({
      code: 'invalid-request',
      errors: [expect.objectContaining({ pointer })],
    }),
  ]);
});

it('takes lists, repeated parameters and percent-encoded ids', async () => {
  const { status, body } = await read(`?messageIds=a%2Fb,${KNOWN}&messageIds=c%20d`);
  const { messages } = body as { messages: { messageId: string }[] };
  expect(status).toBe(200);
  expect(messages.map(({ messageId }) => messageId)).toEqual(['a/b', KNOWN, 'c d']);
});

it('gives 200 messages their rows, each problem with the id of the request', async () => {
  const { status, headers, body } = await gateway.call(
    'GET',
    `${CHANNEL}/messages/metadata?messageIds=${ids(199)},${KNOWN}`,
    { headers: { Prefer: 'wait=10' } },
  );
  const { messages } = body as { messages: { problem?: { requestId: string } }[] };
  expect([status, messages.length]).toEqual([200, 200]);
  expect(headers.get('x-quota-cost')).toBe('message-metadata.list;t=200');
  expect(messages[0]?.problem?.requestId).toBe(headers.get('x-request-id'));
  expect(messages[199]).toEqual({ messageId: KNOWN, entries: [] });
});

it('refuses only the method and the channel types that do not exist', async () => {
  const posted = await gateway.call('POST', `${CHANNEL}/messages/metadata?messageIds=a`);
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const open = CHANNEL.replace('/direct/', '/open/');
  const { body } = await gateway.call('GET', `${open}/messages/metadata?messageIds=a`);
  expect(body).toMatchObject({ code: 'unsupported-by-provider' });
});
