import { MESSAGE, openSandbox, refused, updateMessage, V2, type Sandbox } from './sandbox';

const SEND = '/channels/messaging/room-42/message';
const ADA = { user: { id: 'ada' } };

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = openSandbox();
});
const custom = (id = 'm1') => sandbox.customOf('messages', id);
const get = (path = MESSAGE) => sandbox.call('GET', path);

it('reads a message with its channel', () => {
  expect(get()).toMatchObject({
    status: 200,
    body: {
      message: { id: 'm1', cid: 'messaging:room-42', channel: { cid: 'messaging:room-42' } },
    },
  });
  expect(get('/messages/m%201%2F%C3%A9').body).toMatchObject({ message: { id: 'm 1/é' } });
  expect(get('/messages/none')).toMatchObject(refused(404, 16));
});

describe('a partial update', () => {
  it('sets and deletes in one call, and keeps the other keys', () => {
    updateMessage(sandbox, { set: { kept: 1, draft_of: 'x' } });
    const { status, body } = updateMessage(sandbox, {
      set: { priority: 'high' },
      unset: ['draft_of'],
    });
    expect([status, custom()]).toEqual([201, { kept: 1, priority: 'high' }]);
    expect(body.message).toMatchObject({ id: 'm1', text: 'hello', kept: 1, priority: 'high' });
  });

  it('writes some system fields, which are no custom data', () => {
    const set = { text: 'new', pinned: true, attachments: [{ type: 'image' }], k: 'v' };
    expect(updateMessage(sandbox, { set }).body).toMatchObject({ message: set });
    expect(custom()).toEqual({ k: 'v' });
  });

  it.each([{ user: { id: 'ada' } }, { user_id: 'ada' }])('names its user by %j', (user) => {
    expect(sandbox.call('PUT', MESSAGE, { set: { k: 'v' }, ...user }).status).toBe(201);
  });

  it.each([{}, { user: {} }, { user: 'ada' }, { user_id: '' }])('refuses the user %j', (user) => {
    expect(sandbox.call('PUT', MESSAGE, { set: { k: 'v' }, ...user })).toMatchObject(
      refused(400, 4, { message: expect.stringContaining('UpdateMessagePartial failed') }),
    );
    expect(custom()).toEqual({});
  });

  it('takes the switches for push notifications and links', () => {
    const switches = { skip_push: true, skip_enrich_url: true };
    expect(updateMessage(sandbox, { set: { k: 'v' }, ...switches }).status).toBe(201);
  });

  it('refuses custom data beyond 5,120 bytes of the whole message', () => {
    updateMessage(sandbox, { set: { a: 'x'.repeat(4_000) } });
    expect(updateMessage(sandbox, { set: { b: 'x'.repeat(2_000) } })).toMatchObject(
      refused(400, 4),
    );
    expect(updateMessage(sandbox, { set: { b: 'x'.repeat(2_000) }, unset: ['a'] }).status).toBe(
      201,
    );
  });
});

/** Those of the vendor's API document and SDK that an update may not write. */
const RESERVED =
  'channel cid command created_at custom deleted_at deleted_for_me deleted_reply_count draft i18n id image_labels latest_reactions member mentioned_channel mentioned_group_ids mentioned_groups mentioned_here mentioned_roles mentioned_users message_text_updated_at mml moderation own_reactions parent_id pinned_at pinned_by poll poll_id quoted_message reaction_counts reaction_groups reaction_scores reminder reply_count restricted_visibility shadowed shared_location show_in_channel thread_participants type updated_at user user_id';

it.each(RESERVED.split(' '))('refuses the reserved name %s', (name) => {
  expect(updateMessage(sandbox, { set: { [name]: 'x' } })).toMatchObject(
    refused(403, 17, { exception_fields: { [`set.${name}`]: 'is reserved' } }),
  );
});

it('stores nothing of an ephemeral update', () => {
  const reply = sandbox.call('PATCH', `${MESSAGE}/ephemeral`, { set: { k: 'v' } });
  expect([reply.status, reply.body, custom()]).toEqual([
    200,
    expect.objectContaining({ message: expect.objectContaining({ k: 'v' }) }),
    {},
  ]);
});

it('replaces text and custom data by a whole write', () => {
  updateMessage(sandbox, { set: { old: 1 } });
  const message = { text: 'new', color: 'red', ...ADA };
  expect(sandbox.call('POST', MESSAGE, { message })).toMatchObject({
    status: 201,
    body: { message: { text: 'new', color: 'red' } },
  });
  expect(custom()).toEqual({ color: 'red' });
  expect(sandbox.call('POST', MESSAGE, { message: {} })).toMatchObject(refused(400, 4));
});

describe('sending', () => {
  const send = (message: object) => sandbox.call('POST', SEND, { message });

  it('creates a message with custom data', () => {
    const reply = send({ id: 'own', text: 'hi', priority: 'high', ...ADA });
    expect(reply).toMatchObject({
      status: 201,
      body: { message: { id: 'own', priority: 'high' } },
    });
    expect(custom('own')).toEqual({ priority: 'high' });
    expect(get('/messages/own').body).toMatchObject({ message: { cid: 'messaging:room-42' } });
  });

  it('makes an id of the user and a UUID', () => {
    expect(send({ text: 'hi', user_id: 'ada' }).body).toMatchObject({
      message: { id: expect.stringMatching(/^ada-[\da-f-]{36}$/) },
    });
  });

  it.each<[string, object]>([
    ['without a user', { text: 'hi' }],
    ['with an id in use', { id: 'm1', ...ADA }],
    ['with a long id', { id: 'x'.repeat(256), ...ADA }],
    ['with too much custom data', { k: 'x'.repeat(6_000), ...ADA }],
  ])('is refused %s', (_, message) => {
    expect(send(message)).toMatchObject(refused(400, 4));
  });

  it('is refused in a channel that does not exist', () => {
    const path = '/channels/messaging/none/message';
    expect(sandbox.call('POST', path, { message: ADA })).toMatchObject(refused(404, 16));
  });
});

it('shows a deleted message on demand only', () => {
  expect(sandbox.call('DELETE', MESSAGE).body).toMatchObject({ message: { type: 'deleted' } });
  expect(get()).toMatchObject(refused(404, 16));
  expect(updateMessage(sandbox, { set: { k: 'v' } })).toMatchObject(refused(404, 16));
  expect(get(`${MESSAGE}?show_deleted_message=true`)).toMatchObject({
    status: 200,
    body: { message: { id: 'm1', deleted_at: expect.any(String) } },
  });
});

it('serves the second generation', () => {
  const update = { set: { priority: 'low' }, user_id: 'ada' };
  expect(sandbox.call('PUT', `${V2}${MESSAGE}`, update)).toMatchObject({
    status: 201,
    body: { message: { custom: { priority: 'low' }, updated_at: expect.any(Number) } },
  });
  expect(get(`${V2}${MESSAGE}`).body.message).not.toHaveProperty('priority');
  expect(get().body).toMatchObject({
    message: { priority: 'low', updated_at: expect.any(String) },
  });
});
