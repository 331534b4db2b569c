/** Each setting for undocumented behaviour that differs from its default. */
import { UNKNOWNS, type Unknowns } from '../../../src/sandbox/tencent/model/unknowns';
import { GROUP, OK, queryWith, Sandbox, userSig } from './client';

const pair = (key: string, value: unknown) => ({ key, value });
const item = (Key: string, Value: unknown, Seq = 0) => ({ Key, Value, Seq });
const counter = (Key: string, Value: number) => ({ Key, Value });
const MESSAGE = { GroupId: GROUP, MsgSeq: 158 };
const DIRECT = { From_Account: 'bob', To_Account: 'ada', MsgKey: '11223344_7_1767225600' };

const attributes = (sandbox: Sandbox, command: string, ...pairs: object[]) =>
  sandbox.code(command, { GroupId: GROUP, GroupAttr: pairs });
const count = (sandbox: Sandbox, Mode: unknown, ...counters: object[]) =>
  sandbox.call('update_group_counter', { GroupId: GROUP, GroupCounter: counters, Mode });
const extend = (sandbox: Sandbox, OperateType: number, ...list: object[]) =>
  sandbox.call('group_set_key_values', { ...MESSAGE, OperateType, ExtensionList: list });
const readAttributes = (sandbox: Sandbox) =>
  sandbox.call('get_group_attr', { GroupId: GROUP }).body;
const readExtensions = (sandbox: Sandbox) => sandbox.call('group_get_key_values', MESSAGE).body;
const codes = (...list: number[]) => ({
  ErrorCode: 0,
  ExtensionList: list.map((ErrorCode) => ({ ErrorCode })),
});
const holding = (...pairs: object[]) => ({ ...OK, GroupAttrAry: pairs });

/** A value of each setting, and a check of the behaviour that it selects. */
const CASES: Readonly<
  Record<keyof Unknowns, readonly [Partial<Unknowns>, (one: Sandbox) => void]>
> = {
  freshRandom: [
    { freshRandom: true },
    (sandbox) => {
      expect(sandbox.code('get_group_attr', { GroupId: GROUP })).toBe(0);
      expect(sandbox.code('get_group_attr', { GroupId: GROUP })).toBe(60009);
      const query = queryWith({ random: '1' });
      expect(sandbox.code('get_group_attr', { GroupId: GROUP }, { query })).toBe(0);
    },
  ],
  contentType: [
    { contentType: 'json' },
    (sandbox) => {
      const codeOf = (type: string) =>
        sandbox.code('get_group_attr', { GroupId: GROUP }, { headers: { 'content-type': type } });
      expect(codeOf('application/json; charset=utf-8')).toBe(0);
      expect(codeOf('text/plain')).toBe(60002);
    },
  ],
  bodyBytes: [
    { bodyBytes: 40 },
    (sandbox) => {
      expect(sandbox.code('get_group_attr', { GroupId: GROUP })).toBe(0);
      expect(sandbox.code('get_group_attr', { GroupId: GROUP, more: 'more' })).toBe(60002);
    },
  ],
  invalidJson: [
    { invalidJson: 10011 },
    (sandbox) => {
      expect(sandbox.code('get_group_attr', '{')).toBe(10011);
    },
  ],
  wrongSignature: [
    { wrongSignature: 70003 },
    (sandbox) => {
      const query = queryWith({ usersig: userSig({ key: 'other' }) });
      expect(sandbox.code('get_group_attr', { GroupId: GROUP }, { query })).toBe(70003);
    },
  ],
  throttleCode: [
    { throttleCode: 60011 },
    (sandbox) => {
      sandbox.account.changeSettings({ quotas: { 'group-attribute.get': { limit: 1 } } });
      sandbox.code('get_group_attr', { GroupId: GROUP }, { atMs: 1 });
      expect(sandbox.code('get_group_attr', { GroupId: GROUP }, { atMs: 2 })).toBe(60011);
    },
  ],
  accounts: [
    { accounts: 'imported' },
    (sandbox) => {
      expect(sandbox.code('get_key_values', DIRECT)).toBe(0);
      expect(sandbox.code('get_key_values', { ...DIRECT, From_Account: 'cyd' })).toBe(70107);
      expect(sandbox.code('get_key_values', { ...DIRECT, To_Account: 'cyd' })).toBe(70107);
    },
  ],
  partialWrites: [
    { partialWrites: true },
    (sandbox) => {
      const long = 'k'.repeat(200);
      expect(attributes(sandbox, 'modify_group_attr', pair('a', '1'), pair(long, '2'))).toBe(10045);
      expect(readAttributes(sandbox)).toEqual(holding(pair('a', '1')));
      count(sandbox, 'Set', counter('n', 1), counter(long, 2));
      expect(sandbox.call('get_group_counter', { GroupId: GROUP }).body).toEqual({
        ...OK,
        GroupCounter: [counter('n', 1)],
      });
    },
  ],
  nonText: [
    { nonText: 'convert' },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('a', { b: 1 }))).toBe(0);
      expect(readAttributes(sandbox)).toEqual(holding(pair('a', '{"b":1}')));
      expect(attributes(sandbox, 'modify_group_attr', { key: 'a' })).toBe(10004);
    },
  ],
  emptyKey: [
    { emptyKey: 'accept' },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('', '1'))).toBe(0);
    },
  ],
  keyCharacters: [
    { keyCharacters: 'ascii' },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('a b/c', '1'))).toBe(0);
      expect(attributes(sandbox, 'modify_group_attr', pair('é', '1'))).toBe(10004);
      expect(extend(sandbox, 1, item('é', '1')).body).toMatchObject({ ErrorCode: 10004 });
    },
  ],
  setCounts: [
    { setCounts: false },
    (sandbox) => {
      expect(drawsOf(sandbox, 'set_group_attr')).toEqual(['group-attribute.set']);
    },
  ],
  clearCounts: [
    { clearCounts: false },
    (sandbox) => {
      expect(drawsOf(sandbox, 'clear_group_attr')).toEqual(['group-attribute.clear']);
    },
  ],
  emptyAttributes: [
    { emptyAttributes: 'absent' },
    (sandbox) => {
      expect(readAttributes(sandbox)).toEqual(OK);
    },
  ],
  attributeOrder: [
    { attributeOrder: 'reversed' },
    (sandbox) => {
      attributes(sandbox, 'modify_group_attr', pair('a', '1'), pair('b', '2'));
      expect(readAttributes(sandbox)).toEqual(holding(pair('b', '2'), pair('a', '1')));
    },
  ],
  attributeBytes: [
    { attributeBytes: 8 },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('ab', 'x'.repeat(6)))).toBe(0);
      expect(attributes(sandbox, 'modify_group_attr', pair('ab', 'x'.repeat(7)))).toBe(10048);
    },
  ],
  attributeBytesOf: [
    { attributeBytesOf: 'values', attributeBytes: 8 },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('ab', 'x'.repeat(8)))).toBe(0);
      expect(attributes(sandbox, 'modify_group_attr', pair('ab', 'x'.repeat(9)))).toBe(10048);
    },
  ],
  emptyAttributeValue: [
    { emptyAttributeValue: 'refuse' },
    (sandbox) => {
      expect(attributes(sandbox, 'modify_group_attr', pair('a', ''))).toBe(10004);
    },
  ],
  deleteAbsentAttribute: [
    { deleteAbsentAttribute: 'others' },
    (sandbox) => {
      attributes(sandbox, 'modify_group_attr', pair('a', '1'), pair('b', '2'));
      expect(attributes(sandbox, 'delete_group_attr', { key: 'none' }, { key: 'a' })).toBe(10050);
      expect(readAttributes(sandbox)).toEqual(holding(pair('b', '2')));
      sandbox.account.changeSettings({ unknowns: { deleteAbsentAttribute: 'ignore' } });
      expect(attributes(sandbox, 'delete_group_attr', { key: 'none' }, { key: 'b' })).toBe(0);
      expect(readAttributes(sandbox)).toEqual(holding());
    },
  ],
  clearEmpty: [
    { clearEmpty: 'refuse' },
    (sandbox) => {
      expect(sandbox.code('clear_group_attr', { GroupId: GROUP })).toBe(10050);
    },
  ],
  communityClear: [
    { communityClear: true },
    (sandbox) => {
      expect(sandbox.code('clear_group_attr', { GroupId: '@TGS#_COMMUNITY1' })).toBe(0);
    },
  ],
  counterMode: [
    { counterMode: 'optional' },
    (sandbox) => {
      count(sandbox, 'Set', counter('n', 5));
      expect(count(sandbox, undefined, counter('n', 2)).body).toMatchObject({
        GroupCounter: [counter('n', 2)],
      });
      expect(count(sandbox, 'set', counter('n', 2)).body).toMatchObject({ ErrorCode: 10004 });
    },
  ],
  readAbsentCounter: [
    { readAbsentCounter: 'zero' },
    (sandbox) => {
      const body = { GroupId: GROUP, GroupCounterKeys: ['n'] };
      expect(sandbox.call('get_group_counter', body).body).toMatchObject({
        GroupCounter: [counter('n', 0)],
      });
    },
  ],
  deleteAbsentCounter: [
    { deleteAbsentCounter: 'refuse' },
    (sandbox) => {
      count(sandbox, 'Set', counter('n', 5));
      const remove = (keys: string[]) =>
        sandbox.code('delete_group_counter', { GroupId: GROUP, GroupCounterKeys: keys });
      expect(remove(['n', 'none'])).toBe(10004);
      expect(remove(['n'])).toBe(0);
    },
  ],
  negativeAmount: [
    { negativeAmount: 'refuse' },
    (sandbox) => {
      expect(count(sandbox, 'Set', counter('n', -1)).body).toMatchObject({ ErrorCode: 0 });
      expect(count(sandbox, 'Increase', counter('n', -1)).body).toMatchObject({ ErrorCode: 10004 });
    },
  ],
  counterOverflow: [
    { counterOverflow: 'wrap' },
    (sandbox) => {
      const largest = '9223372036854775807';
      const increased = () => {
        const body = `{"GroupId":"${GROUP}","GroupCounter":[{"Key":"n","Value":${largest}}],"Mode":"Set"}`;
        sandbox.call('update_group_counter', body);
        return count(sandbox, 'Increase', counter('n', 1)).text;
      };
      expect(increased()).toContain('"Value":-9223372036854775808}');
      sandbox.account.changeSettings({ unknowns: { counterOverflow: 'saturate' } });
      expect(increased()).toContain(`"Value":${largest}}`);
      sandbox.account.changeSettings({ unknowns: { counterOverflow: 'refuse' } });
      expect(increased()).toContain('"ErrorCode":10004');
    },
  ],
  counterLimit: [
    { counterLimit: 10047 },
    (sandbox) => {
      const counters = Array.from({ length: 21 }, (_, index) => counter(`n${index}`, 1));
      expect(count(sandbox, 'Set', ...counters).body).toMatchObject({ ErrorCode: 10047 });
    },
  ],
  counters: [
    { counters: 'edition' },
    (sandbox) => {
      expect(sandbox.code('get_group_counter', { GroupId: GROUP })).toBe(10059);
      sandbox.account.changeSettings({ unknowns: { counters: 'disabled' } });
      expect(sandbox.code('get_group_counter', { GroupId: GROUP })).toBe(10060);
    },
  ],
  missingMessage: [
    { missingMessage: 23003 },
    (sandbox) => {
      expect(sandbox.code('group_get_key_values', { GroupId: GROUP, MsgSeq: 9 })).toBe(23003);
      expect(sandbox.code('get_key_values', { ...DIRECT, MsgKey: '1_2_3' })).toBe(23003);
    },
  ],
  plainMessage: [
    { plainMessage: 23004 },
    (sandbox) => {
      expect(sandbox.code('group_get_key_values', { GroupId: GROUP, MsgSeq: 160 })).toBe(23004);
    },
  ],
  extensions: [
    { extensions: 'disabled' },
    (sandbox) => {
      expect(sandbox.code('group_get_key_values', MESSAGE)).toBe(60017);
      expect(sandbox.code('get_key_values', DIRECT)).toBe(60017);
    },
  ],
  extensionsDisabled: [
    { extensions: 'disabled', extensionsDisabled: 60020 },
    (sandbox) => {
      expect(sandbox.code('group_get_key_values', MESSAGE)).toBe(60020);
    },
  ],
  communityExtensions: [
    { communityExtensions: false },
    (sandbox) => {
      const body = { GroupId: '@TGS#_COMMUNITY1', MsgSeq: 1 };
      expect(sandbox.code('group_get_key_values', body)).toBe(10007);
    },
  ],
  directSender: [
    { directSender: 'sender' },
    (sandbox) => {
      expect(sandbox.code('get_key_values', DIRECT)).toBe(10004);
      const sent = { ...DIRECT, From_Account: 'ada', To_Account: 'bob' };
      expect(sandbox.code('get_key_values', sent)).toBe(0);
    },
  ],
  extensionValueBytes: [
    { extensionValueBytes: 1_024 },
    (sandbox) => {
      const written = extend(
        sandbox,
        1,
        item('a', 'x'.repeat(1_024)),
        item('b', 'x'.repeat(1_025)),
      );
      expect(written.body).toMatchObject(codes(0, 10004));
    },
  ],
  emptyExtensionValue: [
    { emptyExtensionValue: 'refuse' },
    (sandbox) => {
      expect(extend(sandbox, 1, item('a', ''), item('b', 'v')).body).toMatchObject(codes(10004, 0));
      expect(extend(sandbox, 2, item('b', '')).body).toMatchObject(codes(0));
    },
  ],
  extensionLimit: [
    { extensionLimit: 'call' },
    (sandbox) => {
      const written = extend(sandbox, 1, item('a', '1'), item('b', 'x'.repeat(1_001)));
      expect(written.body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 10004 });
      expect(readExtensions(sandbox)).toMatchObject({ LatestSeq: 0, ExtensionList: [] });
    },
  ],
  keyRefusal: [
    { keyRefusal: 23002 },
    (sandbox) => {
      expect(extend(sandbox, 1, item('k'.repeat(101), '1')).body).toMatchObject(codes(23002));
      expect(extend(sandbox, 2, item('none', '')).body).toMatchObject(codes(23002));
    },
  ],
  deleteAbsentExtension: [
    { deleteAbsentExtension: 'ok' },
    (sandbox) => {
      expect(extend(sandbox, 2, item('none', '')).body).toMatchObject(codes(0));
    },
  ],
  deletedExtension: [
    { deletedExtension: 'empty' },
    (sandbox) => {
      extend(sandbox, 1, item('a', '1'));
      extend(sandbox, 2, item('a', ''));
      expect(readExtensions(sandbox)).toMatchObject({ ExtensionList: [item('a', '', 2)] });
      extend(sandbox, 3);
      expect(readExtensions(sandbox)).toMatchObject({ ExtensionList: [] });
    },
  ],
  checkSeq: [
    { checkSeq: true },
    (sandbox) => {
      extend(sandbox, 1, item('a', '1'));
      expect(extend(sandbox, 1, item('a', '2'), item('b', '1')).body).toEqual({
        ...OK,
        ExtensionList: [
          { ErrorCode: 23001, Extension: item('a', '1', 1) },
          { ErrorCode: 0, Extension: item('b', '1', 2) },
        ],
      });
      expect(extend(sandbox, 1, item('a', '2', 1)).body).toMatchObject(codes(0));
    },
  ],
  refusedKeys: [
    { refusedKeys: '!' },
    (sandbox) => {
      expect(extend(sandbox, 1, item('a', '1'), item('b!', '1')).body).toMatchObject(
        codes(0, 10004),
      );
    },
  ],
  missingGroup: [
    { missingGroup: 'create' },
    (sandbox) => {
      const body = { GroupId: 'new', GroupAttr: [pair('a', '1')] };
      expect(sandbox.code('modify_group_attr', body)).toBe(0);
      expect(sandbox.call('get_group_attr', body).body).toEqual(holding(pair('a', '1')));
    },
  ],
};

function drawsOf(sandbox: Sandbox, command: string): string[] {
  const route = sandbox.account.vendor.routes.find(({ path }) => path.endsWith(`/${command}`));
  const body = Buffer.from(JSON.stringify({ GroupId: GROUP }));
  const request = { method: 'POST', rawPath: '', rawQuery: '', headers: {}, body, params: {} };
  return Object.keys(route?.draws(request, sandbox.account.context()) ?? {});
}

it.each(Object.entries(CASES))('%s', (name, [unknowns, check]) => {
  expect(unknowns).not.toHaveProperty(name, UNKNOWNS[name as keyof Unknowns]);
  check(new Sandbox(unknowns));
});
