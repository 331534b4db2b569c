import { describeRequest, runPlan } from '../../../test/support/vendor/run-plan';
import { GatewayError } from '../../core/gateway-error';
import type { Entry, Target } from '../../core/metadata';
import type { OperationName, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { sendbird } from '.';
import { SendbirdSettings } from './settings';

type Dialect = SendbirdSettings['metaarray'];

function createAdapter(changes: Partial<SendbirdSettings> = {}) {
  const settings = { appId: 'app', apiToken: 'token', ...changes };
  return sendbird.createAdapter(Object.assign(new SendbirdSettings(), settings));
}

function planOf(operation: OperationName, call: object, metaarray?: Dialect): Plan<Reply> {
  const adapter = createAdapter(metaarray && { metaarray });
  const plan = adapter.plans[operation] as (call: object) => Plan<Reply>;
  return plan({ options: {}, strict: false, isKeyInPath: false, ...call });
}

const GROUP: Target = {
  connection: 'c',
  channelType: 'group',
  channelId: 'room/1',
  messageId: '7',
};
const OPEN: Target = { ...GROUP, channelType: 'open', channelId: 'hall' };
const GROUP_PATH = '/v3/group_channels/room%2F1';
const MESSAGE_PATH = `${GROUP_PATH}/messages/7`;

const entry = (key: string, ...values: string[]) => ({ key, values });
const sorted = (...items: readonly Entry[]) => ({
  sorted_metaarray: items.map(({ key, values }) => ({ key, value: values })),
});
const message = (...items: readonly Entry[]) => ({ message_id: 7, ...sorted(...items) });
const NOT_FOUND = new GatewayError('target-not-found', 'not found');

const changeCall = (add: readonly Entry[], remove: readonly Entry[]) => ({
  target: GROUP,
  add,
  remove,
  entriesAt: 'lists',
});
const addCall = (...add: readonly Entry[]) => changeCall(add, []);

interface Row {
  readonly operation: OperationName;
  readonly metaarray?: Dialect;
  readonly call: object;
  /** The vendor's replies. */
  readonly payloads?: readonly unknown[];
  readonly requests: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    operation: 'message.get',
    call: { target: GROUP },
    requests: [`GET ${MESSAGE_PATH}?with_sorted_meta_array=true | read | - | 1 message.get, 1 get`],
  },
  {
    operation: 'message.get',
    metaarray: 'legacy',
    call: { target: OPEN },
    requests: [
      'GET /v3/open_channels/hall/messages/7?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get',
    ],
  },
  {
    operation: 'message.set',
    call: { target: GROUP, entries: [entry('k', 'a', 'b'), entry('new', 'x')] },
    payloads: [message(entry('k', 'b', 'a')), sorted(entry('k'), entry('new'))],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true | read | - | 1 message.get, 1 get`,
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["b"]}],"mode":"remove"} | idempotent |  | 1 metaarray.update, 1 put`,
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["b"]},{"key":"new","value":["x"]}],"mode":"add","upsert":true} | idempotent | k,new | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.set',
    metaarray: 'legacy',
    call: { target: GROUP, entries: [entry('k', 'a'), entry('new', 'x')] },
    payloads: [message(entry('k')), { new: ['x'] }],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get`,
      `POST ${MESSAGE_PATH}/metaarray {"metaarray":{"new":["x"]}} | idempotent | new | 1 metaarray.add, 1 post`,
      `PUT ${MESSAGE_PATH}/metaarray {"metaarray":{"k":["a"]},"mode":"add"} | idempotent | k | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.set',
    call: { target: GROUP, entries: [entry('k', 'a'), entry('new', 'x')], upsert: false },
    payloads: [message(entry('k', 'b')), sorted(entry('k', 'b', 'a')), sorted(entry('k', 'a'))],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true | read | - | 1 message.get, 1 get`,
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["a"]}],"mode":"add","upsert":false} | idempotent |  | 1 metaarray.update, 1 put`,
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["b"]}],"mode":"remove"} | idempotent | k | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.change-values',
    call: changeCall([entry('k', 'a'), entry('l', 'b', 'c')], [entry('m', 'd'), entry('n', 'e')]),
    payloads: [
      sorted(entry('k', 'a'), entry('l', 'b', 'c'), entry('m', 'd')),
      sorted(entry('k', 'a'), entry('l', 'b', 'c'), entry('m')),
    ],
    requests: [
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["a"]},{"key":"l","value":["b","c"]}],"mode":"add","upsert":true} | idempotent | k,l | 1 metaarray.update, 1 put`,
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"m","value":["d"]},{"key":"n","value":["e"]}],"mode":"remove"} | idempotent | m,n | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.change-values',
    metaarray: 'legacy',
    call: changeCall([entry('k', 'a'), entry('new', 'b')], [entry('m', 'd')]),
    payloads: [message(entry('k'), entry('m', 'd')), { new: ['b'] }, { k: ['a'] }, { m: [] }],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get`,
      `POST ${MESSAGE_PATH}/metaarray {"metaarray":{"new":["b"]}} | idempotent | new | 1 metaarray.add, 1 post`,
      `PUT ${MESSAGE_PATH}/metaarray {"metaarray":{"k":["a"]},"mode":"add"} | idempotent | k | 1 metaarray.update, 1 put`,
      `PUT ${MESSAGE_PATH}/metaarray {"metaarray":{"m":["d"]},"mode":"remove"} | idempotent | m | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'channel.set',
    call: { target: GROUP, entries: [entry('k', 'a')], isKeyInPath: true, upsert: false },
    payloads: [{}],
    requests: [
      `PUT ${GROUP_PATH}/metadata {"metadata":{"k":"a"},"upsert":false} | idempotent | k | 1 channel-metadata.update, 1 put`,
    ],
  },
  {
    operation: 'counters.change',
    call: { target: GROUP, changes: [{ key: 'n', op: 'increase', amount: 1 }], upsert: false },
    payloads: [{}],
    requests: [
      `PUT ${GROUP_PATH}/metacounter {"metacounter":{"n":1},"mode":"increase","upsert":false} | once | n | 1 metacounter.update, 1 put`,
    ],
  },
  {
    operation: 'message.delete',
    call: { target: GROUP, keys: ['a b', 'c'] },
    requests: [
      `DELETE ${MESSAGE_PATH}/sorted_metaarray?keys=a%20b,c | idempotent | a b,c | 1 metaarray.delete, 1 delete`,
    ],
  },
  {
    operation: 'message.delete',
    metaarray: 'legacy',
    call: { target: GROUP, keys: 'all' },
    payloads: [message(entry('a', '1'), entry('b'))],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get`,
      `DELETE ${MESSAGE_PATH}/metaarray?keys=a,b | idempotent | a,b | 1 metaarray.delete, 1 delete`,
    ],
  },
  {
    operation: 'message.add-values',
    call: addCall(entry('k', 'a')),
    requests: [
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["a"]}],"mode":"add","upsert":true} | idempotent | k | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.add-values',
    metaarray: 'legacy',
    call: addCall(entry('k', 'a')),
    payloads: [message()],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get`,
      `POST ${MESSAGE_PATH}/metaarray {"metaarray":{"k":["a"]}} | idempotent | k | 1 metaarray.add, 1 post`,
    ],
  },
  {
    operation: 'message.add-values',
    metaarray: 'legacy',
    call: addCall(entry('k', 'a')),
    payloads: [message(entry('k', 'b'))],
    requests: [
      `GET ${MESSAGE_PATH}?with_sorted_meta_array=true&with_meta_array=true | read | - | 1 message.get, 1 get`,
      `PUT ${MESSAGE_PATH}/metaarray {"metaarray":{"k":["a"]},"mode":"add"} | idempotent | k | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'message.remove-values',
    call: changeCall([], [entry('k', 'a')]),
    requests: [
      `PUT ${MESSAGE_PATH}/sorted_metaarray {"sorted_metaarray":[{"key":"k","value":["a"]}],"mode":"remove"} | idempotent | k | 1 metaarray.update, 1 put`,
    ],
  },
  {
    operation: 'channel.get',
    call: { target: OPEN },
    requests: ['GET /v3/open_channels/hall/metadata | read | - | 1 channel-metadata.get, 1 get'],
  },
  {
    operation: 'channel.get',
    call: { target: GROUP, keys: ['a/b', 'c'] },
    requests: [
      `GET ${GROUP_PATH}/metadata?keys=a%2Fb,c | read | - | 1 channel-metadata.get, 1 get`,
    ],
  },
  {
    operation: 'channel.set',
    call: { target: GROUP, entries: [entry('a', '1'), entry('b', '')] },
    requests: [
      `PUT ${GROUP_PATH}/metadata {"metadata":{"a":"1","b":""},"upsert":true} | idempotent | a,b | 1 channel-metadata.update, 1 put`,
    ],
  },
  {
    operation: 'channel.set',
    call: { target: GROUP, entries: [entry('a/b', '1')], isKeyInPath: true },
    requests: [
      `PUT ${GROUP_PATH}/metadata/a%2Fb {"value":"1","upsert":true} | idempotent | a/b | 1 channel-metadata.update, 1 put`,
    ],
  },
  {
    operation: 'channel.delete',
    call: { target: GROUP, keys: 'all' },
    requests: [
      `DELETE ${GROUP_PATH}/metadata | idempotent | - | 1 channel-metadata.delete, 1 delete`,
    ],
  },
  {
    operation: 'channel.delete',
    call: { target: GROUP, keys: ['a', 'b'] },
    payloads: [NOT_FOUND, {}],
    requests: [
      `DELETE ${GROUP_PATH}/metadata/a | idempotent | a | 1 channel-metadata.delete, 1 delete`,
      `GET ${GROUP_PATH}/metadata | read | - | 1 channel-metadata.get, 1 get`,
      `DELETE ${GROUP_PATH}/metadata/b | idempotent | b | 1 channel-metadata.delete, 1 delete`,
    ],
  },
  {
    operation: 'counters.get',
    call: { target: GROUP, keys: ['likes'] },
    requests: [`GET ${GROUP_PATH}/metacounter?keys=likes | read | - | 1 metacounter.get, 1 get`],
  },
  {
    operation: 'counters.change',
    call: {
      target: GROUP,
      changes: [
        { key: 'a', op: 'decrease', amount: 1 },
        { key: 'b', op: 'increase', amount: 2 },
        { key: 'c', op: 'set', amount: 3 },
        { key: 'd', op: 'increase', amount: 4 },
      ],
    },
    payloads: [{ c: 3 }, { b: 2, d: 4 }],
    requests: [
      `PUT ${GROUP_PATH}/metacounter {"metacounter":{"c":3},"mode":"set","upsert":true} | idempotent | c | 1 metacounter.update, 1 put`,
      `PUT ${GROUP_PATH}/metacounter {"metacounter":{"b":2,"d":4},"mode":"increase","upsert":true} | once | b,d | 1 metacounter.update, 1 put`,
      `PUT ${GROUP_PATH}/metacounter {"metacounter":{"a":1},"mode":"decrease","upsert":true} | once | a | 1 metacounter.update, 1 put`,
    ],
  },
  {
    operation: 'counters.delete',
    call: { target: OPEN, keys: ['likes'] },
    requests: [
      'DELETE /v3/open_channels/hall/metacounter/likes | idempotent | likes | 1 metacounter.delete, 1 delete',
    ],
  },
];

describe('the requests of a plan', () => {
  it.each(ROWS)(
    'are exact: $operation, $call.target.channelType channel, row %#',
    ({ operation, metaarray, call, payloads, requests }) => {
      const run = runPlan(planOf(operation, call, metaarray), ...(payloads ?? []));
      expect(run.requests.map(describeRequest)).toEqual(requests);
    },
  );

  it('have routes without ids and keys', () => {
    const deletion = planOf('channel.delete', { target: GROUP, keys: ['secret'] });
    const view = planOf('message.get', { target: GROUP });
    const routes = [deletion, view].map((plan) => runPlan(plan).requests[0]?.route);
    expect(routes).toEqual([
      '/v3/group_channels/{channel_url}/metadata/{key}',
      '/v3/group_channels/{channel_url}/messages/{message_id}',
    ]);
  });

  it('of a read have no keys if the query would be longer than 4,000 characters', () => {
    const keys = Array.from({ length: 40 }, (_, index) => `${index}`.padEnd(100, 'k'));
    const [short, long] = [keys.slice(0, 39), keys].map(
      (some) => runPlan(planOf('channel.get', { target: GROUP, keys: some })).requests[0],
    );
    expect(short?.path).toContain('?keys=');
    expect(long?.path).toBe(`${GROUP_PATH}/metadata`);
  });
});

describe('a plan rejects as malformed', () => {
  it.each([
    ['a set whose reply lacks a value', 'channel.set', { entries: [entry('a', '1')] }, [{}]],
    ['an unrequested key', 'channel.get', { keys: ['a'] }, [{ b: '1' }]],
    ['a delete with a reply', 'channel.delete', { keys: 'all' }, [{ a: '1' }]],
    [
      'a removed value that is still there',
      'message.remove-values',
      changeCall([], [entry('k', 'a')]),
      [sorted(entry('k', 'a'))],
    ],
    ...[{}, { ok: 'yes' }, [], null, { sorted_metaarray: null }].map(
      (payload) =>
        [
          `the reply ${JSON.stringify(payload)} to a removal`,
          'message.remove-values',
          changeCall([], [entry('k', 'a')]),
          [payload],
        ] as const,
    ),
    [
      'values in another order than set',
      'message.set',
      { entries: [entry('k', 'a', 'b')] },
      [message(), sorted(entry('k', 'b', 'a'))],
    ],
    [
      'a counter that is missing from the reply',
      'counters.change',
      { changes: [{ key: 'a', op: 'set', amount: 1 }] },
      [{}],
    ],
  ] as const)('%s', (_, operation, call, payloads) => {
    const plan = planOf(operation, { target: GROUP, ...call });
    expect(() => runPlan(plan, ...payloads)).toThrow(
      expect.objectContaining({ code: 'upstream-malformed' }) as Error,
    );
  });
});

describe('before the first request, a plan refuses', () => {
  it.each([
    ['a key of 81 bytes', 'message.set', { entries: [entry(`${'k'.repeat(79)}é`, '1')] }],
    ['a value of 129 bytes', 'message.set', { entries: [entry('k', 'v'.repeat(129))] }],
    ['a repeated value', 'message.set', { entries: [entry('k', 'a', 'a')] }],
    ['a repeated added value', 'message.add-values', addCall(entry('k', 'a', 'a'))],
    ['a key with a comma', 'channel.get', { keys: ['a,b'] }],
    ['the key ..', 'channel.delete', { keys: ['..'] }],
    ['a key with a blank at its start', 'message.delete', { keys: ['a', ' b'] }],
    ['a key with a tab at its end', 'channel.get', { keys: ['a\t'] }],
    ['a key of a blank', 'message.set', { entries: [entry(' ', '1')] }],
    ['a counter with a blank at its end', 'counters.delete', { keys: ['a '] }],
    ['an empty key', 'channel.set', { entries: [entry('', '1')] }],
    ['two values of channel metadata', 'channel.set', { entries: [entry('k', 'a', 'b')] }],
    ['a channel value of 191 bytes', 'channel.set', { entries: [entry('k', 'v'.repeat(191))] }],
    ['a cursor', 'message.get', { cursor: '2' }],
    ['a message id that is no number', 'message.get', { target: { ...GROUP, messageId: 'x' } }],
    ['a message id with a zero first', 'message.get', { target: { ...GROUP, messageId: '07' } }],
    ['a strict delete of two keys', 'channel.delete', { keys: ['a', 'b'], strict: true }],
    [
      'strict changes of two kinds',
      'counters.change',
      {
        changes: [
          { key: 'a', op: 'set', amount: 1 },
          { key: 'b', op: 'increase', amount: 1 },
        ],
        strict: true,
      },
    ],
  ] as const)('%s', (_, operation, call) => {
    expect(() => runPlan(planOf(operation, { target: GROUP, ...call }))).toThrow(GatewayError);
  });

  it('no key or value at its limit', () => {
    const values = { target: GROUP, entries: [entry('k'.repeat(80), 'v'.repeat(128))] };
    expect(runPlan(planOf('message.set', values)).requests).toHaveLength(1);
    const metadata = { target: GROUP, entries: [entry('k'.repeat(128), 'v'.repeat(190))] };
    expect(runPlan(planOf('channel.set', metadata)).requests).toHaveLength(1);
  });
});

it('refuses a strict set that needs two writes, after its read', () => {
  const call = { target: GROUP, entries: [entry('k', 'x')], strict: true };
  expect(() => runPlan(planOf('message.set', call), message(entry('k', 'a')))).toThrow(
    expect.objectContaining({ code: 'provider-limit' }) as Error,
  );
});

it('fails a delete if the channel does not exist', () => {
  const plan = planOf('channel.delete', { target: GROUP, keys: ['a', 'b'] });
  expect(() => runPlan(plan, NOT_FOUND, NOT_FOUND)).toThrow(NOT_FOUND);
});
