/** Values that the client cannot send as they are: it says so, and sends nothing. */
import { connect, InvalidArgument, type GatewayClient } from '../../src/client';

const MESSAGE = {
  connection: 'main',
  channelType: 'group',
  channelId: 'room',
  messageId: 'm1',
} as const;

/** The requests that the client has sent. */
let sent: Request[];
const recordingFetch: typeof fetch = (input, init) => {
  sent.push(new Request(input, init));
  return Promise.resolve(Response.json({ entries: [] }));
};
let client: GatewayClient;
beforeEach(() => {
  sent = [];
  client = connect({ url: 'http://gateway.test', key: 'key', fetch: recordingFetch });
});

describe.each(['', '.', '..'])('the id %j', (id) => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'path.messageId',
      () =>
        client.deleteMessageMetadata({
          path: { ...MESSAGE, messageId: id },
          query: { all: 'true' },
        }),
    ],
    [
      'path.key',
      () => client.putMessageEntry({ path: { ...MESSAGE, key: id }, body: { value: '1' } }),
    ],
    [
      'path.channelId',
      () =>
        client.explain.setChannelMetadata({
          path: { ...MESSAGE, channelId: id },
          body: { entries: [] },
        }),
    ],
    ['path.connection', () => client.withLease(id, { calls: 1 }, () => 1)],
    ['connection', () => client.vendor(id, 'GET', '/v3/users/a')],
  ])('is refused as %s', async (name, call) => {
    const failure: unknown = await call().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidArgument);
    expect(failure).toMatchObject({
      message: `${name} must not be empty, "." or "..": no URL carries it`,
    });
    expect(sent).toEqual([]);
  });
});

it('accepts ids that only contain dots among other characters', async () => {
  await client.getMessageMetadata({ path: { ...MESSAGE, channelId: '...', messageId: '../m1' } });
  expect(sent.map(({ url }) => url)).toEqual([
    'http://gateway.test/v1/connections/main/channels/group/.../messages/..%2Fm1/metadata',
  ]);
});
