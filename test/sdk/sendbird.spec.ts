/**
 * The vendor's public TypeScript SDK, configured with the sandbox's base URL and credentials. Some of its
 * types say string although it sends the object that the vendor expects; `as never` bypasses them.
 */
import {
  createConfiguration,
  MessageApi,
  MetadataApi,
  ServerConfiguration,
} from 'sendbird-platform-sdk-typescript';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { sendbirdSandbox } from '../../src/sandbox/sendbird';

const TOKEN = 'sandbox-api-token';
const GROUP = ['group_channels', 'sendbird_group_channel_1'] as const;
const OPEN = ['open_channels', 'sendbird_open_channel_1'] as const;
const MESSAGE = '640903435';

let sandbox: RunningSandbox;
let metadata: MetadataApi;
let messages: MessageApi;
beforeAll(async () => {
  sandbox = await startSandbox({ vendor: sendbirdSandbox(), port: 0 });
  const baseServer = new ServerConfiguration(sandbox.url, {});
  metadata = new MetadataApi(createConfiguration({ baseServer }));
  messages = new MessageApi(createConfiguration({ baseServer }));
});
afterAll(() => sandbox.close());

it.each([GROUP, OPEN])('reads and writes metadata of %s', async (type, url) => {
  // the SDK's model of this reply has only the form with a time
  const created = { channelType: type, channelUrl: url, metadata: { a: '1', 'b c': '2' } };
  await metadata.createChannelMetadata(TOKEN, type, url, created);
  expect(await metadata.viewChannelMetadata(TOKEN, type, url)).toEqual({ a: '1', 'b c': '2' });
  const update = { metadata: { a: '2', d: '3' }, upsert: true };
  expect(await metadata.updateChannelMetadata(TOKEN, type, url, update)).toEqual({
    a: '2',
    d: '3',
  });
  const one = { value: '9', upsert: true };
  expect(await metadata.updateChannelMetadataByKey(TOKEN, type, url, 'e f/g', one)).toEqual({
    'e f/g': '9',
  });
  const both = { a: '2', 'b c': '2' };
  expect(await metadata.viewChannelMetadata(TOKEN, type, url, undefined, ['a', 'b c'])).toEqual(
    both,
  );
  expect(await metadata.viewChannelMetadataByKey(TOKEN, type, url, 'b c')).toEqual({ 'b c': '2' });
  await metadata.deleteChannelMetadataByKey(TOKEN, type, url, 'a');
  expect(Object.keys(await metadata.viewChannelMetadata(TOKEN, type, url))).not.toContain('a');
  await metadata.deleteChannelMetadata(TOKEN, type, url);
  expect(await metadata.viewChannelMetadata(TOKEN, type, url)).toEqual({});
});

it('gets the time of a metadata write', async () => {
  const [channelType, channelUrl] = OPEN;
  const data = { channelType, channelUrl, metadata: { a: '1' }, includeTs: true };
  expect(await metadata.createChannelMetadata(TOKEN, ...OPEN, data)).toMatchObject({
    metadata: { a: '1' },
  });
});

it('reads and writes counters', async () => {
  const [channelType, channelUrl] = GROUP;
  const likes = { channelType, channelUrl, metacounter: { likes: 3 } };
  expect(await metadata.createChannelMetacounter(TOKEN, ...GROUP, likes as never)).toEqual({
    likes: 3,
  });
  const more = { ...likes, mode: 'increase', upsert: true };
  const update = metadata.updateChannelMetacounter(TOKEN, ...GROUP, more as never);
  expect(await update).toEqual({ likes: 6 });
  const one = { value: 20, mode: 'increase', upsert: true };
  expect(await metadata.updateChannelMetacounterByKey(TOKEN, ...GROUP, 'likes', one)).toEqual({
    likes: 26,
  });
  expect(await metadata.viewChannelMetacounterByKey(TOKEN, ...GROUP, 'likes')).toEqual({
    likes: 26,
  });
  await metadata.deleteChannelMetacounterByKey(TOKEN, ...GROUP, 'likes');
  expect(await metadata.viewChannelMetacounter(TOKEN, ...GROUP)).toEqual({});
  await metadata.deleteChannelMetacounter(TOKEN, ...GROUP);
});

it('reads and writes values of a message', async () => {
  const [channelType, channelUrl] = OPEN;
  const place = { channelType, channelUrl, messageId: Number(MESSAGE) };
  const sortedMetaarray = [{ key: 'places', value: ['office', 'cafe'] }];
  const added = { ...place, sortedMetaarray };
  expect(await messages.addExtraDataToMessage(TOKEN, ...OPEN, MESSAGE, added as never)).toEqual({
    sortedMetaarray,
  });
  const more = {
    sortedMetaarray: [{ key: 'places', value: ['dept'] }],
    mode: 'add',
    upsert: true,
  };
  await messages.updateExtraDataInMessage(TOKEN, ...OPEN, MESSAGE, more as never);
  expect(await messages.viewMessageById(TOKEN, ...OPEN, MESSAGE, true)).toMatchObject({
    messageId: 640903435,
    sortedMetaarray: [{ key: 'places', value: ['office', 'cafe', 'dept'] }],
  });
  const keys = ['places', 'bev erages'];
  await messages.removeExtraDataFromMessage(TOKEN, ...OPEN, MESSAGE, keys);
  expect(await messages.viewMessageById(TOKEN, ...OPEN, MESSAGE, true)).toMatchObject({
    sortedMetaarray: [],
  });
});

it('reports errors as the SDK does', async () => {
  await expect(metadata.viewChannelMetadata('wrong', ...GROUP)).rejects.toMatchObject({
    code: 400,
    body: expect.stringContaining('"code":400401'),
  });
  await expect(metadata.viewChannelMetadata(TOKEN, GROUP[0], 'none')).rejects.toMatchObject({
    code: 400,
    body: '{"message":"\\"Channel\\" not found.","code":400201,"error":true}',
  });
});

it('sends a throttled call once and reports its headers', async () => {
  const route = 'GET /v3/{channel_type}/{channel_url}/metadata';
  await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: 'PUT',
    body: JSON.stringify([{ route, kind: 'throttle' }]),
  });
  await fetch(`${sandbox.url}/_sandbox/arrivals`, { method: 'DELETE' });
  await expect(metadata.viewChannelMetadata(TOKEN, ...GROUP)).rejects.toMatchObject({
    code: 429,
    headers: { 'x-ratelimit-retryafter': expect.any(String) },
  });
  const { arrivals } = (await (await fetch(`${sandbox.url}/_sandbox/arrivals`)).json()) as {
    arrivals: unknown[];
  };
  expect(arrivals).toHaveLength(1);
});
