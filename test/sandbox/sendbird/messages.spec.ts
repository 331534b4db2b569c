import { type RunningSandbox, startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { sendbirdSandbox } from '../../../src/sandbox/sendbird';
import { call, json, set } from './wire';

let sandbox: RunningSandbox;
beforeAll(async () => {
  const settings = { plan: '100k-mau', quotas: { 'message.send': { limit: 1000 } } };
  sandbox = await startSandbox({ vendor: sendbirdSandbox({ apiToken: 'TOK' }), port: 0, settings });
});
beforeEach(() => call(sandbox, 'POST', '/_sandbox/reset'));
afterAll(() => sandbox.close());

const GROUP = '/v3/group_channels/sendbird_group_channel_1';
const refused = (code: number) => expect.objectContaining({ code, error: true }) as unknown;
const send = async (method: string, path: string, body?: unknown) =>
  json(await call(sandbox, method, path, body));

const VOTE = {
  message_type: 'MESG',
  user_id: 'Aaron',
  custom_type: 'vote',
  message: "Hey, let's vote what day is the most suitable for our meeting!",
  mention_type: 'users',
  mentioned_user_ids: ['Jay', 'Benjamin', 'Aiden'],
  metaarray: { candidates: ['Wednesday', 'Thursday', 'Friday'] },
};

describe('the seed', () => {
  it("has the page's message, with metaarrays on request only", async () => {
    const message = await send('GET', `${GROUP}/messages/273778828`);
    expect(message).toMatchObject({
      message_id: 273778828,
      type: 'MESG',
      custom_type: 'vote',
      channel_url: 'sendbird_group_channel_1',
      user: { user_id: 'Aaron', nickname: 'Raptor' },
      is_removed: false,
      created_at: 1544421761159,
      updated_at: 0,
      file: {},
    });
    expect(message).not.toHaveProperty('metaarray');
    expect(message).not.toHaveProperty('sorted_metaarray');
  });

  it('shows metaarrays in both forms', async () => {
    const flags = 'with_meta_array=true&with_sorted_meta_array=true';
    expect(await send('GET', `${GROUP}/messages/273778828?${flags}`)).toMatchObject({
      metaarray: { candidates: ['Wednesday', 'Thursday', 'Friday'] },
      sorted_metaarray: [{ key: 'candidates', value: ['Wednesday', 'Thursday', 'Friday'] }],
    });
  });

  it('shows metaarrays without a flag if unaskedMetaarray is include', async () => {
    await set(sandbox, { unknowns: { unaskedMetaarray: 'include' } });
    expect(await send('GET', `${GROUP}/messages/273778828`)).toHaveProperty('metaarray.candidates');
  });

  it('has an open channel', async () => {
    const path = '/v3/open_channels/sendbird_open_channel_1/messages/640903435';
    expect(await send('GET', path)).toHaveProperty('message_id', 640903435);
  });
});

describe('sending', () => {
  it('answers the resource of the page with the sent values', async () => {
    const sent = await send('POST', `${GROUP}/messages`, VOTE);
    expect(sent).toMatchObject({
      type: 'MESG',
      custom_type: 'vote',
      user: { user_id: 'Aaron' },
      mentioned_users: [{ user_id: 'Jay' }, { user_id: 'Benjamin' }, { user_id: 'Aiden' }],
      metaarray: VOTE.metaarray,
    });
    const { message_id: id } = sent as { message_id: number };
    expect(await send('GET', `${GROUP}/messages/${id}?with_meta_array=true`)).toEqual(sent);
  });

  it('accepts a sorted metaarray, files and admin messages', async () => {
    const items = [{ key: 'k', value: ['v'] }];
    const notice = { message_type: 'ADMM', message: 'Rest!', sorted_metaarray: items };
    expect(await send('POST', `${GROUP}/messages`, notice)).toMatchObject({
      type: 'ADMM',
      sorted_metaarray: items,
    });
    const file = {
      message_type: 'FILE',
      user_id: 'Doris',
      url: 'https://x/y.png',
      custom_field: 'c',
    };
    expect(await send('POST', `${GROUP}/messages`, file)).toMatchObject({
      type: 'FILE',
      file: { url: 'https://x/y.png', name: '', type: '', size: 0, data: 'c' },
      thumbnails: [],
    });
  });

  it("accepts the page's file message and answers its resource", async () => {
    const file = {
      message_type: 'FILE',
      user_id: 'Doris',
      url: 'https://sendbird.com/main/img/event/golden_gate_bridge_20181210.png',
      file_name: "Today's event",
      file_type: 'jpg',
      custom_field: 'How about going here today?',
      require_auth: true,
    };
    const sent = await send('POST', `${GROUP}/messages`, file);
    expect(sent).toEqual({
      message_id: expect.any(Number),
      type: 'FILE',
      custom_type: '',
      channel_url: 'sendbird_group_channel_1',
      user: expect.objectContaining({ user_id: 'Doris' }),
      mention_type: 'users',
      mentioned_users: [],
      is_removed: false,
      require_auth: true,
      file: {
        url: 'https://sendbird.com/main/img/event/golden_gate_bridge_20181210.png',
        name: "Today's event",
        type: 'jpg',
        data: 'How about going here today?',
        size: 0,
      },
      thumbnails: [],
      created_at: expect.any(Number),
      updated_at: 0,
    });
  });

  it("accepts the page's admin message and answers its resource", async () => {
    const notice = {
      message_type: 'ADMM',
      message: "Today, we don't have anything to do. Let's have some rest!",
      custom_type: 'notice',
      is_silent: true,
    };
    expect(await send('POST', `${GROUP}/messages`, notice)).toEqual({
      message_id: expect.any(Number),
      type: 'ADMM',
      custom_type: 'notice',
      channel_url: 'sendbird_group_channel_1',
      mention_type: 'users',
      mentioned_users: [],
      is_removed: false,
      message: notice.message,
      data: '',
      created_at: expect.any(Number),
      updated_at: 0,
    });
  });

  it('stores nothing in an ephemeral channel', async () => {
    await send('POST', '/v3/open_channels', { channel_url: 'short', is_ephemeral: true });
    await send('POST', '/v3/open_channels/short/messages', VOTE);
    const total = await send('GET', '/v3/open_channels/short/messages/total_count');
    expect(total).toEqual({ total: 0 });
  });

  it.each([
    [{ ...VOTE, message_type: 'TEXT' }, 400111],
    [{ ...VOTE, user_id: undefined }, 400105],
    [{ ...VOTE, message: 3 }, 400100],
    [{ ...VOTE, custom_type: 'é'.repeat(65) }, 400110],
    [{ ...VOTE, mentioned_user_ids: 'Jay' }, 400102],
    [{ ...VOTE, metaarray: { k: ['x'.repeat(129)] } }, 400110],
  ])('rejects %j with %i', async (body, code) => {
    expect(await send('POST', `${GROUP}/messages`, body)).toEqual(refused(code));
  });

  it('accepts a dedup_id only once', async () => {
    const body = { ...VOTE, dedup_id: 'd' };
    expect(await send('POST', `${GROUP}/messages`, body)).toHaveProperty('message_id');
    expect(await send('POST', `${GROUP}/messages`, body)).toEqual(refused(400202));
  });
});

describe('listing', () => {
  const URL = '/v3/group_channels/list';
  beforeEach(async () => {
    await send('POST', '/v3/group_channels', { channel_url: 'list', operator_ids: ['boss'] });
    const senders = ['Jay', 'boss', 'Ann', 'Jay', 'Ann'];
    for (const [index, user_id] of senders.entries()) {
      const body = {
        message_type: 'MESG',
        user_id,
        message: `m${index}`,
        created_at: 1000 + index,
      };
      await send('POST', `${URL}/messages`, body);
    }
  });
  const list = async (query: string) => {
    const page = await send('GET', `${URL}/messages?${query}`);
    const { messages } = page as { messages?: readonly { message: string }[] };
    return messages?.map(({ message }) => message) ?? page;
  };

  it.each([
    ['message_ts=1002', ['m0', 'm1', 'm2', 'm3', 'm4']],
    ['message_ts=1002&include=false', ['m0', 'm1', 'm3', 'm4']],
    ['message_ts=1002&prev_limit=1&next_limit=1', ['m1', 'm2', 'm3']],
    ['message_ts=1002&prev_limit=0&next_limit=2', ['m2', 'm3', 'm4']],
    ['message_ts=1002&prev_limit=1&next_limit=1&reverse=true', ['m3', 'm2', 'm1']],
    ['message_ts=9999&prev_limit=2', ['m3', 'm4']],
    ['message_ts=9999&sender_id=Jay', ['m0', 'm3']],
    ['message_ts=9999&sender_ids=Jay,boss', ['m0', 'm1', 'm3']],
    ['message_ts=9999&operator_filter=operator', ['m1']],
    ['message_ts=9999&operator_filter=nonoperator', ['m0', 'm2', 'm3', 'm4']],
    ['message_ts=9999&message_type=ADMM', []],
    ['message_ts=9999&custom_type=vote', []],
  ])('%s', async (query, texts) => {
    expect(await list(query)).toEqual(texts);
  });

  it('shows removed messages on request only', async () => {
    const page = await send('GET', `${URL}/messages?message_ts=1002&prev_limit=0&next_limit=0`);
    const [removed] = (page as { messages: readonly { message_id: number }[] }).messages;
    const path = `${URL}/messages/${removed?.message_id ?? ''}`;
    expect(await send('DELETE', path)).toEqual({});
    expect(await list('message_ts=9999')).toEqual(['m0', 'm1', 'm3', 'm4']);
    expect(await list('message_ts=9999&including_removed=true')).toHaveLength(5);
    expect(await send('GET', `${URL}/messages/total_count`)).toEqual({ total: 4 });
    expect(await send('GET', path)).toEqual(refused(400201));
    expect(await send('DELETE', path)).toEqual(refused(400201));
  });

  it('accepts a message as the anchor', async () => {
    const page = await send('GET', `${URL}/messages?message_ts=1002&prev_limit=0&next_limit=0`);
    const [anchor] = (page as { messages: readonly { message_id: number }[] }).messages;
    const at = `message_id=${anchor?.message_id ?? ''}`;
    expect(await list(`${at}&prev_limit=1&next_limit=0`)).toEqual(['m1', 'm2']);
    expect(await list(`${at}&message_ts=1&prev_limit=0`)).toEqual(['m2', 'm3', 'm4']);
    await set(sandbox, { unknowns: { twoAnchors: 'refuse' } });
    expect(await list(`${at}&message_ts=1`)).toEqual(refused(400112));
  });

  it('reads with_meta_array as inclusion or as a filter, by setting', async () => {
    const path = `${GROUP}/messages?message_ts=9999999999999&with_meta_array=true`;
    await send('POST', `${GROUP}/messages`, { ...VOTE, metaarray: undefined });
    const shown = await send('GET', path);
    expect(shown).toMatchObject({ messages: [{ metaarray: VOTE.metaarray }, { metaarray: {} }] });
    await set(sandbox, { unknowns: { listWithMetaArray: 'filter' } });
    expect(await send('GET', path)).toHaveProperty('messages.length', 1);
  });

  it.each([
    ['', 400105],
    ['message_ts=abc', 400101],
    ['message_ts=1&prev_limit=201', 400113],
    ['message_ts=1&next_limit=-1', 400113],
    ['message_ts=1&reverse=maybe', 400104],
    ['message_ts=1&message_type=mesg', 400111],
    ['message_id=1', 400201],
  ])('rejects "%s" with %i', async (query, code) => {
    expect(await list(query)).toEqual(refused(code));
  });
});

describe('messages by id', () => {
  it.each([
    ['1', 400201],
    ['abc', 400101],
    ['9223372036854775807', 400201],
    ['9223372036854775808', 400113],
  ])('%s are answered with %i', async (id, code) => {
    expect(await send('GET', `${GROUP}/messages/${id}`)).toEqual(refused(code));
  });

  it('that are unknown are answered with the code for client SDKs, by setting', async () => {
    await set(sandbox, { unknowns: { messageNotFound: 'message-not-found-in-sdk' } });
    expect(await send('GET', `${GROUP}/messages/1`)).toEqual(refused(900300));
  });
});

describe('channels', () => {
  it('are created once, with a given or a generated url', async () => {
    const body = { channel_url: 'mine', name: 'Mine' };
    expect(await send('POST', '/v3/open_channels', body)).toMatchObject(body);
    expect(await send('GET', '/v3/open_channels/mine')).toMatchObject(body);
    expect(await send('POST', '/v3/open_channels', body)).toEqual(refused(400202));
    const { channel_url: url } = (await send('POST', '/v3/open_channels', {})) as {
      channel_url: string;
    };
    expect(await send('GET', `/v3/open_channels/${url}/metadata`)).toEqual({});
  });
});
