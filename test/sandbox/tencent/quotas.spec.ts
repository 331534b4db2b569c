import { QUOTAS } from '../../../src/sandbox/tencent/model/quotas';
import { ROUTES } from '../../../src/sandbox/tencent/routes';
import { GROUP, Sandbox } from './client';

const OTHER = '@TGS#1WORK';
const body = (GroupId: unknown) => ({ GroupId, GroupAttr: [{ key: 'a', value: '1' }] });
const WRITES = ['modify_group_attr', 'set_group_attr', 'delete_group_attr', 'clear_group_attr'];

/** The codes of this number of calls in one moment. */
const burst = (sandbox: Sandbox, count: number, command: string, GroupId: unknown, atMs: number) =>
  Array.from({ length: count }, () => sandbox.code(command, body(GroupId), { atMs }));
const oks = (count: number): number[] => Array.from({ length: count }, () => 0);

it('gives every command a quota of its own', () => {
  const context = new Sandbox().account.context();
  const request = { method: 'POST', rawPath: '', rawQuery: '', headers: {}, params: {} };
  const drawn = ROUTES.map((route) =>
    Object.entries(
      route.draws({ ...request, body: Buffer.from('{"GroupId":"g"}') }, context as never),
    ),
  );
  expect(new Set(drawn.map(([first]) => first?.[0])).size).toBe(ROUTES.length);
  const names = new Set(drawn.flat().map(([name]) => name));
  expect([...names].sort()).toEqual(Object.keys(QUOTAS).sort());
});

describe.each(['sliding', 'fixed', 'gcra'])('with a %s window', (window) => {
  const open = (settings = {}) => new Sandbox({}, { window, ...settings });

  it('admits 5 writes of the attributes of one group in a second, of all commands together', () => {
    const sandbox = open();
    for (const command of WRITES) expect(burst(sandbox, 1, command, GROUP, 0)).toEqual([0]);
    expect(burst(sandbox, 2, 'modify_group_attr', GROUP, 0)).toEqual([0, 10049]);
    expect(burst(sandbox, 1, 'set_group_attr', GROUP, 0)).toEqual([10049]);
    expect(burst(sandbox, 5, 'modify_group_attr', OTHER, 0)).toEqual(oks(5));
    expect(burst(sandbox, 1, 'get_group_attr', GROUP, 0)).toEqual([0]);
    expect(burst(sandbox, 6, 'set_group_attr', GROUP, 2_000)).toEqual([...oks(5), 10049]);
  });

  it('admits 200 calls of a command in a second, over all groups', () => {
    const sandbox = open();
    expect(burst(sandbox, 201, 'get_group_attr', GROUP, 0)).toEqual([...oks(200), 60007]);
    expect(burst(sandbox, 1, 'get_group_counter', GROUP, 0)).toEqual([0]);
    expect(burst(sandbox, 1, 'get_group_attr', GROUP, 2_000)).toEqual([0]);
  });
});

it('has nothing of a refused write, and counts it only if the settings say so', () => {
  for (const countRefused of [false, true]) {
    const sandbox = new Sandbox({}, { countRefused });
    burst(sandbox, 5, 'modify_group_attr', GROUP, 0);
    const refused = { GroupId: GROUP, GroupAttr: [{ key: 'b', value: '1' }] };
    expect(sandbox.code('modify_group_attr', refused, { atMs: 900 })).toBe(10049);
    expect(JSON.stringify(sandbox.account.snapshot())).not.toContain('"b"');
    const later = burst(sandbox, 5, 'modify_group_attr', GROUP, 1_500);
    expect(later).toEqual(countRefused ? [...oks(4), 10049] : oks(5));
  }
});

it('names the quota whose wait is longer', () => {
  const quotas = { 'group-attribute.modify': { limit: 5, windowMs: 10_000 } };
  const sandbox = new Sandbox({}, { quotas });
  burst(sandbox, 5, 'modify_group_attr', GROUP, 0);
  expect(burst(sandbox, 1, 'modify_group_attr', GROUP, 0)).toEqual([60007]);
});

it('counts a write without a group for its command only', () => {
  const sandbox = new Sandbox();
  expect(burst(sandbox, 6, 'modify_group_attr', 7, 0)).toEqual(Array(6).fill(10004));
  expect(burst(sandbox, 1, 'modify_group_attr', GROUP, 0)).toEqual([0]);
});
