import { GROUP, OK, Sandbox } from './client';

const sandbox = new Sandbox();
beforeEach(() => {
  sandbox.account.reset();
});

const TEXT = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hello' } }];
const item = { Key: 'a', Value: '1' };

it('sends a message to an account; the extension goes by its key', () => {
  const sent = sandbox.call('sendmsg', {
    From_Account: 'cyd',
    To_Account: 'ada',
    MsgSeq: 93847636,
    MsgRandom: 1287657,
    MsgBody: TEXT,
    SupportMessageExtension: 1,
  }).body as { MsgKey: string; MsgTime: number };
  expect(sent).toMatchObject({ ...OK, MsgTime: expect.any(Number) as number });
  expect(sent.MsgKey).toBe(`93847636_1287657_${sent.MsgTime}`);
  const place = { From_Account: 'cyd', To_Account: 'ada', MsgKey: sent.MsgKey };
  const set = { ...place, OperateType: 1, ExtensionList: [item] };
  expect(sandbox.code('set_key_values', set)).toBe(0);
});

it('sends as the admin where no sender is named, and without the flag', () => {
  const body = { To_Account: 'ada', MsgRandom: 1, MsgBody: TEXT };
  const { MsgKey } = sandbox.call('sendmsg', body).body as { MsgKey: string };
  const place = { From_Account: 'administrator', To_Account: 'ada', MsgKey };
  expect(sandbox.code('get_key_values', place)).toBe(10007);
});

it('gives messages of a group their numbers', () => {
  const send = (fields: object) =>
    sandbox.call('send_group_msg', { GroupId: GROUP, Random: 8912345, MsgBody: TEXT, ...fields })
      .body as { MsgSeq: number };
  expect(send({ SupportMessageExtension: 1 })).toMatchObject({ ...OK, MsgSeq: 161 });
  expect(send({}).MsgSeq).toBe(162);
  expect(sandbox.code('group_get_key_values', { GroupId: GROUP, MsgSeq: 161 })).toBe(0);
  expect(sandbox.code('group_get_key_values', { GroupId: GROUP, MsgSeq: 162 })).toBe(10007);
});

it.each([
  ['sendmsg', { MsgRandom: 1, MsgBody: TEXT }, 10004],
  ['sendmsg', { To_Account: 'ada', MsgBody: TEXT }, 10004],
  ['sendmsg', { To_Account: 'ada', MsgRandom: 1, MsgBody: [] }, 10004],
  ['sendmsg', { To_Account: 'ada', MsgRandom: 1, MsgBody: [{}] }, 10004],
  ['send_group_msg', { GroupId: 'none', Random: 1, MsgBody: TEXT }, 10010],
  ['send_group_msg', { GroupId: GROUP, MsgBody: TEXT }, 10004],
])('refuses %s %j with %i', (command, body, code) => {
  expect(sandbox.code(command, body)).toBe(code);
});

it('creates groups of every type', () => {
  for (const Type of ['Work', 'Private', 'Public', 'Meeting', 'ChatRoom', 'AVChatRoom']) {
    const { GroupId } = sandbox.call('create_group', { Type, Name: 'a' }).body as {
      GroupId: string;
    };
    expect(sandbox.code('get_group_attr', { GroupId })).toBe(0);
  }
  const own = { Type: 'Community', Name: 'a', GroupId: '@TGS#_OWN' };
  expect(sandbox.call('create_group', own).body).toEqual({ ...OK, GroupId: '@TGS#_OWN' });
  expect(sandbox.code('get_group_counter', { GroupId: '@TGS#_OWN' })).toBe(10007);
  expect(sandbox.code('create_group', own)).toBe(10015);
  expect(sandbox.code('create_group', { ...own, GroupId: 'x', Type: 'toString' })).toBe(10004);
});
