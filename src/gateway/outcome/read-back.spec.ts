import type { CounterChange } from '../../core/metadata';
import type { Operation, Reply } from '../../core/operation';
import type { Adapter, PlanTable, Provider } from '../../core/provider';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { isRepeatable, readBackOf } from './read-back';

const TARGET = {
  connection: 'main',
  channelType: 'group',
  channelId: 'c',
  messageId: 'm',
  subchannelId: 's',
} as const;
const COMMON = { target: TARGET, options: { x: 1 }, strict: true, actorId: 'actor' };

/** Reads that show with which call they were made. */
function* readPlan(name: string, call: object): Plan<Reply> {
  const request: UpstreamRequest = {
    method: 'GET',
    path: JSON.stringify([name, call]),
    route: '/',
    draws: [],
    effect: 'read',
  };
  return (yield request) as Reply;
}
const PLANS: PlanTable = {
  'message.get': (call) => readPlan('message.get', call),
  'channel.get': (call) => readPlan('channel.get', call),
  'counters.get': (call) => readPlan('counters.get', call),
};
const vendor = (plans: PlanTable) => ({
  adapter: { plans } as Adapter,
  provider: { capabilities: {} } as Provider,
});

const entries = (values: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(values).map(([key, list]) => ({ key, values: list }));
const set = (values: Readonly<Record<string, readonly string[]>>): Operation => ({
  name: 'message.set',
  call: { ...COMMON, entries: entries(values), isKeyInPath: false },
});
const remove = (name: 'channel.delete' | 'counters.delete', keys: string[] | 'all'): Operation => ({
  name,
  call: { ...COMMON, keys },
});
const values = (name: 'message.add-values' | 'message.remove-values'): Operation => ({
  name,
  call: {
    ...COMMON,
    add: name === 'message.add-values' ? [{ key: 'k', values: ['a', 'b'] }] : [],
    remove: name === 'message.remove-values' ? [{ key: 'k', values: ['a', 'b'] }] : [],
    entriesAt: 'path/key',
  },
});
const count = (...changes: CounterChange[]): Operation => ({
  name: 'counters.change',
  call: { ...COMMON, changes },
});
const confirm = (operation: Operation, found: Reply) =>
  readBackOf(vendor(PLANS), operation)?.confirm(found);

it.each<[string, Operation, string, string[]]>([
  ['a set', set({ a: ['1'], b: ['2'] }), 'message.get', ['a', 'b']],
  ['a delete', remove('channel.delete', ['a']), 'channel.get', ['a']],
  ['a change of values', values('message.add-values'), 'message.get', ['k']],
  ['a set of counters', count({ key: 'n', op: 'set', amount: 1 }), 'counters.get', ['n']],
])('%s is read back by its own keys', (_, operation, name, keys) => {
  const { plan } = readBackOf(vendor(PLANS), operation) ?? {};
  const call = { target: TARGET, options: { x: 1 }, strict: false, actorId: 'actor', keys };
  expect(JSON.parse(plan?.request?.path ?? '')).toEqual([name, call]);
});

it.each<[string, Operation]>([
  ['an increase', count({ key: 'n', op: 'increase', amount: 1 })],
  ['a read', { name: 'message.get', call: COMMON }],
])('%s cannot be read back', (_, operation) => {
  expect(readBackOf(vendor(PLANS), operation)).toBeUndefined();
});

it('needs a vendor that can read', () => {
  expect(readBackOf(vendor({}), set({ a: ['1'] }))).toBeUndefined();
});

describe('a set', () => {
  const operation = set({ a: ['1', '2'], b: ['3'] });

  it('is proved by all its values in their order', () => {
    const found = entries({ b: ['3'], a: ['1', '2'], c: ['4'] });
    expect(confirm(operation, { entries: found })).toEqual({
      entries: entries({ a: ['1', '2'], b: ['3'] }),
    });
  });

  it.each([
    entries({ a: ['1', '2'] }),
    entries({ a: ['2', '1'], b: ['3'] }),
    entries({ a: ['1'], b: ['3'] }),
    entries({ a: ['1', '2', '3'], b: ['3'] }),
    undefined,
  ])('is not proved by %j', (found) => {
    expect(confirm(operation, found === undefined ? {} : { entries: found })).toBeUndefined();
  });

  it('that also deletes is proved by the absence of what it deletes', () => {
    const merged: Operation = {
      name: 'message.set',
      call: {
        ...COMMON,
        entries: entries({ a: ['1'] }),
        isKeyInPath: false,
        deletes: ['x'],
      },
    };
    const found = entries({ a: ['1'] });
    expect(confirm(merged, { entries: found })).toEqual({ entries: found });
    expect(confirm(merged, { entries: [...found, { key: 'x', values: ['1'] }] })).toBeUndefined();
  });

  it('of no value is proved by the absence of the entry', () => {
    expect(confirm(set({ a: [] }), {})).toEqual({ entries: entries({ a: [] }) });
  });
});

it('a delete of all entries is proved by an empty target', () => {
  const operation = remove('channel.delete', 'all');
  expect(readBackOf(vendor(PLANS), operation)?.plan.request?.path).not.toContain('keys');
  expect(confirm(operation, { entries: [] })).toEqual({});
  expect(confirm(operation, { entries: entries({ a: ['1'] }) })).toBeUndefined();
  expect(confirm(operation, { entries: [], nextCursor: 'more' })).toBeUndefined();
});

it('a delete is proved by the absence of its keys', () => {
  const operation = remove('channel.delete', ['a']);
  expect(confirm(operation, {})).toEqual({});
  expect(confirm(operation, { entries: entries({ a: ['1'] }) })).toBeUndefined();
  const counters = [{ key: 'a', value: 1 }];
  expect(confirm(remove('counters.delete', ['a']), { counters })).toBeUndefined();
});

it('added values are proved by their presence, removed ones by their absence', () => {
  const both = { entries: entries({ k: ['a', 'b', 'c'] }) };
  const one = { entries: entries({ k: ['a', 'c'] }) };
  const neither = { entries: entries({ k: ['c'] }) };
  expect(confirm(values('message.add-values'), both)).toEqual(both);
  expect(confirm(values('message.add-values'), one)).toBeUndefined();
  expect(confirm(values('message.add-values'), {})).toBeUndefined();
  expect(confirm(values('message.remove-values'), neither)).toEqual(neither);
  expect(confirm(values('message.remove-values'), one)).toBeUndefined();
  expect(confirm(values('message.remove-values'), {})).toEqual({ entries: entries({ k: [] }) });
});

it('a set of counters is proved by every value', () => {
  const operation = count({ key: 'n', op: 'set', amount: 1 }, { key: 'm', op: 'set', amount: 2 });
  const both = [
    { key: 'm', value: 2 },
    { key: 'n', value: 1 },
  ];
  expect(confirm(operation, { counters: both })).toEqual({
    counters: [
      { key: 'n', value: 1 },
      { key: 'm', value: 2 },
    ],
  });
  expect(confirm(operation, { counters: both.slice(1) })).toBeUndefined();
  expect(
    confirm(operation, {
      counters: [
        { key: 'n', value: 2 },
        { key: 'm', value: 2 },
      ],
    }),
  ).toBeUndefined();
  expect(confirm(operation, {})).toBeUndefined();
});

it('only changes of counters by an amount cannot be repeated', () => {
  expect(isRepeatable(set({ a: ['1'] }))).toBe(true);
  expect(isRepeatable(count({ key: 'n', op: 'set', amount: 1 }))).toBe(true);
  const mixed = count({ key: 'n', op: 'set', amount: 1 }, { key: 'm', op: 'decrease', amount: 1 });
  expect(isRepeatable(mixed)).toBe(false);
});
