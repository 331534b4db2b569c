import { GROUP, OK, Sandbox } from './client';

const sandbox = new Sandbox();
beforeEach(() => {
  sandbox.account.reset();
});

const counter = (Key: string, Value: number) => ({ Key, Value });
const change = (Mode: string, ...counters: object[]) =>
  sandbox.call('update_group_counter', { GroupId: GROUP, GroupCounter: counters, Mode });
const read = (...keys: string[]) =>
  sandbox.call('get_group_counter', {
    GroupId: GROUP,
    ...(keys.length > 0 && { GroupCounterKeys: keys }),
  });
const holding = (...counters: object[]) => ({ ...OK, GroupCounter: counters });

it('sets, increases and decreases, and replies the values after the change', () => {
  expect(change('Set', counter('likes', 12)).body).toEqual(holding(counter('likes', 12)));
  expect(change('Increase', counter('likes', 3), counter('shares', 2)).body).toEqual(
    holding(counter('likes', 15), counter('shares', 2)),
  );
  expect(change('Decrease', counter('shares', 5), counter('new', 1)).body).toEqual(
    holding(counter('shares', -3), counter('new', -1)),
  );
  expect(read().body).toEqual(
    holding(counter('likes', 15), counter('shares', -3), counter('new', -1)),
  );
  expect(read('new', 'none').body).toEqual(holding(counter('new', -1)));
});

it('deletes some counters or all', () => {
  change('Set', counter('a', 1), counter('b', 2), counter('c', 3));
  const remove = (body: object) =>
    sandbox.call('delete_group_counter', { GroupId: GROUP, ...body }).body;
  expect(remove({ GroupCounterKeys: ['a', 'none'] })).toEqual(OK);
  expect(read().body).toEqual(holding(counter('b', 2), counter('c', 3)));
  expect(remove({})).toEqual(OK);
  expect(read().body).toEqual(holding());
});

it('counts exactly beyond 2^53', () => {
  const exact = (Mode: string, value: string) =>
    sandbox.call(
      'update_group_counter',
      `{"GroupId":"${GROUP}","GroupCounter":[{"Key":"n","Value":${value}}],"Mode":"${Mode}"}`,
    ).text;
  expect(exact('Set', '9007199254740993')).toContain('{"Key":"n","Value":9007199254740993}');
  expect(exact('Increase', '1')).toContain('"Value":9007199254740994}');
  expect(exact('Set', '-9223372036854775808')).toContain('"Value":-9223372036854775808}');
  expect(read().text).toContain('{"Key":"n","Value":-9223372036854775808}');
  expect(exact('Set', '9223372036854775808')).toContain('"ErrorCode":10004');
  expect(exact('Set', '1.5')).toContain('"ErrorCode":10004');
});

it('reads texts that look like large numbers as texts', () => {
  const key = '"12345678901234567890\\"';
  const body = { GroupId: GROUP, GroupCounter: [counter(key, 1)], Mode: 'Set' };
  const sent = `${JSON.stringify(body).slice(0, -1)},"More":12345678901234567890}`;
  expect(sandbox.call('update_group_counter', sent).body).toEqual(holding(counter(key, 1)));
});

describe('refusals', () => {
  const codeOf = (Mode: unknown, counters: unknown, GroupId = GROUP) =>
    sandbox.code('update_group_counter', { GroupId, GroupCounter: counters, Mode });

  it('refuses missing and unknown modes, and counters without a key or a number', () => {
    expect(codeOf(undefined, [counter('a', 1)])).toBe(10004);
    expect(codeOf('set', [counter('a', 1)])).toBe(10004);
    expect(codeOf('Set', [])).toBe(10004);
    expect(codeOf('Set', [{ Key: 'a' }])).toBe(10004);
    expect(codeOf('Set', [{ Key: 'a', Value: '1' }])).toBe(10004);
    expect(codeOf('Set', [{ key: 'a', value: 1 }])).toBe(10004);
  });

  it('holds 20 counters with keys of 128 bytes', () => {
    const named = (count: number) =>
      Array.from({ length: count }, (_, index) => counter(`k${index}`, 1));
    expect(codeOf('Set', [counter('k'.repeat(128), 1)])).toBe(0);
    expect(codeOf('Set', [counter('k'.repeat(129), 1)])).toBe(10004);
    expect(codeOf('Set', named(20))).toBe(10004);
    expect(codeOf('Set', named(19))).toBe(0);
  });

  it('knows no counters of communities and missing groups', () => {
    expect(codeOf('Set', [counter('a', 1)], '@TGS#_COMMUNITY1')).toBe(10007);
    expect(sandbox.code('get_group_counter', { GroupId: '@TGS#_COMMUNITY1' })).toBe(10007);
    expect(sandbox.code('delete_group_counter', { GroupId: '@TGS#_COMMUNITY1' })).toBe(10007);
    expect(codeOf('Set', [counter('a', 1)], 'none')).toBe(10010);
    expect(codeOf('Set', [counter('a', 1)], '@TGS#aAVCHAT1')).toBe(0);
  });
});
