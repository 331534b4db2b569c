import type { DeleteCall, Operation, OperationName, SetCall } from '../../core/operation';
import { deleteOf, readOf, setOf } from '../../../test/support/gateway/in-process-gateway';
import {
  keysOf,
  leadingRunLength,
  mergeableCallOf,
  mergeCalls,
  mergedOperation,
  mergeKey,
  mergeWithin,
  repliesTo,
  type MergeableCall,
} from './mergeable-call';

const target = {
  connection: 'main',
  channelType: 'direct',
  channelId: 'c',
  messageId: 'm',
} as const;
const CALL = { target, options: {}, strict: false };
const set = (values: Readonly<Record<string, string>>, more: Partial<SetCall> = {}): SetCall => ({
  ...CALL,
  entries: Object.entries(values).map(([key, value]) => ({ key, values: [value] })),
  isKeyInPath: false,
  ...more,
});
const remove = (keys: readonly string[]) => ({ ...CALL, keys });

describe('a call may be merged', () => {
  const all: DeleteCall = { ...CALL, keys: 'all' };
  it.each<[string, Operation, boolean]>([
    ['a set of a message', { name: 'message.set', call: set({ a: '1' }) }, true],
    ['a set of a channel', { name: 'channel.set', call: set({ a: '1' }) }, true],
    ['a delete of keys of a message', { name: 'message.delete', call: remove(['a']) }, true],
    ['a delete of keys of a channel', { name: 'channel.delete', call: remove(['a']) }, true],
    ['a delete of all entries', { name: 'message.delete', call: all }, false],
    ['a delete of counters', { name: 'counters.delete', call: remove(['a']) }, false],
    ['a read', { name: 'message.get', call: remove(['a']) }, false],
    [
      'values added to a key',
      {
        name: 'message.add-values',
        call: {
          ...CALL,
          add: [{ key: 'a', values: ['1'] }],
          remove: [],
          entriesAt: 'path/key',
        },
      },
      false,
    ],
    [
      'a set of existing keys only',
      { name: 'message.set', call: set({ a: '1' }, { upsert: false }) },
      false,
    ],
    ['a creation', { name: 'message.set', call: set({ a: '1' }, { ifEntry: 'missing' }) }, false],
    ['a strict set', { name: 'message.set', call: set({ a: '1' }, { strict: true }) }, false],
    [
      'a conditional set',
      { name: 'message.set', call: set({ a: '1' }, { ifMatch: ['"tag"'] }) },
      false,
    ],
  ])('%s', (_, operation, isMergeable) => {
    expect(mergeableCallOf(operation)).toEqual(isMergeable ? operation.call : undefined);
  });
});

describe('calls have the same merge key', () => {
  const key = mergeKey('message.set', set({ a: '1' }));

  it('where they differ in their entries alone', () => {
    expect(mergeKey('message.set', set({ b: '2' }, { isKeyInPath: true }))).toBe(key);
  });

  it.each<[string, OperationName, Partial<SetCall>]>([
    ['another verb', 'message.delete', {}],
    ['another channel type', 'message.set', { target: { ...target, channelType: 'group' } }],
    ['another channel', 'message.set', { target: { ...target, channelId: 'd' } }],
    ['another message', 'message.set', { target: { ...target, messageId: 'n' } }],
    ['another subchannel', 'message.set', { target: { ...target, subchannelId: 's' } }],
    ['another actor', 'message.set', { actorId: 'u' }],
    ['other options', 'message.set', { options: { loud: true } }],
  ])('not with %s', (_, name, more) => {
    expect(mergeKey(name, set({ a: '1' }, more))).not.toBe(key);
  });
});

describe('merged calls', () => {
  it('end as the calls do one after the other', () => {
    expect(mergeCalls([set({ a: '1', b: '1' }), set({ c: '2' }), set({ a: '3' })])).toEqual(
      set({ a: '3', b: '1', c: '2' }),
    );
    expect(mergeCalls([remove(['a', 'b']), remove(['b', 'c'])])).toEqual(remove(['a', 'b', 'c']));
  });

  it('name no key in the path, unless it is one call', () => {
    const one = set({ a: '1' }, { isKeyInPath: true });
    expect(mergeCalls([one])).toBe(one);
    expect(mergeCalls([one, one])).toMatchObject({ isKeyInPath: false });
  });

  it('set and delete with one call where the last one counts for each key', () => {
    expect(mergeCalls([remove(['a', 'b']), set({ a: '1', c: '1' }), remove(['c', 'd'])])).toEqual(
      set({ a: '1' }, { deletes: ['b', 'c', 'd'] }),
    );
    const earlier = set({ a: '1' }, { deletes: ['b'] });
    expect(mergeCalls([earlier, set({ b: '2' })])).toEqual(set({ b: '2', a: '1' }));
    expect(keysOf(earlier)).toEqual(['a', 'b']);
  });

  it('are a delete where nothing remains set', () => {
    const calls = [set({ a: '1' }), remove(['a'])];
    expect(mergedOperation('channel.set', calls)).toEqual({
      name: 'channel.delete',
      call: remove(['a']),
    });
    expect(mergedOperation('channel.delete', calls.toReversed())).toEqual({
      name: 'channel.set',
      call: set({ a: '1' }),
    });
  });

  it('are sets and deletes together only where the vendor can do both at once', () => {
    const keys = (adapter: object) => [
      mergeKey('message.set', set({ a: '1' }), adapter),
      mergeKey('message.delete', remove(['b']), adapter),
    ];
    expect(new Set(keys({})).size).toBe(2);
    expect(new Set(keys({ mergesDeletes: true })).size).toBe(1);
    const run = [setOf('message.set', { a: '1' }), deleteOf(['b'])];
    const mergeLimits = { 'message.set': 9, 'message.delete': 9 };
    expect(leadingRunLength({ mergeLimits, mergesDeletes: true }, run)).toBe(2);
    expect(leadingRunLength({ mergeLimits }, run)).toBe(1);
  });

  it('need at least one call', () => {
    expect(() => mergeCalls([])).toThrow(RangeError);
  });

  it('are one operation of the same name', () => {
    expect(mergedOperation('channel.set', [set({ a: '1' }), set({ b: '2' })])).toEqual({
      name: 'channel.set',
      call: set({ a: '1', b: '2' }),
    });
  });

  it.each<[string, MergeableCall, MergeableCall, number | 'same-keys', boolean]>([
    ['as many keys as the limit', set({ a: '1' }), set({ b: '1' }), 2, true],
    ['a key more than the limit', set({ a: '1', b: '1' }), set({ c: '1' }), 2, false],
    ['equal keys', set({ a: '1' }), set({ a: '2' }), 'same-keys', true],
    ['fewer keys', set({ a: '1', b: '1' }), set({ a: '2' }), 'same-keys', false],
    ['more keys', set({ a: '1' }), set({ a: '2', b: '2' }), 'same-keys', false],
    ['other keys', remove(['a']), remove(['b']), 'same-keys', false],
  ])('with %s', (_, one, other, limit, fits) => {
    expect(mergeWithin(one, other, limit)).toEqual(fits ? mergeCalls([one, other]) : undefined);
  });

  it('fit within the limit for all entries of the target together', () => {
    const place = { maximumBytes: 2, bytesOf: (entries: readonly object[]) => entries.length };
    const one = set({ a: '1' });
    expect(mergeWithin(one, set({ b: '1' }), 100, place)).toBeDefined();
    expect(mergeWithin(one, set({ b: '1', c: '1' }), 100, place)).toBeUndefined();
  });

  it('answer each caller with the entries it has written', () => {
    const call = set({ a: '1' });
    expect(repliesTo([call], {})).toEqual([{ entries: call.entries }]);
    expect(repliesTo([remove(['a'])], {})).toEqual([{}]);
    expect([keysOf(call), keysOf(remove(['b']))]).toEqual([['a'], ['b']]);
  });
});

describe('the leading run of a batch', () => {
  const limits = { 'message.set': 2, 'message.delete': 10 } as const;
  const length = (operations: Iterable<Operation>) =>
    leadingRunLength({ mergeLimits: limits }, operations);
  const one = setOf('message.set', { a: '1' });

  it('is one write where the vendor has an effect for each', () => {
    const adapter = { mergeLimits: limits, isNeverMerged: () => true };
    expect(leadingRunLength(adapter, [one, one])).toBe(1);
  });

  it.each<[string, readonly Operation[], number]>([
    ['nothing', [], 0],
    ['one write', [one], 1],
    ['writes within the limit of keys', [one, one, setOf('message.set', { b: '1' })], 3],
    [
      'writes up to the limit of keys',
      [one, setOf('message.set', { b: '1' }), setOf('message.set', { c: '1' }), one],
      2,
    ],
    ['a write that cannot be merged, alone', [deleteOf('all'), deleteOf(['a'])], 1],
    ['writes up to one that cannot be merged', [deleteOf(['a']), deleteOf('all')], 1],
    [
      'writes of one target',
      [one, setOf('message.set', { a: '1' }, { target: { ...target, messageId: 'n' } })],
      1,
    ],
    ['a write of a kind without a limit, alone', [setOf('channel.set', { a: '1' }), one], 1],
    [
      'writes of a kind without a limit, one by one',
      [setOf('channel.set', { a: '1' }), setOf('channel.set', { a: '1' })],
      1,
    ],
    ['reads up to a write', [readOf(['a']), readOf(['b']), one], 2],
    ['writes up to a read', [one, readOf(), one], 1],
  ])('is %s', (_, operations, expected) => {
    expect(length(operations)).toBe(expected);
  });

  it('is at most a hundred reads', () => {
    expect(length(Array.from({ length: 100 }, () => readOf()))).toBe(100);
    expect(length(Array.from({ length: 101 }, () => readOf()))).toBe(100);
  });

  it('takes no operation that it does not need', () => {
    let taken = 0;
    function* operations() {
      for (const operation of [one, readOf(), one]) {
        taken += 1;
        yield operation;
      }
    }
    expect(length(operations())).toBe(1);
    expect(taken).toBe(2);
  });
});
