import type { NexconnClient } from './client';
import { pairs, startClient } from './client';

let client: NexconnClient;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.sandbox.close());

const DIRECT = {
  messageUID: 'BRGM-DEN2-01E4-BN66',
  userId: 'WNYZbMqpH',
  channelId: 'tjw3zbMrU',
  channelType: 1,
};
const GROUP = { messageId: 'MSG-GROUP-1', userId: 'u1', channelId: 'group-001', channelType: 3 };
const COMMUNITY = { messageId: 'MSG-001', channelId: 'community-001', subchannelId: 'sub-001' };
const CONVERSATION = {
  msgUID: 'BRGM-DEN2-01E4-BN66',
  userId: 'WNYZbMqpH',
  conversationType: '1',
  targetId: 'tjw3zbMrU',
};

const SET = '/v4/message/metadata/set';
const NEW_SET = '/v4/channel-type/message/metadata/set';
const DELETE = '/v4/channel-type/message/metadata/delete';
const LIST = '/v4/channel-type/message/metadata/list';
const COMMUNITY_PATH = '/v4/community-channel/message/metadata';
const refused = { status: 400, body: { code: 1002, errorMessage: expect.any(String) } };

const keysOf = async (messageId: string): Promise<readonly string[]> => {
  const { messages } = await client.state();
  return messages[messageId]?.metadata.map(({ key }) => key) ?? [];
};

describe('direct and group messages', () => {
  it('answers the documented example of Set message metadata', async () => {
    const answer = await client.v4(SET, { ...DIRECT, metadata: { type: '3' } });
    expect(answer).toMatchObject({ status: 200, body: { code: 0 } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await client.legacy('/message/expansion/query.json', CONVERSATION)).toMatchObject({
      status: 200,
      body: { code: 200, extraContent: { type: { v: '3', ts: expect.any(Number) } } },
    });
  });

  it('accepts both paths and both id names, and rejects the wrong name if strictMessageId says so', async () => {
    const { messageUID: messageId, ...place } = DIRECT;
    const newer = { messageId, ...place, metadata: { a: '1' } };
    const older = { ...DIRECT, metadata: { a: '1' } };
    for (const path of [SET, NEW_SET]) {
      expect((await client.v4(path, newer)).body).toEqual({ code: 0 });
      expect((await client.v4(path, older)).body).toEqual({ code: 0 });
    }
    for (const vintage of ['classic', 'current']) {
      await client.unknowns({ strictMessageId: vintage });
      expect((await client.v4(SET, older)).body).toEqual({ code: 0 });
      expect(await client.v4(SET, newer)).toMatchObject(refused);
      expect((await client.v4(NEW_SET, newer)).body).toEqual({ code: 0 });
      expect(await client.v4(NEW_SET, older)).toMatchObject(refused);
      const [right, wrong] = vintage === 'classic' ? [older, newer] : [newer, older];
      expect((await client.v4(DELETE, { ...right, keys: ['a'] })).body).toEqual({ code: 0 });
      expect(await client.v4(DELETE, { ...wrong, keys: ['a'] })).toMatchObject(refused);
    }
  });

  it('merges by key, keeps the order, and deletes the named keys', async () => {
    await client.v4(SET, { ...GROUP, metadata: { b: '1', a: '2' } });
    await client.v4(SET, { ...GROUP, metadata: { c: '3', b: '4' } });
    expect((await client.v4(LIST, { messageId: GROUP.messageId })).body).toMatchObject({
      code: 0,
      result: {
        metadata: [
          { key: 'b', value: '4' },
          { key: 'a', value: '2' },
          { key: 'c', value: '3' },
        ],
      },
    });
    const deleted = await client.v4(DELETE, { ...GROUP, keys: ['a', 'absent'], syncToSender: 1 });
    expect(deleted.body).toEqual({ code: 0 });
    expect(await keysOf('MSG-GROUP-1')).toEqual(['b', 'c']);
  });

  it('shares its messages with the legacy generation', async () => {
    const set = { ...CONVERSATION, extraKeyVal: '{"type":"3","x":"y"}', isSyncSender: '0' };
    expect((await client.legacy('/message/expansion/set.json', set)).body).toEqual({ code: 200 });
    expect(await keysOf('BRGM-DEN2-01E4-BN66')).toEqual(['type', 'x']);
    const remove = { ...CONVERSATION, extraKey: '["type"]' };
    const removed = await client.legacy('/message/expansion/delete.json', remove);
    expect(removed.body).toEqual({ code: 200 });
    expect(await keysOf('BRGM-DEN2-01E4-BN66')).toEqual(['x']);
  });

  it.each([
    ['no user', { userId: undefined }],
    ['no channel', { channelId: undefined }],
    ['no metadata', { metadata: undefined }],
    ['another channel type', { channelType: 2 }],
    ['the channel type as text', { channelType: '1' }],
    ['metadata as a JSON string', { metadata: '{"type":"3"}' }],
    ['metadata as a list', { metadata: ['type'] }],
    ['an object as value', { metadata: { type: { v: '3' } } }],
    ['no pairs', { metadata: {} }],
    ['an echo flag of 2', { isEchoToSender: 2 }],
    ['a key with a space', { metadata: { 'a b': '1' } }],
    ['a key with a dot', { metadata: { 'a.b': '1' } }],
    ['an empty key', { metadata: { '': '1' } }],
    ['101 pairs', { metadata: pairs(101) }],
    ['another channel', { channelId: 'elsewhere' }],
    ['an unknown message', { messageUID: 'MSG-404' }],
  ])('rejects a set with %s', async (_, change) => {
    const answer = await client.v4(SET, { ...DIRECT, metadata: { type: '3' }, ...change });
    expect(answer).toMatchObject(refused);
    expect(await keysOf('BRGM-DEN2-01E4-BN66')).toEqual([]);
  });

  it.each([
    [{ ['k'.repeat(32)]: 'v'.repeat(4096) }, 200, 0],
    [{ ['k'.repeat(33)]: 'v' }, 400, 1005],
    [{ k: 'v'.repeat(4097) }, 400, 1005],
    [{ 'Az09+=-_': '' }, 200, 0],
  ])('enforces the documented lengths (case %#)', async (metadata, status, code) => {
    const answer = await client.v4(SET, { ...DIRECT, metadata });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('accepts 100 pairs a request and 300 a message, and applies nothing of a larger set', async () => {
    for (const prefix of ['a', 'b']) {
      await client.v4(SET, { ...GROUP, metadata: pairs(100, prefix) });
    }
    await client.v4(SET, { ...GROUP, metadata: pairs(90, 'c') });
    const over = await client.v4(SET, { ...GROUP, metadata: pairs(100, 'd') });
    expect(over).toMatchObject(refused);
    expect(await keysOf('MSG-GROUP-1')).toHaveLength(290);
    const replacing = await client.v4(SET, { ...GROUP, metadata: pairs(100, 'a') });
    expect(replacing.body).toEqual({ code: 0 });
    const fill = await client.v4(SET, { ...GROUP, metadata: pairs(10, 'd') });
    expect(fill.body).toEqual({ code: 0 });
    const { body } = await client.v4(LIST, { messageId: GROUP.messageId, page: 1 });
    expect((body as { result: { metadata: unknown[] } }).result.metadata).toHaveLength(300);
    expect((await client.v4(LIST, { messageId: GROUP.messageId, page: 2 })).body).toEqual({
      code: 0,
      result: { metadata: [] },
    });
  });

  it('rejects writes to messages that were sent without hasMetadata', async () => {
    const send = { fromUserId: 'u1', toChannelIds: ['g'], messageType: 'RC:TxtMsg', content: '{}' };
    const sent = await client.v4('/v4/group-channel/message/send', send);
    const { result } = sent.body as { result: { messageIds: { messageId: string }[] } };
    const messageId = result.messageIds[0]?.messageId;
    const set = { messageId, userId: 'u1', channelId: 'g', channelType: 3, metadata: { a: '1' } };
    expect(await client.v4(NEW_SET, set)).toMatchObject(refused);
    await client.unknowns({ hasMetadataRequired: false });
    expect((await client.v4(NEW_SET, set)).body).toEqual({ code: 0 });
  });
});

describe('community messages', () => {
  it('answers the documented example of Get message metadata', async () => {
    const answer = await client.v4(`${COMMUNITY_PATH}/list`, { ...COMMUNITY, page: 1 });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      code: 0,
      result: { metadata: [{ key: 'key1', value: 'delivered', updatedAt: 1742457600000 }] },
    });
  });

  it('requires the subchannel of a message if and only if it has one', async () => {
    const bare = { ...COMMUNITY, subchannelId: undefined };
    expect(await client.v4(`${COMMUNITY_PATH}/list`, bare)).toMatchObject(refused);
    const other = { ...COMMUNITY, subchannelId: 'sub-002' };
    expect(await client.v4(`${COMMUNITY_PATH}/list`, other)).toMatchObject(refused);

    const sent = await client.v4('/v4/community-channel/message/send', {
      fromUserId: 'u1',
      toChannelIds: ['community-001'],
      messageType: 'RC:TxtMsg',
      content: '{}',
      hasMetadata: true,
      metadata: { from: 'start' },
    });
    const { result } = sent.body as { result: { messageIds: { messageId: string }[] } };
    const read = { messageId: result.messageIds[0]?.messageId, channelId: 'community-001' };
    expect((await client.v4(`${COMMUNITY_PATH}/list`, read)).body).toMatchObject({
      result: { metadata: [{ key: 'from', value: 'start' }] },
    });
    const named = { ...read, subchannelId: 'sub-001' };
    expect(await client.v4(`${COMMUNITY_PATH}/list`, named)).toMatchObject(refused);
  });

  it('sets and deletes in both generations', async () => {
    const set = { ...COMMUNITY, userId: 'u1', metadata: { k: 'v' } };
    expect((await client.v4(`${COMMUNITY_PATH}/set`, set)).body).toEqual({ code: 0 });
    const place = {
      msgUID: 'MSG-001',
      userId: 'u1',
      groupId: 'community-001',
      busChannel: 'sub-001',
    };
    const legacy = '/ultragroup/message/expansion';
    const added = await client.legacy(`${legacy}/set.json`, { ...place, extraKeyVal: '{"l":"w"}' });
    expect(added.body).toEqual({ code: 200 });
    expect((await client.legacy(`${legacy}/query.json`, place)).body).toMatchObject({
      code: 200,
      extraContent: { key1: { v: 'delivered' }, k: { v: 'v' }, l: { v: 'w' } },
    });
    await client.legacy(`${legacy}/delete.json`, { ...place, extraKey: '["key1"]' });
    const remove = { ...COMMUNITY, userId: 'u1', keys: ['k'] };
    expect((await client.v4(`${COMMUNITY_PATH}/delete`, remove)).body).toEqual({ code: 0 });
    expect(await keysOf('MSG-001')).toEqual(['l']);
  });

  it('keeps community messages apart from direct and group messages', async () => {
    const direct = { messageId: DIRECT.messageUID, channelId: 'tjw3zbMrU' };
    expect(await client.v4(`${COMMUNITY_PATH}/list`, direct)).toMatchObject(refused);
    expect(await client.v4(LIST, { messageId: 'MSG-001' })).toMatchObject(refused);
  });
});
