import { readFile } from 'node:fs/promises';

import { UNKNOWNS } from '../../../src/sandbox/nexconn/model/unknowns';
import type { NexconnClient } from './client';
import { pairs, startClient } from './client';

let client: NexconnClient;
beforeEach(async () => {
  client = await startClient({ described: false });
});
afterEach(() => client.sandbox.close());

const direct = (metadata: object) => ({
  messageId: 'BRGM-DEN2-01E4-BN66',
  userId: 'u1',
  channelId: 'tjw3zbMrU',
  channelType: 1,
  metadata,
});
const set = (metadata: object, change: object = {}) =>
  client.v4('/v4/channel-type/message/metadata/set', { ...direct(metadata), ...change });
const owned = { channelId: 'gid1', metadataOwnerId: 'u1' };
const openSet = (metadata: object) =>
  client.v4('/v4/open-channel/metadata/batch/set', { ...owned, metadata });
const single = (change: object = {}) =>
  client.legacy('/chatroom/entry/set.json', {
    chatroomId: 'gid1',
    userId: 'u1',
    key: 'a',
    value: '1',
    ...change,
  });

describe('settings for undocumented behaviour', () => {
  it('rejects a value of another type', async () => {
    await expect(client.unknowns({ messageNotFound: 1008 })).rejects.toThrow('messageNotFound');
    await expect(client.unknowns({ lengthUnit: 'words' })).rejects.toThrow('lengthUnit');
    await expect(client.unknowns({ messageNotfound: 404 })).rejects.toThrow('messageNotfound');
  });

  it.each([
    ['messageNotFound', () => set({ a: '1' }, { messageId: 'MSG-404' })],
    ['tooLong', () => set({ a: 'v'.repeat(4097) })],
    ['openChannelNotFound', () => single({ chatroomId: 'nowhere' })],
    [
      'unknownAppKey',
      () => client.post('/chatroom/entry/query.json', { 'App-Key': 'other' }, 'chatroomId=a'),
    ],
    [
      'hasMetadataMissing',
      async () => {
        const send = { fromUserId: 'u1', messageType: 'RC:TxtMsg', content: '{}' };
        const to = { ...send, toUserIds: ['tjw3zbMrU'] };
        const sent = await client.v4('/v4/direct-channel/message/send', to);
        const { result } = sent.body as { result: { messageIds: { messageId: string }[] } };
        return set({ a: '1' }, { messageId: result.messageIds[0]?.messageId });
      },
    ],
    [
      'notOwner',
      async () => {
        await single();
        const remove = { chatroomId: 'gid1', userId: 'u2', key: 'a' };
        return client.legacy('/chatroom/entry/remove.json', remove);
      },
    ],
    [
      'tooManyOnMessage',
      async () => {
        for (const prefix of ['a', 'b', 'c']) await set(pairs(100, prefix));
        return set({ one: 'more' });
      },
    ],
    [
      'tooManyInChannel',
      async () => {
        for (const prefix of ['a', 'b', 'c', 'd', 'e']) await openSet(pairs(20, prefix));
        await client.settings({ quotas: { 'open-channel.set': { limit: 1000 } } });
        return single({ key: 'more' });
      },
    ],
  ])('answers with the code that is set for %s', async (name, provoke) => {
    await client.unknowns({ [name]: 1000 });
    expect(await provoke()).toMatchObject({ status: 500, body: { code: 1000 } });
  });

  it.each([
    ['without-list', { code: 0, result: {} }, { code: 200 }, { code: 200 }],
    ['without-result', { code: 0 }, { code: 200 }, { code: 200 }],
    [
      'null',
      { code: 0, result: null },
      { code: 200, extraContent: null },
      { code: 200, keys: null },
    ],
  ])(
    'leaves out the optional parts of empty reads: %s',
    async (emptyRead, v4, message, channel) => {
      const messageId = 'BRGM-DEN2-01E4-BN66';
      const reads = async () => [
        (await client.v4('/v4/channel-type/message/metadata/list', { messageId })).body,
        (await client.v4('/v4/open-channel/metadata/batch/get', { channelId: 'gid1' })).body,
        (await client.legacy('/message/expansion/query.json', { msgUID: messageId })).body,
        (await client.legacy('/chatroom/entry/query.json', { chatroomId: 'gid1' })).body,
      ];
      await client.unknowns({ emptyRead });
      expect(await reads()).toEqual([v4, v4, message, channel]);
      await set({ a: '1' });
      await single();
      for (const body of await reads()) expect(JSON.stringify(body)).toContain('"a"');
    },
  );

  it('converts or rejects numbers and booleans, by coerceValues', async () => {
    expect((await set({ n: 1.5, b: true })).body).toEqual({ code: 0 });
    const { messages } = await client.state();
    expect(messages['BRGM-DEN2-01E4-BN66']?.metadata).toMatchObject([
      { key: 'n', value: '1.5' },
      { key: 'b', value: 'true' },
    ]);
    await client.unknowns({ coerceValues: false });
    expect((await set({ n: 1 })).body).toMatchObject({ code: 1002 });
  });

  it.each([
    ['utf16', '😀'.repeat(2048), 0],
    ['utf16', '😀'.repeat(2049), 1005],
    ['code-points', '😀'.repeat(4096), 0],
    ['code-points', '😀'.repeat(4097), 1005],
    ['bytes', '中'.repeat(1365), 0],
    ['bytes', '中'.repeat(1366), 1005],
  ])('counts lengths in %s', async (lengthUnit, value, code) => {
    await client.unknowns({ lengthUnit });
    expect((await set({ k: value })).body).toMatchObject({ code });
  });

  it.each([
    [{ emptyValues: false }, () => set({ a: '' }), 1002],
    [{ emptyBatches: true }, () => set({}), 0],
    [{ ignoreUnknownFields: false }, () => set({ a: '1' }, { extra: 1 }), 1002],
    [{ checkChannel: false }, () => set({ a: '1' }, { channelId: 'elsewhere' }), 0],
    [{ strictContentType: true }, () => set({ a: '1' }), 0],
    [
      { communityPairs: 20 },
      () =>
        client.v4('/v4/community-channel/message/metadata/set', {
          messageId: 'MSG-001',
          userId: 'u1',
          channelId: 'community-001',
          subchannelId: 'sub-001',
          metadata: pairs(21),
        }),
      1002,
    ],
  ])('answers by the setting %j', async (unknowns, act, code) => {
    await client.unknowns(unknowns);
    expect((await act()).body).toMatchObject({ code });
  });

  it('rejects JSON with another content type if strictContentType is true', async () => {
    await client.unknowns({ strictContentType: true });
    const answer = await client.v4('/v4/open-channel/metadata/batch/get', owned, {
      'Content-Type': 'text/plain',
    });
    expect(answer.body).toMatchObject({ code: 1002 });
  });

  it('stores the entries that fit if partialOverLimit is true', async () => {
    for (const prefix of ['a', 'b']) await set(pairs(100, prefix));
    await set(pairs(95, 'c'));
    await client.unknowns({ partialOverLimit: true });
    expect((await set({ ...pairs(10, 'd'), a0: 'new' })).body).toEqual({ code: 0 });
    const { messages } = await client.state();
    const metadata = messages['BRGM-DEN2-01E4-BN66']?.metadata ?? [];
    expect(metadata).toHaveLength(300);
    expect(metadata[0]).toMatchObject({ key: 'a0', value: 'new' });
  });

  it.each([
    ['ignore', 0, []],
    ['refuse', 1015, ['a']],
    ['refuse-after-others', 1015, []],
  ])(
    'deletes a missing key among others by removeMissing: %s',
    async (removeMissing, code, left) => {
      await set({ a: '1' });
      await client.unknowns({ removeMissing });
      const keys = ['a', 'absent'];
      const message = { messageId: 'BRGM-DEN2-01E4-BN66', userId: 'u1', channelType: 1 };
      const path = '/v4/channel-type/message/metadata/delete';
      expect(
        (await client.v4(path, { ...message, channelId: 'tjw3zbMrU', keys })).body,
      ).toMatchObject({ code });
      const { messages } = await client.state();
      const kept = messages['BRGM-DEN2-01E4-BN66']?.metadata ?? [];
      expect(kept.map(({ key }) => key)).toEqual(left);
    },
  );

  it('answers every page with the first if ignorePage is true', async () => {
    await set({ a: '1' });
    const list = { messageId: 'BRGM-DEN2-01E4-BN66', page: 2 };
    const read = async () => (await client.v4('/v4/channel-type/message/metadata/list', list)).body;
    expect(await read()).toMatchObject({ result: { metadata: [] } });
    await client.unknowns({ ignorePage: true });
    expect(await read()).toMatchObject({ result: { metadata: [{ key: 'a' }] } });
  });

  it('checks the owner of single keys by singleSetOnOthersKey and singleRemoveOfOthersKey', async () => {
    await single();
    expect((await single({ userId: 'u2' })).body).toEqual({ code: 200 });
    await client.unknowns({ singleSetOnOthersKey: 'refuse', singleRemoveOfOthersKey: 'remove' });
    expect((await single({ userId: 'u1' })).body).toMatchObject({ code: 1002 });
    const remove = { chatroomId: 'gid1', userId: 'u1', key: 'a' };
    const removed = await client.legacy('/chatroom/entry/remove.json', remove);
    expect(removed.body).toEqual({ code: 200 });
  });

  it('answers like the older pages with listPayload and ownerField', async () => {
    await client.unknowns({ listPayload: 'object', ownerField: 'userId' });
    await set({ type: '3' });
    const list = { messageId: 'BRGM-DEN2-01E4-BN66' };
    expect((await client.v4('/v4/channel-type/message/metadata/list', list)).body).toEqual({
      code: 0,
      result: { metadata: { type: { value: '3', updatedAt: expect.any(Number) } } },
    });
    await openSet({ a: '1' });
    const got = await client.v4('/v4/open-channel/metadata/batch/get', owned);
    expect(got.body).toMatchObject({ result: { metadata: [{ key: 'a', userId: 'u1' }] } });
  });

  it('treats RCDefault as no subchannel if defaultSubchannelAlias is true', async () => {
    const sent = await client.v4('/v4/community-channel/message/send', {
      fromUserId: 'u1',
      toChannelIds: ['community-001'],
      messageType: 'RC:TxtMsg',
      content: '{}',
      hasMetadata: true,
    });
    const { result } = sent.body as { result: { messageIds: { messageId: string }[] } };
    const list = {
      messageId: result.messageIds[0]?.messageId,
      channelId: 'community-001',
      subchannelId: 'RCDefault',
    };
    const path = '/v4/community-channel/message/metadata/list';
    expect((await client.v4(path, list)).body).toMatchObject({ code: 0 });
    await client.unknowns({ defaultSubchannelAlias: false });
    expect((await client.v4(path, list)).body).toMatchObject({ code: 1002 });
  });

  it('repeats X-Request-ID if echoRequestId is true', async () => {
    const id = { 'X-Request-ID': '96f5979c-0fe0-44f8-ab54-9abc701dbc77' };
    const path = '/v4/open-channel/metadata/batch/get';
    expect((await client.v4(path, owned, id)).headers.get('x-request-id')).toBe(id['X-Request-ID']);
    expect((await client.v4('/v4/nothing', {}, id)).headers.get('x-request-id')).toBe(
      id['X-Request-ID'],
    );
    await client.unknowns({ echoRequestId: false });
    expect((await client.v4(path, owned, id)).headers.has('x-request-id')).toBe(false);
  });

  it('are all described in the README', async () => {
    const readme = await readFile('src/sandbox/nexconn/README.md', 'utf8');
    for (const name of Object.keys(UNKNOWNS)) expect(readme).toContain(`| \`${name}\` `);
  });
});
