import { GatewayError } from '../../core/gateway-error';
import type { ChannelType } from '../../core/metadata';
import type { Operation, OperationName, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { errorOf } from '../../../test/support/vendor/error-of';
import { describeRequest, runPlan } from '../../../test/support/vendor/run-plan';
import { tencent } from '.';
import { TencentChannelTypes, TencentSettings } from './settings';

const settings = Object.assign(new TencentSettings(), {
  sdkAppId: 1,
  identifier: 'admin',
  secretKey: 's',
});

/** The plan of an operation on message 158 of group `g`, or in another channel type. */
function planOf(
  name: OperationName,
  call: object,
  channelType: ChannelType = 'group',
  more: object = {},
): Plan<Reply> {
  const adapter = tencent.createAdapter(Object.assign(new TencentSettings(), settings, more));
  const target = { connection: 'c', channelType, channelId: 'g', messageId: '158' };
  const base = { target, options: {}, strict: false, isKeyInPath: false };
  const plan = adapter.plans[name] as (call: Operation['call']) => Plan<Reply>;
  return plan({ ...base, ...call });
}
const keysNamed = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
const entriesOf = (...keys: string[]) => keys.map((key) => ({ key, values: ['v'] }));
const linesOf = (plan: Plan<Reply>, ...payloads: unknown[]) =>
  runPlan(plan, ...payloads).requests.map(describeRequest);
const refusedWith = (code: number) =>
  new GatewayError('upstream-refused', 'refused', { upstream: { provider: 'tencent', code } });
const absent = new GatewayError('entry-not-found', 'absent');

describe('attributes of a group', () => {
  it('are read at once; the gateway selects the keys', () => {
    const GroupAttrAry = [
      { key: 'a', value: '1' },
      { key: 'b', value: '' },
    ];
    const run = runPlan(planOf('channel.get', { keys: ['b', 'c'] }), { GroupAttrAry });
    expect(run.requests.map(describeRequest)).toEqual([
      'POST /v4/group_open_attr_http_svc/get_group_attr {"GroupId":"g"} | read | - | 1 group-attribute.get',
    ]);
    expect(run.reply).toEqual({ entries: [{ key: 'b', values: [''] }] });
  });

  it('may be absent from the reply', () => {
    expect(runPlan(planOf('channel.get', {}), {}).reply).toEqual({ entries: [] });
  });

  it('are merged', () => {
    expect(linesOf(planOf('channel.set', { entries: entriesOf('a', 'b') }))).toEqual([
      'POST /v4/group_open_http_svc/modify_group_attr {"GroupId":"g","GroupAttr":[{"key":"a","value":"v"},{"key":"b","value":"v"}]} | idempotent | a,b | 1 group-attribute.modify, 1 group-attribute.write',
    ]);
  });

  it('are cleared at once, and in a community deleted until a read shows none', () => {
    expect(linesOf(planOf('channel.delete', { keys: 'all' }))).toEqual([
      'POST /v4/group_open_http_svc/clear_group_attr {"GroupId":"g"} | idempotent | - | 1 group-attribute.clear, 1 group-attribute.write',
    ]);
    const one = { GroupAttrAry: [{ key: 'a', value: '1' }] };
    const plan = planOf('channel.delete', { keys: 'all' }, 'community');
    const { requests, reply } = runPlan(plan, one, {}, one, {}, {});
    expect(requests.map(({ route }) => route.split('/')[3])).toEqual([
      'get_group_attr',
      'delete_group_attr',
      'get_group_attr',
      'delete_group_attr',
      'get_group_attr',
    ]);
    expect(reply).toEqual({});
  });

  it('of a community that the reads keep showing are a failure', () => {
    const one = { GroupAttrAry: [{ key: 'a', value: '1' }] };
    const plan = planOf('channel.delete', { keys: 'all' }, 'community');
    const replies = Array.from({ length: 9 }, () => [one, {}]).flat();
    expect(errorOf(() => runPlan(plan, ...replies))).toMatchObject({ code: 'upstream-malformed' });
  });

  it('are deleted; one that does not exist is no failure', () => {
    const plan = planOf('channel.delete', { keys: ['a'] });
    const { requests, reply } = runPlan(plan, absent);
    expect(requests.map(({ body }) => body)).toEqual(['{"GroupId":"g","GroupAttr":[{"key":"a"}]}']);
    expect(reply).toEqual({});
  });

  it('are cleared; a group without any is no failure', () => {
    expect(runPlan(planOf('channel.delete', { keys: 'all' }), absent).reply).toEqual({});
  });

  it('that do not exist are left out, where the vendor refuses a delete of several', () => {
    const present = { GroupAttrAry: [{ key: 'b', value: '1' }] };
    const plan = planOf('channel.delete', { keys: ['a', 'b'] });
    const { requests, reply } = runPlan(plan, absent, present, {});
    expect(requests.map(({ body }) => body)).toEqual([
      '{"GroupId":"g","GroupAttr":[{"key":"a"},{"key":"b"}]}',
      '{"GroupId":"g"}',
      '{"GroupId":"g","GroupAttr":[{"key":"b"}]}',
    ]);
    expect(reply).toEqual({});
  });

  it('are read before a delete of more keys than a group can have', () => {
    const plan = planOf('channel.delete', { keys: keysNamed(17) });
    const { requests } = runPlan(plan, { GroupAttrAry: [{ key: 'k16', value: '1' }] }, {});
    expect(requests.map(({ body }) => body)).toEqual([
      '{"GroupId":"g"}',
      '{"GroupId":"g","GroupAttr":[{"key":"k16"}]}',
    ]);
  });

  it('are refused before any request where a limit is broken', () => {
    const refused = (entries: object[]) =>
      errorOf(() => planOf('channel.set', { entries }).next()) as GatewayError;
    expect(refused(entriesOf('ü'.repeat(17))).details.errors).toEqual([
      { pointer: '/entries/0/key', reason: 'must be at most 32 bytes long, but has 34' },
    ]);
    expect(refused([{ key: 'a', values: ['v'.repeat(4_001)] }]).details.errors).toEqual([
      { pointer: '/entries/0/value', reason: 'must be at most 4000 bytes long, but has 4001' },
    ]);
    expect(refused(entriesOf(...keysNamed(17))).details.errors).toEqual([
      { pointer: '/entries', reason: 'must have at most 16 keys, but has 17' },
    ]);
    expect(refused([{ key: 'a', values: ['1', '2'] }]).code).toBe('unsupported-by-provider');
  });
});

describe('extensions of a message', () => {
  it('are addressed by the sender, the other user and the key in direct channels', () => {
    const plan = planOf('message.get', { actorId: 'ada' }, 'direct');
    expect(linesOf(plan)).toEqual([
      'POST /v4/openim_msg_ext_http_svc/get_key_values {"From_Account":"ada","To_Account":"g","MsgKey":"158","StartSeq":1} | read | - | 1 direct-extension.get',
    ]);
    const error = errorOf(() => planOf('message.get', {}, 'direct').next());
    expect(error).toMatchObject({ code: 'invalid-request' });
  });

  it('are addressed by the number of the message in groups', () => {
    expect(linesOf(planOf('message.set', { entries: entriesOf('a') }))).toEqual([
      'POST /v4/openim_msg_ext_http_svc/group_set_key_values {"GroupId":"g","MsgSeq":158,"OperateType":1,"ExtensionList":[{"Key":"a","Value":"v","Seq":0}]} | idempotent | a | 1 group-extension.set',
    ]);
    const target = { connection: 'c', channelType: 'group', channelId: 'g' };
    for (const messageId of ['m', '0158', '1'.repeat(16), '-1', '1.5'])
      expect(() => planOf('message.get', { target: { ...target, messageId } }).next()).toThrow(
        'path/messageId must be a whole number',
      );
  });

  it('are deleted with empty values, and cleared without a list', () => {
    expect(linesOf(planOf('message.delete', { keys: ['a'] }))).toEqual([
      'POST /v4/openim_msg_ext_http_svc/group_set_key_values {"GroupId":"g","MsgSeq":158,"OperateType":2,"ExtensionList":[{"Key":"a","Value":"","Seq":0}]} | idempotent | a | 1 group-extension.set',
    ]);
    expect(linesOf(planOf('message.delete', { keys: 'all' }))).toEqual([
      'POST /v4/openim_msg_ext_http_svc/group_set_key_values {"GroupId":"g","MsgSeq":158,"OperateType":3} | idempotent | - | 1 group-extension.set',
    ]);
  });

  const item = (Key: string, Seq: number, Value = 'v') => ({ Key, Value, Seq });

  it('are read page by page, from the last version of the page before', () => {
    const { requests, reply } = runPlan(
      planOf('message.get', {}),
      { CompleteFlag: 0, ExtensionList: [item('a', 1), item('b', 2), item('c', 3)] },
      { CompleteFlag: 0, ExtensionList: [item('c', 3), item('d', 3), item('e', 4)] },
      { CompleteFlag: 1, ClearSeq: 1, ExtensionList: [item('e', 4), item('b', 5, 'new')] },
    );
    const starts = requests.map(({ body = '' }) => (JSON.parse(body) as Start).StartSeq);
    expect(starts).toEqual([1, 3, 4]);
    expect(reply?.entries).toEqual([...entriesOf('c', 'd', 'e'), { key: 'b', values: ['new'] }]);
  });
  interface Start {
    readonly StartSeq: number;
  }

  it.each([[[]], [[item('a', 1)]]])('end with an error where pages do not go on: %j', (list) => {
    const page = { CompleteFlag: 0, ExtensionList: list };
    expect(() => runPlan(planOf('message.get', {}), page)).toThrow('not as documented');
  });

  it('with an empty value are deleted keys, where the connection says so', () => {
    const page = { ExtensionList: [item('a', 1, ''), item('b', 2)] };
    const read = (more: object) => runPlan(planOf('message.get', {}, 'group', more), page).reply;
    expect(read({})?.entries).toHaveLength(2);
    expect(read({ deletedExtensions: 'empty' })?.entries).toEqual(entriesOf('b'));
    const write = () =>
      planOf('message.set', { entries: [{ key: 'a', values: [''] }] }, 'group', {
        deletedExtensions: 'empty',
      }).next();
    expect(write).toThrow('must be at least 1 bytes long');
  });

  const results = (codes: Readonly<Record<string, number>>) => ({
    ExtensionList: Object.entries(codes).map(([key, ErrorCode]) => ({
      ErrorCode,
      Extension: item(key, 4),
    })),
  });

  it('are written 20 in a call; an error names those that were applied', () => {
    const keys = keysNamed(41);
    const plan = planOf('message.set', { entries: entriesOf(...keys) });
    const requests: number[] = [];
    const run = () => {
      requests.push(
        runPlan(plan, results({ k0: 0 }), results({ k20: 0, k21: 23001 })).requests.length,
      );
    };
    expect(errorOf(run)).toMatchObject({
      code: 'upstream-refused',
      message: 'Tencent refused 1 of 20 keys: another client has just written the key.',
      details: {
        applied: { keys: keys.slice(0, 40).filter((key) => key !== 'k21') },
        upstream: { code: 23001, status: 200 },
      },
    });
    const { requests: all } = runPlan(
      planOf('message.set', { entries: entriesOf(...keys) }),
      {},
      {},
      {},
    );
    expect(all.map((request) => request.keys?.length)).toEqual([20, 20, 1]);
  });

  it('need one write with handling=strict', () => {
    const call = { entries: entriesOf(...keysNamed(21)), strict: true };
    expect(() => planOf('message.set', call).next()).toThrow('handling=strict allows only one');
  });

  it('whose deletion is refused are read: those that do not exist are no failure', () => {
    const refused = results({ a: 0, b: 10004 });
    const read = (...items: object[]) => ({ CompleteFlag: 1, ExtensionList: items });
    const plan = () => planOf('message.delete', { keys: ['a', 'b'] });
    expect(runPlan(plan(), refused, read()).reply).toEqual({});
    expect(errorOf(() => runPlan(plan(), refused, read(item('b', 2))))).toMatchObject({
      code: 'upstream-refused',
      details: { applied: { keys: ['a'] } },
    });
  });
});

describe('counters of a group', () => {
  it('are changed in one request of each kind; the reply has the values after it', () => {
    const plan = planOf('counters.change', {
      changes: [
        { key: 'a', op: 'increase', amount: 1 },
        { key: 'b', op: 'set', amount: 5 },
        { key: 'c', op: 'increase', amount: 2 },
      ],
    });
    const { requests, reply } = runPlan(
      plan,
      { GroupCounter: [{ Key: 'b', Value: 5 }] },
      {
        GroupCounter: [
          { Key: 'c', Value: -7 },
          { Key: 'a', Value: 9 },
        ],
      },
    );
    expect(requests.map(describeRequest)).toEqual([
      'POST /v4/group_open_http_svc/update_group_counter {"GroupId":"g","GroupCounter":[{"Key":"b","Value":5}],"Mode":"Set"} | idempotent | b | 1 group-counter.update',
      'POST /v4/group_open_http_svc/update_group_counter {"GroupId":"g","GroupCounter":[{"Key":"a","Value":1},{"Key":"c","Value":2}],"Mode":"Increase"} | once | a,c | 1 group-counter.update',
    ]);
    expect(reply?.counters).toEqual([
      { key: 'a', value: 9 },
      { key: 'b', value: 5 },
      { key: 'c', value: -7 },
    ]);
  });

  it('are never rounded: the error names the rule, and that the change was applied', () => {
    const payload: unknown = JSON.parse('{"GroupCounter":[{"Key":"a","Value":9007199254740993}]}');
    expect(errorOf(() => runPlan(planOf('counters.get', {}), payload))).toMatchObject({
      code: 'provider-limit',
      message: expect.stringContaining('the counter "a" is beyond ±(2^53 − 1)') as string,
    });
    const changes = [{ key: 'a', op: 'increase', amount: 1 }];
    const change = () => runPlan(planOf('counters.change', { changes }), payload);
    expect(errorOf(change)).toMatchObject({ details: { applied: { keys: ['a'] } } });
  });

  it('are read and deleted by key or all', () => {
    const lines = [
      ...linesOf(planOf('counters.get', { keys: ['a'] })),
      ...linesOf(planOf('counters.get', {})),
      ...linesOf(planOf('counters.delete', { keys: ['a'] })),
      ...linesOf(planOf('counters.delete', { keys: 'all' })),
    ];
    expect(lines).toEqual([
      'POST /v4/group_open_http_svc/get_group_counter {"GroupId":"g","GroupCounterKeys":["a"]} | read | - | 1 group-counter.get',
      'POST /v4/group_open_http_svc/get_group_counter {"GroupId":"g"} | read | - | 1 group-counter.get',
      'POST /v4/group_open_http_svc/delete_group_counter {"GroupId":"g","GroupCounterKeys":["a"]} | idempotent | a | 1 group-counter.delete',
      'POST /v4/group_open_http_svc/delete_group_counter {"GroupId":"g"} | idempotent | - | 1 group-counter.delete',
    ]);
  });

  it('are at most 20', () => {
    const changes = keysNamed(21).map((key) => ({ key, op: 'set', amount: 1 }));
    expect(() => planOf('counters.change', { changes }).next()).toThrow(
      '/counters must have at most 20 keys',
    );
  });
});

describe('a target', () => {
  it.each([
    ['message.get', 'group', { group: 'AVChatRoom' }, 'AVChatRoom'],
    ['counters.get', 'open', { open: 'Community' }, 'Community'],
  ] as const)('of a group type without %s is refused', (name, type, channelTypes, groupType) => {
    const more = { channelTypes: Object.assign(new TencentChannelTypes(), channelTypes) };
    expect(errorOf(() => planOf(name, {}, type, more).next())).toMatchObject({
      code: 'unsupported-by-provider',
      message: `Tencent: groups of the type ${groupType} have no such data.`,
    });
  });

  it('with a subchannel is refused', () => {
    const target = { channelType: 'community', channelId: 'g', subchannelId: 't' };
    expect(() => planOf('channel.get', { target }).next()).toThrow('topics of a community');
  });
});

describe('a request whose UserSig has expired', () => {
  it('is sent once more', () => {
    const { requests, reply } = runPlan(planOf('channel.get', {}), refusedWith(70001), {});
    expect(requests).toHaveLength(2);
    expect(reply).toEqual({ entries: [] });
  });

  it('fails where the vendor says so again', () => {
    const run = () => runPlan(planOf('channel.get', {}), refusedWith(70001), refusedWith(70001));
    expect(run).toThrow('refused');
  });
});
