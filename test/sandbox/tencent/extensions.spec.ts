import { GROUP, OK, Sandbox } from './client';

const sandbox = new Sandbox();
beforeEach(() => {
  sandbox.account.reset();
});

const DIRECT = { From_Account: 'ada', To_Account: 'bob', MsgKey: '11223344_7_1767225600' };
const MESSAGE = { GroupId: GROUP, MsgSeq: 158 };
const item = (Key: string, Value: string, Seq = 0) => ({ Key, Value, Seq });
const items = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => item(`k${from + index}`, 'v'));

describe.each([
  ['direct message', 'set_key_values', 'get_key_values', DIRECT],
  ['group message', 'group_set_key_values', 'group_get_key_values', MESSAGE],
])('a %s', (_title, setCommand, getCommand, message) => {
  const set = (OperateType: unknown, ExtensionList?: unknown) =>
    sandbox.call(setCommand, { ...message, OperateType, ExtensionList }).body;
  const read = (StartSeq?: number) =>
    sandbox.call(getCommand, { ...message, StartSeq }).body as {
      CompleteFlag: number;
      ExtensionList: { Key: string; Seq: number }[];
    };
  const page = (LatestSeq: number, ...list: object[]) => ({
    ...OK,
    CompleteFlag: 1,
    LatestSeq,
    ClearSeq: 0,
    ExtensionList: list,
  });

  it('is without extensions at first', () => {
    expect(read()).toEqual(page(0));
  });

  it('gives all keys of a call the same new version', () => {
    expect(set(1, [item('a', '1'), item('b', '2')])).toEqual({
      ...OK,
      ExtensionList: [
        { ErrorCode: 0, Extension: item('a', '1', 1) },
        { ErrorCode: 0, Extension: item('b', '2', 1) },
      ],
    });
    set(1, [item('a', '3')]);
    expect(read()).toEqual(page(2, item('b', '2', 1), item('a', '3', 2)));
    expect(read(2)).toEqual(page(2, item('a', '3', 2)));
    expect(read(3)).toEqual(page(2));
  });

  it('deletes keys, with a result for each', () => {
    set(1, [item('a', '1'), item('b', '2')]);
    expect(set(2, [item('a', ''), item('none', '')])).toEqual({
      ...OK,
      ExtensionList: [
        { ErrorCode: 0, Extension: item('a', '', 2) },
        { ErrorCode: 10004, Extension: item('none', '', 0) },
      ],
    });
    expect(read()).toEqual(page(2, item('b', '2', 1)));
  });

  it('changes no version when every key is refused', () => {
    set(1, [item('a', '1')]);
    set(2, [item('none', '')]);
    expect(read()).toEqual(page(1, item('a', '1', 1)));
  });

  it('clears all keys, and says so to caches', () => {
    set(1, [item('a', '1'), item('b', '2')]);
    expect(set(3)).toEqual(OK);
    expect(read()).toEqual({ ...page(2), ClearSeq: 2 });
    set(1, [item('a', '1')]);
    expect(read()).toEqual({ ...page(3, item('a', '1', 3)), ClearSeq: 2 });
  });

  it('does not check the version of an admin', () => {
    set(1, [item('a', '1')]);
    set(1, [item('a', '2', 0)]);
    expect(set(1, [item('a', '3', 99)])).toMatchObject({ ExtensionList: [{ ErrorCode: 0 }] });
  });

  it('refuses the keys that are too long, and writes the others', () => {
    expect(
      set(1, [
        item('k'.repeat(100), '中'.repeat(333)),
        item('k'.repeat(101), 'v'),
        item('a', 'x'.repeat(1_001)),
        item('b', 'v'),
      ]),
    ).toMatchObject({
      ErrorCode: 0,
      ExtensionList: [0, 10004, 10004, 0].map((ErrorCode) => ({ ErrorCode })),
    });
    expect(read().ExtensionList).toHaveLength(2);
  });

  it('holds 300 keys, in calls of 20 and pages of 200', () => {
    expect(set(1, items(21))).toMatchObject({ ErrorCode: 10004 });
    for (let from = 0; from < 300; from += 20)
      expect(set(1, items(20, from))).toMatchObject({ ErrorCode: 0 });
    expect(set(1, [item('k0', 'new'), item('k300', 'v')])).toMatchObject({
      ErrorCode: 0,
      ExtensionList: [{ ErrorCode: 0 }, { ErrorCode: 10004 }],
    });
    const first = read();
    expect(first).toMatchObject({ CompleteFlag: 0, LatestSeq: 16 });
    expect(first.ExtensionList).toHaveLength(200);
    const last = first.ExtensionList.at(-1)?.Seq ?? 0;
    const rest = read(last);
    expect(rest.CompleteFlag).toBe(1);
    const keys = [...first.ExtensionList, ...rest.ExtensionList].map(({ Key }) => Key);
    expect(new Set(keys).size).toBe(300);
  });

  it.each([
    [0, [item('a', '1')]],
    [4, [item('a', '1')]],
    ['1', [item('a', '1')]],
    [1, undefined],
    [1, []],
    [1, [{ Key: 'a' }]],
    [1, [{ Key: 'a', Value: 1 }]],
    [1, [{ key: 'a', value: 'b' }]],
    [1, [{ ...item('a', '1'), Seq: -1 }]],
    [2, undefined],
    [2, [{ Value: '' }]],
  ])('refuses OperateType %j with %j', (operation, list) => {
    expect(set(operation, list)).toMatchObject({ ErrorCode: 10004 });
    expect(read()).toEqual(page(0));
  });

  it('refuses a StartSeq that is no version', () => {
    expect(read(-1)).toMatchObject({ ErrorCode: 10004 });
    expect(read(1.5)).toMatchObject({ ErrorCode: 10004 });
  });
});

describe('messages', () => {
  const codeOf = (command: string, body: object) => sandbox.code(command, body);

  it('are found by their group and number', () => {
    expect(codeOf('group_get_key_values', { GroupId: GROUP, MsgSeq: 999 })).toBe(10004);
    expect(codeOf('group_get_key_values', { GroupId: GROUP, MsgSeq: '158' })).toBe(10004);
    expect(codeOf('group_get_key_values', { GroupId: 'none', MsgSeq: 158 })).toBe(10010);
  });

  it('are found by their accounts and key', () => {
    const read = (change: object) => codeOf('get_key_values', { ...DIRECT, ...change });
    expect(read({ From_Account: undefined })).toBe(0);
    expect(read({ From_Account: 'bob', To_Account: 'ada' })).toBe(0);
    expect(read({ To_Account: 'cyd' })).toBe(10004);
    expect(read({ From_Account: 'cyd' })).toBe(10004);
    expect(read({ To_Account: undefined })).toBe(10004);
    expect(read({ MsgKey: '1_2_3' })).toBe(10004);
    expect(read({ MsgKey: undefined })).toBe(10004);
  });

  it('need the flag of their sending, and a type of group that supports extensions', () => {
    expect(codeOf('group_get_key_values', { GroupId: GROUP, MsgSeq: 160 })).toBe(10007);
    const set = { MsgSeq: 1, OperateType: 1, ExtensionList: [item('a', '1')] };
    expect(codeOf('group_set_key_values', { ...set, GroupId: '@TGS#aAVCHAT1' })).toBe(10007);
    for (const GroupId of ['@TGS#1WORK', '@TGS#3MEETING', '@TGS#_COMMUNITY1'])
      expect(codeOf('group_set_key_values', { ...set, GroupId })).toBe(0);
  });
});
