import { CHANNEL, openSandbox, refused, updateChannel, V2, type Sandbox } from './sandbox';

const CID = 'messaging:room-42';
const NONE = '/channels/messaging/none';
const SEEDED = {
  theme: 'dark',
  tags: ['a', 'b'],
  detail: { topic: 'billing', lang: 'en' },
};

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = openSandbox();
});
const custom = () => sandbox.customOf('channels', CID);
const query = (body: object) => sandbox.call('POST', '/channels', body);
const cidsOf = (filter: object, more: object = {}) => {
  const { channels = [] } = query({ filter_conditions: filter, ...more }).body;
  return (channels as { channel: { cid: string } }[]).map(({ channel }) => channel.cid);
};

it('has the channels and messages of its README at the start', () => {
  expect(sandbox.state()).toMatchObject({
    channels: {
      'messaging:room-42': { custom: {} },
      'messaging:room-42!a': { custom: SEEDED },
      'messaging:!members-ada-ben': { custom: {} },
      'livestream:lobby': { custom: {} },
      'team:support': { custom: {} },
    },
    messages: {
      m1: { cid: 'messaging:room-42' },
      'm 1/é': { cid: 'messaging:room-42' },
      'm-direct': { cid: 'messaging:!members-ada-ben' },
      'm-open': { cid: 'livestream:lobby' },
      'm-community': { cid: 'team:support' },
    },
  });
});

describe('a partial update', () => {
  it('sets and deletes in one call, and keeps the other keys', () => {
    updateChannel(sandbox, { set: { kept: 1, old: 2 } });
    const { body, status } = updateChannel(sandbox, { set: { theme: 'dark' }, unset: ['old'] });
    expect(custom()).toEqual({ kept: 1, theme: 'dark' });
    expect([status, body.channel, body.members]).toEqual([
      200,
      expect.objectContaining({ cid: CID, id: 'room-42', type: 'messaging', theme: 'dark' }),
      [],
    ]);
    expect(body.channel).not.toHaveProperty('old');
    expect(body).toHaveProperty('duration', expect.stringMatching(/^[\d.]+ms$/));
  });

  it.each(['text', 5, true, null, [], ['a', 1], {}, { a: { b: null } }])(
    'stores the value %j',
    (value) => {
      updateChannel(sandbox, { set: { k: value } });
      expect(custom()).toEqual({ k: value });
    },
  );

  it('addresses a nested field by a dot', () => {
    const path = '/channels/messaging/room-42!a';
    sandbox.call('PATCH', path, { set: { 'detail.topic': 'sales' }, unset: ['detail.lang'] });
    expect(sandbox.customOf('channels', 'messaging:room-42!a')).toEqual({
      ...SEEDED,
      detail: { topic: 'sales' },
    });
  });

  it('keeps keys that objects of JavaScript inherit', () => {
    updateChannel(sandbox, JSON.parse('{"set":{"__proto__":"a","constructor":"b"}}') as object);
    expect(JSON.stringify(sandbox.call('GET', CHANNEL).body.channel)).toContain(
      '"__proto__":"a","constructor":"b"',
    );
  });

  it('applies nothing if a part is refused', () => {
    const reply = updateChannel(sandbox, { set: { a: 1, cid: 'x' }, unset: ['created_at', 'b'] });
    expect(reply).toMatchObject(
      refused(403, 17, {
        message: expect.stringMatching(/^UpdateChannelPartial failed with error: ".*"$/),
        exception_fields: { 'set.cid': 'is reserved' },
        details: [],
        more_info: 'https://getstream.io/chat/docs/api_errors_response',
      }),
    );
    expect(custom()).toEqual({});
    expect(updateChannel(sandbox, { unset: ['config.x'] })).toMatchObject(
      refused(403, 17, { exception_fields: { 'unset.config.x': 'is reserved' } }),
    );
  });

  it('may freeze the channel, which is no custom data', () => {
    const { body } = updateChannel(sandbox, { set: { frozen: true } });
    expect(body).toMatchObject({ channel: { frozen: true } });
    expect(custom()).toEqual({});
    expect(updateChannel(sandbox, { set: { k: 'v' } }).status).toBe(200);
  });

  it.each([
    ['text', undefined],
    ['[]', undefined],
    ['{"set":[]}', { set: 'must be an object' }],
    ['{"set":"x"}', { set: 'must be an object' }],
    ['{"unset":"k"}', { unset: 'must be a list of texts' }],
    ['{"unset":[1]}', { unset: 'must be a list of texts' }],
  ])('refuses the body %s', (body, fields) => {
    expect(sandbox.call('PATCH', CHANNEL, body)).toMatchObject(
      refused(400, 4, fields && { exception_fields: fields }),
    );
  });
});

/** "Reserved names", as the vendor's API document and SDK list them. */
const RESERVED =
  'auto_translation_enabled auto_translation_language blocked cid config cooldown created_at created_by created_by_id custom deleted_at disabled duration filter_tags hidden hide_messages_before id last_message_at member_count members message_count mute_expires_at muted own_capabilities team truncated_at truncated_by truncated_by_id type updated_at';

it.each(RESERVED.split(' '))('refuses the reserved name %s', (name) => {
  expect(updateChannel(sandbox, { set: { [name]: 'x' } })).toMatchObject(refused(403, 17));
});

it.each(['name', 'image'])('stores %s, which has a meaning for user interfaces only', (name) => {
  expect(updateChannel(sandbox, { set: { [name]: 'x' } }).status).toBe(200);
  expect(custom()).toEqual({ [name]: 'x' });
});

describe('a missing channel', () => {
  it.each([
    ['GET', undefined],
    ['PATCH', { set: { k: 'v' } }],
    ['POST', { data: {} }],
  ])('is not created by %s', (method, body) => {
    expect(sandbox.call(method, NONE, body)).toMatchObject(refused(404, 16));
    expect(sandbox.state()).not.toHaveProperty(['channels', 'messaging:none']);
  });

  it('is created by a query of its own address', () => {
    const body = { data: { theme: 'dark', created_by_id: 'ada' }, state: true };
    const reply = sandbox.call('POST', `${NONE}/query`, body);
    expect(reply).toMatchObject({
      status: 201,
      body: {
        channel: { cid: 'messaging:none', created_by: { id: 'ada' } },
        messages: [],
        members: [],
      },
    });
    expect(sandbox.customOf('channels', 'messaging:none')).toEqual({ theme: 'dark' });
    sandbox.call('POST', `${NONE}/query`, { data: { theme: 'light' } });
    expect(sandbox.customOf('channels', 'messaging:none')).toEqual({ theme: 'dark' });
  });

  it('is not the one of another type with the same id', () => {
    expect(sandbox.call('GET', '/channels/team/room-42')).toMatchObject(refused(404, 16));
  });

  it.each(['a'.repeat(65), `${'a'.repeat(64)}b`])('is refused with a long id: %s', (id) => {
    expect(sandbox.call('GET', `/channels/messaging/${id}`)).toMatchObject(refused(400, 4));
    expect(sandbox.call('GET', `/channels/${id}/room-42`)).toMatchObject(refused(400, 4));
  });
});

it('replaces all custom data by a whole write', () => {
  updateChannel(sandbox, { set: { old: 1 } });
  const reply = sandbox.call('POST', CHANNEL, { data: { theme: 'light', type: 'team' } });
  expect([reply.status, custom()]).toEqual([201, { theme: 'light' }]);
  expect(sandbox.call('POST', CHANNEL, { data: { k: 'x'.repeat(6_000) } })).toMatchObject(
    refused(400, 4),
  );
});

it('replies with the messages of a channel if `state` is true', () => {
  const { messages } = sandbox.call('GET', `${CHANNEL}?state=true`).body;
  expect((messages as { id: string }[]).map(({ id }) => id)).toEqual(['m1', 'm 1/é']);
  expect(sandbox.call('GET', CHANNEL).body).toMatchObject({ messages: [], members: [] });
});

describe('QueryChannels', () => {
  it.each<[object, readonly string[]]>([
    [{ cid: CID }, [CID]],
    [{ cid: { $eq: CID } }, [CID]],
    [{ id: 'lobby', type: 'livestream' }, ['livestream:lobby']],
    [{ cid: { $in: ['team:support', CID] } }, [CID, 'team:support']],
    [{ theme: 'dark' }, ['messaging:room-42!a']],
    [{ frozen: true }, []],
    [{ cid: 'messaging:none' }, []],
  ])('finds by %j', (filter, cids) => {
    expect(cidsOf(filter)).toEqual(cids);
  });

  it('answers 201, with the lists of each channel', () => {
    expect(query({ filter_conditions: { cid: CID }, state: false, limit: 1 })).toMatchObject({
      status: 201,
      body: { channels: [{ channel: { cid: CID }, messages: [], members: [] }] },
    });
  });

  it('counts from `offset` up to `limit`', () => {
    const page = { limit: 2, offset: 1 };
    expect(cidsOf({}, page)).toEqual(['messaging:room-42!a', 'messaging:!members-ada-ben']);
  });

  it('refuses operators that it does not know', () => {
    expect(query({ filter_conditions: { cid: { $gt: 'a' } } })).toMatchObject(refused(400, 4));
  });
});

describe('the second generation', () => {
  it('has custom data in an object, and times as numbers', () => {
    const path = `${V2}${CHANNEL}`;
    expect(sandbox.call('PATCH', path, { set: { theme: 'dark' } })).toMatchObject({
      status: 200,
      body: { channel: { custom: { theme: 'dark' }, created_at: expect.any(Number) } },
    });
    expect(sandbox.call('GET', path).body.channel).not.toHaveProperty('theme');
    sandbox.call('POST', path, { data: { custom: { color: 'red' } } });
    expect(custom()).toEqual({ color: 'red' });
  });

  it('refuses the name of that object in an update', () => {
    const update = { set: { custom: { theme: 'dark' } } };
    expect(sandbox.call('PATCH', `${V2}${CHANNEL}`, update)).toMatchObject(refused(403, 17));
  });
});
