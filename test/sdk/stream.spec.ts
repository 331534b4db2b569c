/** The vendor's public SDKs of both generations, pointed at the sandbox. */
import { StreamClient } from '@stream-io/node-sdk';
import { StreamChat } from 'stream-chat';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { streamSandbox } from '../../src/sandbox/stream';

const [KEY, SECRET] = ['key-sandbox', 'sandbox-api-secret'];

let sandbox: RunningSandbox;
let client: StreamChat;
beforeAll(async () => {
  sandbox = await startSandbox({ vendor: streamSandbox(), port: 0 });
  client = new StreamChat(KEY, SECRET, { baseURL: sandbox.url, browser: false });
});
afterAll(() => sandbox.close());

it('reads and writes custom data of a channel', async () => {
  const channel = client.channel('messaging', 'room-42');
  const update = { set: { theme: 'dark', tags: ['a', 'b'] } } as object;
  expect((await channel.updatePartial(update)).channel).toMatchObject({
    cid: 'messaging:room-42',
    theme: 'dark',
    tags: ['a', 'b'],
  });
  const unset = { unset: ['tags'] } as object;
  expect((await channel.updatePartial(unset)).channel).not.toHaveProperty('tags');
  const [found] = await client.queryChannels({ cid: 'messaging:room-42' }, {}, { watch: false });
  expect(found?.data).toMatchObject({ theme: 'dark' });
  expect((await channel.query({})).channel).toMatchObject({ theme: 'dark' });
  const replaced = await channel.update({ color: 'red' } as object);
  expect(replaced.channel).toMatchObject({ color: 'red' });
  expect(replaced.channel).not.toHaveProperty('theme');
});

it('reads and writes custom data of a message', async () => {
  const update = { set: { priority: 'high' } } as object;
  const { message } = await client.partialUpdateMessage('m 1/é', update, 'ada');
  expect(message).toMatchObject({ id: 'm 1/é', priority: 'high' });
  expect((await client.getMessage('m 1/é')).message).toMatchObject({ priority: 'high' });
});

it('shows the rate limits', async () => {
  const endpoints = ['UpdateChannelPartial', 'UpdateMessagePartial'] as never;
  const { server_side: limits } = await client.getRateLimits({ serverSide: true, endpoints });
  expect(limits).toMatchObject({ UpdateMessagePartial: { limit: 1_000, remaining: 999 } });
});

it('reports errors as the SDK does', async () => {
  await expect(client.getMessage('none')).rejects.toMatchObject({ code: 16, status: 404 });
  const reserved = { set: { custom: {} } } as object;
  const channel = client.channel('messaging', 'room-42');
  await expect(channel.updatePartial(reserved)).rejects.toMatchObject({ code: 17, status: 403 });
  const stranger = new StreamChat(KEY, 'wrong', { baseURL: sandbox.url, browser: false });
  await expect(stranger.getMessage('m1')).rejects.toMatchObject({ code: 43, status: 401 });
});

it('serves the second generation', async () => {
  const { chat } = new StreamClient(KEY, SECRET, { basePath: sandbox.url });
  const place = { type: 'team', id: 'support' };
  const updated = await chat.updateChannelPartial({ ...place, set: { theme: 'light' } });
  expect(updated.channel?.custom).toEqual({ theme: 'light' });
  const edited = { id: 'm1', set: { priority: 'low' }, user: { id: 'ada' } };
  expect((await chat.updateMessagePartial(edited)).message?.custom).toEqual({ priority: 'low' });
  expect((await chat.getMessage({ id: 'm1' })).message.custom).toEqual({ priority: 'low' });
});
