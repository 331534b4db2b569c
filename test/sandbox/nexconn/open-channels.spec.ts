import type { NexconnClient } from './client';
import { pairs, startClient } from './client';

let client: NexconnClient;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.sandbox.close());

const SET = '/chatroom/entry/set.json';
const REMOVE = '/chatroom/entry/remove.json';
const QUERY = '/chatroom/entry/query.json';
const V4 = '/v4/open-channel/metadata/batch';
const ENTRY = { chatroomId: 'kvchatroom2', userId: 'Lnq9MJsPY', key: 'huihui', value: '555' };
const OWNED = { channelId: 'kvchatroom2', metadataOwnerId: 'u2' };
const refused = { status: 400, body: { code: 1002, errorMessage: expect.any(String) } };

describe('open channels', () => {
  it('answers the documented example of Set metadata, including its undocumented parameter', async () => {
    const content = '{"key":"keyli","value":"5","type":"1"}';
    const answer = await client.legacy(SET, {
      ...ENTRY,
      autoDelete: '0',
      objectName: 'RC:chrmKVNotiMsg',
      content,
      extra: '111111',
    });
    expect(answer).toMatchObject({ status: 200, body: { code: 200 } });
  });

  it('refuses calls to a destroyed channel, and creates it without its former entries', async () => {
    await client.legacy(SET, ENTRY);
    const both = { chatroomId: ['kvchatroom2', 'unknown'] };
    expect((await client.legacy('/chatroom/destroy.json', both)).body).toEqual({ code: 200 });
    expect(await client.legacy(SET, ENTRY)).toMatchObject(refused);
    expect(await client.v4(`${V4}/get`, { channelId: 'kvchatroom2' })).toMatchObject(refused);
    await client.v4('/v4/open-channel/create', { channelId: 'kvchatroom2' });
    expect((await client.legacy(QUERY, { chatroomId: 'kvchatroom2' })).body).toEqual({
      code: 200,
      keys: [],
    });
    expect(await client.legacy('/chatroom/destroy.json', { other: '1' })).toMatchObject(refused);
  });

  it('reads strings from the legacy query and numbers from v4', async () => {
    await client.legacy(SET, { ...ENTRY, autoDelete: '1' });
    expect((await client.legacy(QUERY, { chatroomId: 'kvchatroom2' })).body).toEqual({
      code: 200,
      keys: [
        {
          key: 'huihui',
          value: '555',
          userId: 'Lnq9MJsPY',
          autoDelete: '1',
          lastSetTime: expect.stringMatching(/^\d{13}$/),
        },
      ],
    });
    expect((await client.v4(`${V4}/get`, { channelId: 'kvchatroom2' })).body).toEqual({
      code: 0,
      result: {
        metadata: [
          {
            key: 'huihui',
            value: '555',
            metadataOwnerId: 'Lnq9MJsPY',
            shouldAutoDelete: 1,
            updatedAt: expect.any(Number),
          },
        ],
      },
    });
  });

  it('selects keys by repeated parameter and by list', async () => {
    await client.v4(`${V4}/set`, { ...OWNED, metadata: { a: '1', b: '2', 'k+2': '3' } });
    const form = { chatroomId: 'kvchatroom2', keys: ['k+2', 'a', 'absent'] };
    expect((await client.legacy(QUERY, form)).body).toMatchObject({
      keys: [{ key: 'a' }, { key: 'k+2' }],
    });
    const json = { channelId: 'kvchatroom2', metadataKeys: ['b'] };
    expect((await client.v4(`${V4}/get`, json)).body).toMatchObject({
      result: { metadata: [{ key: 'b', value: '2' }] },
    });
    const many = { ...json, metadataKeys: Object.keys(pairs(101)) };
    expect(await client.v4(`${V4}/get`, many)).toMatchObject(refused);
  });

  it('overwrites value and owner by batch, in both generations', async () => {
    await client.legacy(SET, ENTRY);
    await client.v4(`${V4}/set`, { ...OWNED, metadata: { huihui: 'by u2' }, shouldAutoDelete: 1 });
    await client.legacy('/chatroom/entry/batch/set.json', {
      chatroomId: 'kvchatroom2',
      entryOwnerId: 'u3',
      entryInfo: '{"second":"2"}',
    });
    const { openChannels } = await client.state();
    expect(openChannels.kvchatroom2?.metadata).toMatchObject([
      { key: 'huihui', value: 'by u2', owner: 'u2', autoDelete: true },
      { key: 'second', value: '2', owner: 'u3', autoDelete: false },
    ]);
  });

  it('lets only the owner remove a single key, and every user remove a batch', async () => {
    await client.legacy(SET, ENTRY);
    await client.legacy(SET, { ...ENTRY, key: 'other' });
    const foreign = { chatroomId: 'kvchatroom2', userId: 'u2', key: 'huihui' };
    expect(await client.legacy(REMOVE, foreign)).toMatchObject(refused);
    const own = { ...foreign, userId: 'Lnq9MJsPY' };
    expect((await client.legacy(REMOVE, own)).body).toEqual({ code: 200 });
    expect((await client.legacy(REMOVE, own)).body).toEqual({ code: 200 });
    const batch = { chatroomId: 'kvchatroom2', entryOwnerId: 'u2', entryKeys: '["other"]' };
    const removed = await client.legacy('/chatroom/entry/batch/remove.json', batch);
    expect(removed.body).toEqual({ code: 200 });
    await client.legacy(SET, ENTRY);
    const v4 = await client.v4(`${V4}/remove`, { ...OWNED, metadataKeys: ['huihui'] });
    expect(v4.body).toEqual({ code: 0 });
    expect((await client.state()).openChannels.kvchatroom2?.metadata).toEqual([]);
  });

  it('accepts 100 keys a channel and 20 a batch', async () => {
    expect(await client.v4(`${V4}/set`, { ...OWNED, metadata: pairs(21) })).toMatchObject(refused);
    await client.settings({ quotas: { 'open-channel.set': { limit: 1000 } } });
    for (const prefix of ['a', 'b', 'c', 'd', 'e']) {
      const metadata = pairs(20, prefix);
      expect((await client.v4(`${V4}/set`, { ...OWNED, metadata })).body).toEqual({ code: 0 });
    }
    expect(await client.legacy(SET, ENTRY)).toMatchObject(refused);
    expect((await client.legacy(SET, { ...ENTRY, key: 'a0' })).body).toEqual({ code: 200 });
    const keys = Object.keys(pairs(21, 'a'));
    const remove = { ...OWNED, metadataKeys: keys };
    expect(await client.v4(`${V4}/remove`, remove)).toMatchObject(refused);
  });

  it.each([
    ['no key', { key: '' }],
    ['a key with a slash', { key: 'a/b' }],
    ['an unknown channel', { chatroomId: 'nowhere' }],
    ['no user', { userId: '' }],
    ['an autoDelete of 2', { autoDelete: '2' }],
    ['a built-in notification without content', { objectName: 'RC:chrmKVNotiMsg' }],
    [
      'a built-in notification that lacks its type',
      { objectName: 'RC:chrmKVNotiMsg', content: '{"key":"a","value":"b"}' },
    ],
  ])('rejects a set with %s', async (_, change) => {
    expect(await client.legacy(SET, { ...ENTRY, ...change })).toMatchObject(refused);
  });

  it.each([
    [{ key: 'k'.repeat(128), value: 'v'.repeat(4096) }, 200, 200],
    [{ key: 'k'.repeat(129) }, 400, 1005],
    [{ value: 'v'.repeat(4097) }, 400, 1005],
    [{ value: '' }, 200, 200],
    [{ objectName: 'My:Note', content: 'anything' }, 200, 200],
  ])('enforces the documented lengths (case %#)', async (change, status, code) => {
    const answer = await client.legacy(SET, { ...ENTRY, ...change });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('are created in both generations, with or without metadata', async () => {
    const create = { channelId: 'mine', metadataOwnerId: 'u1', metadata: { a: '1' } };
    expect((await client.v4('/v4/open-channel/create', create)).body).toEqual({ code: 0 });
    const legacy = await client.legacy('/chatroom/create.json', { 'chatroom[theirs]': 'a name' });
    expect(legacy.body).toEqual({ code: 200 });
    const withEntries = { chatroomId: 'new', entryOwnerId: 'u2', entryInfo: '{"b":"2"}' };
    expect((await client.legacy('/chatroom/create_new.json', withEntries)).body).toEqual({
      code: 200,
    });
    expect((await client.state()).openChannels).toMatchObject({
      mine: { metadata: [{ key: 'a', value: '1', owner: 'u1' }] },
      theirs: { metadata: [] },
      new: { metadata: [{ key: 'b', value: '2', owner: 'u2' }] },
    });
    const half = { channelId: 'half', metadata: { a: '1' } };
    expect(await client.v4('/v4/open-channel/create', half)).toMatchObject(refused);
  });
});
