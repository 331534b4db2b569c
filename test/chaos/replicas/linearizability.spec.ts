import * as fc from 'fast-check';
import { isLinearizable, type CallRecord } from './linearizability';

type Time = readonly [startMs: number, endMs: number];

/** A call whose values are single characters, such as `ab`. */
const call = (
  kind: CallRecord['kind'],
  values: string,
  [startMs, endMs]: Time,
  shown?: string,
): CallRecord => ({
  kind,
  values: Array.from(values),
  startMs,
  endMs,
  ...(shown !== undefined && { shown: Array.from(shown) }),
});
const get = (shown: string, time: Time) => call('get', '', time, shown);
const set = (values: string, time: Time) => call('set', values, time);
const remove = (time: Time) => call('delete', '', time);

describe('linearizable histories', () => {
  it.each([
    ['an empty history', []],
    ['a write and a later read', [set('a', [0, 1]), get('a', [2, 3])]],
    ['reads during a write', [set('a', [0, 5]), get('', [1, 2]), get('a', [3, 4])]],
    ['concurrent adds', [call('add', 'a', [0, 5], 'ba'), call('add', 'b', [0, 5], 'b')]],
    ['concurrent sets', [set('a', [0, 5]), set('b', [0, 5]), get('a', [6, 7])]],
    [
      'a read between the vendor calls of a set',
      [set('a', [0, 1]), set('b', [2, 9]), get('ab', [3, 4]), get('b', [5, 6])],
    ],
    [
      'a read between the vendor calls of two merged sets',
      [
        set('ab', [0, 1]),
        set('dc', [2, 9]),
        set('ac', [3, 9]),
        get('abc', [5, 6]),
        get('ac', [10, 11]),
      ],
    ],
    ['an unknown write that took effect', [set('a', [0, Infinity]), get('a', [9, 10])]],
    ['an unknown write without effect', [set('a', [0, Infinity]), get('', [9, 10])]],
    [
      'a set that a crash left between its vendor calls',
      [set('a', [0, 1]), set('b', [2, Infinity]), get('ab', [20, 21])],
    ],
  ])('accepts %s', (_, history) => {
    expect(isLinearizable(history)).toBe(true);
  });

  it('accepts every history that a register produced', () => {
    fc.assert(
      fc.property(serialHistories, (history) => {
        expect(isLinearizable(history)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('lost updates', () => {
  it.each([
    ['a lost set', [set('a', [0, 1]), get('', [2, 3])]],
    ['a lost delete', [set('a', [0, 1]), remove([2, 3]), get('a', [4, 5])]],
    [
      'an add that a later add does not show',
      [call('add', 'a', [0, 1], 'a'), call('add', 'b', [2, 3], 'b')],
    ],
    [
      'two concurrent adds that each miss the other',
      [call('add', 'a', [0, 5], 'a'), call('add', 'b', [0, 5], 'b')],
    ],
    [
      'two concurrent adds of which a read shows one',
      [call('add', 'a', [0, 5]), call('add', 'b', [0, 5]), get('a', [6, 7])],
    ],
    [
      'a remove that had no effect',
      [set('ab', [0, 1]), call('remove', 'a', [2, 3]), get('ab', [4, 5])],
    ],
  ])('rejects %s', (_, history) => {
    expect(isLinearizable(history)).toBe(false);
  });
});

describe('stale reads', () => {
  it.each([
    ['an overwritten value', [set('a', [0, 1]), set('b', [2, 3]), get('a', [4, 5])]],
    [
      'a value that a concurrent read has seen replaced',
      [set('a', [0, 9]), get('a', [1, 2]), get('', [3, 4])],
    ],
    [
      'the old value after another reader has seen the new one',
      [set('a', [0, 1]), set('b', [2, 20]), get('b', [3, 4]), get('a', [5, 6])],
    ],
    ['a deleted value', [set('a', [0, 1]), set('b', [2, 3]), remove([4, 5]), get('a', [6, 7])]],
    [
      'a value after a read that shows it deleted',
      [set('a', [0, 1]), remove([2, 3]), get('', [4, 5]), get('a', [6, 7])],
    ],
    ['an unfinished set after its end', [set('a', [0, 1]), set('b', [2, 3]), get('ab', [4, 5])]],
  ])('rejects a read of %s', (_, history) => {
    expect(isLinearizable(history)).toBe(false);
  });
});

describe('writes that are applied twice', () => {
  it.each([
    [
      'a set that returns after a later set',
      [set('a', [0, 1]), set('b', [2, 3]), get('b', [4, 5]), get('a', [6, 7])],
    ],
    [
      'an add that returns after a remove',
      [
        call('add', 'a', [0, 1], 'a'),
        call('remove', 'a', [2, 3], ''),
        get('', [4, 5]),
        get('a', [6, 7]),
      ],
    ],
    [
      'an unknown set that takes effect before and after a delete',
      [
        set('a', [0, Infinity]),
        get('a', [2, 3]),
        remove([4, 5]),
        get('', [6, 7]),
        get('a', [8, 9]),
      ],
    ],
    [
      'a delete that takes effect before and after a set',
      [remove([0, 1]), set('a', [2, 3]), get('a', [4, 5]), get('', [6, 7])],
    ],
  ])('rejects %s', (_, history) => {
    expect(isLinearizable(history)).toBe(false);
  });
});

describe('values from nowhere', () => {
  it.each([
    ['a value that was never written', [set('a', [0, 1]), get('z', [2, 3])]],
    ['a value before its write starts', [get('a', [0, 1]), set('a', [2, 3])]],
    ['values in another order', [set('ab', [0, 1]), get('ba', [2, 3])]],
    ['the values of two sets together', [set('a', [0, 5]), set('c', [0, 5]), get('ca', [8, 9])]],
  ])('rejects a read of %s', (_, history) => {
    expect(isLinearizable(history)).toBe(false);
  });

  it('rejects every produced history to which a read of an unwritten value is added', () => {
    fc.assert(
      fc.property(serialHistories, (history) => {
        const lastMs = Math.max(0, ...history.map(({ endMs }) => endMs));
        expect(isLinearizable([...history, get('z', [lastMs + 1, lastMs + 2])])).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

/** Histories of up to eight calls that take effect one by one at times 10, 20, …, within intervals that overlap. */
const serialHistories = fc
  .array(
    fc.record({
      kind: fc.constantFrom('set', 'add', 'delete', 'get'),
      value: fc.constantFrom('a', 'b', 'c'),
      beforeMs: fc.integer({ min: 0, max: 25 }),
      afterMs: fc.integer({ min: 0, max: 25 }),
    }),
    { maxLength: 8 },
  )
  .map((steps) => {
    let held: readonly string[] = [];
    return steps.map(({ kind, value, beforeMs, afterMs }, index): CallRecord => {
      const atMs = 10 * (index + 1);
      if (kind === 'set') held = [value];
      if (kind === 'delete') held = [];
      if (kind === 'add' && !held.includes(value)) held = [...held, value];
      return {
        kind,
        values: kind === 'set' || kind === 'add' ? [value] : [],
        startMs: atMs - beforeMs,
        endMs: atMs + afterMs,
        ...((kind === 'get' || kind === 'add') && { shown: held }),
      };
    });
  });
