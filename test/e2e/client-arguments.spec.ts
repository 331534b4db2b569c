/** Values that the client cannot send as they are: it says so, and sends nothing. */
import { connect, InvalidArgument, type GatewayClient } from '../../src/client';

const MESSAGE = {
  connection: 'main',
  channelType: 'group',
  channelId: 'room',
  messageId: 'm1',
} as const;

const GET = { ...MESSAGE, id: '1', verb: 'get' } as const;

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

describe.each(['key\nX-Other: 1', 'key\u0000'])('the key %j', (key) => {
  const refusal = {
    name: 'InvalidArgument',
    message: 'key has a character that no header can carry',
  };

  it('is refused without being shown', async () => {
    expect(() => connect({ url: 'http://gateway.test', key })).toThrow(
      expect.objectContaining(refusal) as Error,
    );
    const late = connect({ url: 'http://gateway.test', key: () => key, fetch: recordingFetch });
    await expect(late.connections()).rejects.toMatchObject(refusal);
    await expect(late.vendor('main', 'GET', '/a')).rejects.toMatchObject(refusal);
    expect(sent).toEqual([]);
  });
});

it('accepts a key with a line break at its end, as a file may have', async () => {
  await connect({ url: 'http://gateway.test', key: 'key\n', fetch: recordingFetch }).connections();
  expect(sent[0]?.headers.get('Authorization')).toBe('Bearer key');
});

it.each([
  '',
  '127.0.0.1:3000',
  'ftp://gateway.test',
  'http://me:s3cret@gateway.test',
  'http://g?a',
])('the url %j is refused without being shown', (url) => {
  const message =
    'url must be the http or https address of the gateway, without credentials, query or fragment';
  expect(() => connect({ url, key: 'key' })).toThrow(
    expect.objectContaining({ name: 'InvalidArgument', message }) as Error,
  );
});

it('does not offer the stream of events, which is no single reply', () => {
  expect(client).not.toHaveProperty('events');
});

describe('headers', () => {
  const actor = { 'X-Actor-Id': '李🙂' };
  const asUtf8 = Buffer.from('李🙂').toString('latin1');

  it.each<[string, () => Promise<unknown>]>([
    ['a call', () => client.getMessageMetadata({ path: MESSAGE, headers: actor })],
    ['a dry run', () => client.explain.getMessageMetadata({ path: MESSAGE, headers: actor })],
    ['a vendor call', () => client.vendor('main', 'GET', '/v3/users/a', { headers: actor })],
    [
      'a batch',
      () =>
        client
          .batch([GET], { actorId: '李🙂' })
          .next()
          .catch(() => undefined),
    ],
  ])('of %s are sent as UTF-8', async (_name, call) => {
    await call();
    expect(sent).not.toEqual([]);
    for (const { headers } of sent) expect(headers.get('X-Actor-Id')).toBe(asUtf8);
  });

  it('are refused with a line break', async () => {
    const headers = { 'X-Actor-Id': 'a\nb' };
    await expect(client.getMessageMetadata({ path: MESSAGE, headers })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'headers.X-Actor-Id has a character that no header can carry',
    });
  });
});
