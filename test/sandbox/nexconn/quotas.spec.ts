import type { NexconnClient } from './client';
import { pairs, startClient } from './client';

let client: NexconnClient;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.sandbox.close());

const group = (metadata: object = { a: '1' }) => ({
  messageId: 'MSG-GROUP-1',
  userId: 'u1',
  channelId: 'group-001',
  channelType: 3,
  metadata,
});
const direct = (metadata: object = { a: '1' }) => ({
  messageId: 'BRGM-DEN2-01E4-BN66',
  userId: 'u1',
  channelId: 'tjw3zbMrU',
  channelType: 1,
  metadata,
});
const community = { messageId: 'MSG-001', channelId: 'community-001', subchannelId: 'sub-001' };
const owned = { channelId: 'gid1', metadataOwnerId: 'test' };
const message = '/v4/channel-type/message/metadata';
const open = '/v4/open-channel/metadata/batch';
const send = { fromUserId: 'u1', messageType: 'RC:TxtMsg', content: '{}' };

describe('quotas', () => {
  it.each([
    [`${message}/set`, group(), { 'message-metadata.set': 1, 'group-message': 1 }],
    ['/v4/message/metadata/set', direct(), { 'message-metadata.set': 1, 'direct-message': 1 }],
    [
      `${message}/delete`,
      { ...group(), keys: ['a'] },
      { 'message-metadata.delete': 1, 'group-message': 1 },
    ],
    [
      `${message}/delete`,
      { ...direct(), keys: ['a'] },
      { 'message-metadata.delete': 1, 'direct-message': 1 },
    ],
    [`${message}/list`, group(), { 'message-metadata.list': 1 }],
    [`${message}/set`, { channelType: 'unreadable' }, { 'message-metadata.set': 1 }],
    [
      '/v4/community-channel/message/metadata/set',
      { ...community, userId: 'u', metadata: { a: '1' } },
      { 'community-metadata.set': 1 },
    ],
    [
      '/v4/community-channel/message/metadata/delete',
      { ...community, userId: 'u', keys: ['a'] },
      { 'community-metadata.delete': 1 },
    ],
    ['/v4/community-channel/message/metadata/list', community, { 'community-metadata.list': 1 }],
    [`${open}/set`, { ...owned, metadata: pairs(20) }, { 'open-channel.set': 20 }],
    [`${open}/set`, { ...owned, metadata: pairs(1) }, { 'open-channel.set': 1 }],
    [`${open}/set`, { ...owned, metadata: pairs(300) }, { 'open-channel.set': 1 }],
    [`${open}/set`, { ...owned, metadata: 'unreadable' }, { 'open-channel.set': 1 }],
    [`${open}/remove`, { ...owned, metadataKeys: ['a', 'b', 'c'] }, { 'open-channel.remove': 3 }],
    [`${open}/get`, owned, { 'open-channel.get': 1 }],
    [
      '/v4/group-channel/message/send',
      { ...send, toChannelIds: ['g1', 'g2'] },
      { 'group-message': 2 },
    ],
    [
      '/v4/direct-channel/message/send',
      { ...send, toUserIds: ['a', 'b', 'c'] },
      { 'direct-message': 3 },
    ],
  ])('are drawn by v4 %s (case %#)', async (path, body, quotas) => {
    await client.v4(path, body);
    expect(await client.arrivals()).toMatchObject([{ route: path, quotas }]);
    expect((await client.arrivals())[0]?.quotas).toEqual(quotas);
  });

  const conversation = { msgUID: 'MSG-GROUP-1', conversationType: '3' };
  it.each([
    [
      '/message/expansion/set.json',
      conversation,
      { 'message-metadata.set': 1, 'group-message': 1 },
    ],
    [
      '/message/expansion/delete.json',
      { conversationType: '1' },
      { 'message-metadata.delete': 1, 'direct-message': 1 },
    ],
    ['/message/expansion/query.json', conversation, { 'message-metadata.list': 1 }],
    ['/ultragroup/message/expansion/set.json', conversation, { 'community-metadata.set': 1 }],
    ['/chatroom/entry/set.json', { key: 'a' }, { 'open-channel.set': 1 }],
    [
      '/chatroom/entry/batch/set.json',
      { entryInfo: '{"a":"1","b":"2"}' },
      { 'open-channel.set': 2 },
    ],
    ['/chatroom/entry/batch/set.json', { entryInfo: '{' }, { 'open-channel.set': 1 }],
    ['/chatroom/entry/remove.json', { key: 'a' }, { 'open-channel.remove': 1 }],
    [
      '/chatroom/entry/batch/remove.json',
      { entryKeys: '["a","b","c"]' },
      { 'open-channel.remove': 3 },
    ],
    ['/chatroom/entry/query.json', { keys: ['a', 'b'] }, { 'open-channel.get': 1 }],
  ])('are drawn by legacy %s (case %#)', async (path, form, quotas) => {
    await client.legacy(path, form);
    expect((await client.arrivals())[0]?.quotas).toEqual(quotas);
  });

  it('admit 20 group writes a second, counting set, delete and send together, without a Retry-After', async () => {
    await client.settings({ quotas: { 'group-message': { windowMs: 60_000 } } });
    const writes = [
      ...Array.from({ length: 12 }, () => client.v4(`${message}/set`, group())),
      ...Array.from({ length: 6 }, () =>
        client.v4(`${message}/delete`, { ...group(), keys: ['a'] }),
      ),
      client.v4('/v4/group-channel/message/send', { ...send, toChannelIds: ['g1', 'g2'] }),
    ];
    expect((await Promise.all(writes)).map(({ status }) => status)).toEqual(writes.map(() => 200));
    const over = await client.v4(`${message}/set`, group({ late: '1' }));
    expect(over).toMatchObject({ status: 429, body: { code: 1008 } });
    expect([...over.headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([]);
    expect((await client.v4(`${message}/set`, direct())).status).toBe(200);
    const { messages } = await client.state();
    expect(messages['MSG-GROUP-1']?.metadata.map(({ key }) => key)).not.toContain('late');
  });

  it('admit five batches of 20 attributes, and count the single form with them', async () => {
    await client.settings({ quotas: { 'open-channel.set': { windowMs: 60_000 } } });
    for (let batch = 0; batch < 5; batch += 1) {
      const answer = await client.v4(`${open}/set`, { ...owned, metadata: pairs(20) });
      expect(answer.status).toBe(200);
    }
    const single = { chatroomId: 'gid1', userId: 'test', key: 'k0', value: 'v' };
    expect((await client.legacy('/chatroom/entry/set.json', single)).status).toBe(429);
    const remove = await client.v4(`${open}/remove`, { ...owned, metadataKeys: ['k0'] });
    expect(remove.status).toBe(200);
  });

  it('are separate for each generation if sharedBuckets is false, except for sending', async () => {
    await client.unknowns({ sharedBuckets: false });
    await client.legacy('/message/expansion/set.json', conversation);
    expect((await client.arrivals())[0]?.quotas).toEqual({
      'legacy:message-metadata.set': 1,
      'group-message': 1,
    });
  });
});
