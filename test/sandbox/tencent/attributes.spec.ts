import { GROUP, OK, Sandbox } from './client';

const sandbox = new Sandbox();
beforeEach(() => {
  sandbox.account.reset();
});

const pair = (key: string, value: string) => ({ key, value });
const write = (command: string, ...pairs: object[]) =>
  sandbox.code(command, { GroupId: GROUP, GroupAttr: pairs });
const read = () => sandbox.call('get_group_attr', { GroupId: GROUP }).body;
const holding = (...pairs: object[]) => ({ ...OK, GroupAttrAry: pairs });
const named = (count: number, prefix = 'k') =>
  Array.from({ length: count }, (_, index) => pair(`${prefix}${index}`, 'v'));

it('replies with the envelope alone to a write', () => {
  const body = { GroupId: GROUP, GroupAttr: [pair('theme', 'dark')] };
  for (const command of ['modify_group_attr', 'set_group_attr', 'delete_group_attr'])
    expect(sandbox.call(command, body).body).toEqual(OK);
  expect(sandbox.call('clear_group_attr', { GroupId: GROUP }).body).toEqual(OK);
});

it('merges, replaces, deletes and clears', () => {
  write('modify_group_attr', pair('a', '1'), pair('b', '2'));
  write('modify_group_attr', pair('b', '3'), pair('c', '中'));
  expect(read()).toEqual(holding(pair('a', '1'), pair('b', '3'), pair('c', '中')));
  write('delete_group_attr', { key: 'a' }, { key: 'c' });
  expect(read()).toEqual(holding(pair('b', '3')));
  write('set_group_attr', pair('d', '4'));
  expect(read()).toEqual(holding(pair('d', '4')));
  sandbox.call('clear_group_attr', { GroupId: GROUP });
  expect(read()).toEqual(holding());
});

it('keeps keys that are properties of objects elsewhere', () => {
  write('modify_group_attr', pair('__proto__', '1'), pair('constructor', '2'));
  expect(read()).toEqual(holding(pair('__proto__', '1'), pair('constructor', '2')));
});

describe('limits', () => {
  it('counts the bytes of keys and values', () => {
    expect(write('modify_group_attr', pair('é'.repeat(16), 'v'))).toBe(0);
    expect(write('modify_group_attr', pair('é'.repeat(16) + 'x', 'v'))).toBe(10045);
    expect(write('modify_group_attr', pair('k', '中'.repeat(1_333)))).toBe(0);
    expect(write('modify_group_attr', pair('k', '中'.repeat(1_333) + 'xx'))).toBe(10046);
  });

  it('holds 16 attributes', () => {
    expect(write('modify_group_attr', ...named(16))).toBe(0);
    expect(write('modify_group_attr', pair('k0', 'new'))).toBe(0);
    expect(write('modify_group_attr', pair('k16', 'v'))).toBe(10047);
    expect(write('set_group_attr', ...named(17, 'n'))).toBe(10047);
    expect(write('set_group_attr', ...named(16, 'n'))).toBe(0);
  });

  it('holds 16,384 bytes of keys and values', () => {
    const large = ['a', 'b', 'c', 'd'].map((key) => pair(key, 'x'.repeat(4_000)));
    expect(write('modify_group_attr', ...large, pair('e', 'x'.repeat(379)))).toBe(0);
    expect(write('modify_group_attr', pair('e', 'x'.repeat(380)))).toBe(10048);
  });

  it('writes all attributes of a call or none', () => {
    write('modify_group_attr', pair('a', '1'));
    expect(write('modify_group_attr', pair('a', '2'), pair('k'.repeat(33), '1'))).toBe(10045);
    expect(write('set_group_attr', pair('b', '2'), pair('c', 'x'.repeat(4_001)))).toBe(10046);
    expect(read()).toEqual(holding(pair('a', '1')));
  });
});

describe('refusals', () => {
  it('refuses a missing attribute to delete, with the others', () => {
    write('modify_group_attr', pair('a', '1'));
    expect(write('delete_group_attr', { key: 'a' }, { key: 'none' })).toBe(10050);
    expect(read()).toEqual(holding(pair('a', '1')));
  });

  it.each([
    [{ GroupId: 'none' }, 10010],
    [{ GroupId: '' }, 10015],
    [{ GroupId: 7 }, 10004],
    [{}, 10004],
  ])('refuses the group of %j with %i', (body, code) => {
    const pairs = { GroupAttr: [pair('a', '1')] };
    for (const command of ['modify_group_attr', 'set_group_attr', 'delete_group_attr'])
      expect(sandbox.code(command, { ...body, ...pairs })).toBe(code);
    expect(sandbox.code('clear_group_attr', body)).toBe(code);
    expect(sandbox.code('get_group_attr', body)).toBe(code);
  });

  it.each([
    undefined,
    [],
    {},
    ['a'],
    [{ key: 'a' }],
    [{ key: 'a', value: 1 }],
    [{ key: 1, value: 'a' }],
    [{ Key: 'a', Value: 'b' }],
    [{ key: '', value: 'a' }],
  ])('refuses the list %j', (list) => {
    expect(sandbox.code('modify_group_attr', { GroupId: GROUP, GroupAttr: list })).toBe(10004);
  });

  it.each(['', '[', '[]', '"x"', '{"GroupId":'])('refuses the body %j', (body) => {
    expect(sandbox.code('get_group_attr', body)).toBe(60003);
  });

  it('says why, in the envelope of an error', () => {
    const { status, body } = sandbox.call('get_group_attr', { GroupId: 'none' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ActionStatus: 'FAIL',
      ErrorInfo: 'group does not exist or is dissolved',
      ErrorCode: 10010,
    });
  });
});

describe.each([
  ['@TGS#1WORK', 0],
  ['@TGS#3MEETING', 0],
  ['@TGS#aAVCHAT1', 0],
  ['@TGS#_COMMUNITY1', 10007],
  ['@TGS#_COMMUNITY1@TOPIC#_TOPIC1', 10007],
])('%s', (GroupId, clearCode) => {
  it('has attributes', () => {
    const body = { GroupId, GroupAttr: [pair('theme', 'dark')] };
    for (const command of ['set_group_attr', 'modify_group_attr', 'delete_group_attr'])
      expect(sandbox.code(command, body)).toBe(0);
    expect(sandbox.code('get_group_attr', body)).toBe(0);
    expect(sandbox.code('clear_group_attr', body)).toBe(clearCode);
  });
});
