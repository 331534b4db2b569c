import { isLinearizable, type Event } from './linearizable';

const event = (
  kind: Event['kind'],
  values: string,
  [fromMs, toMs]: readonly [number, number],
  shown?: string,
): Event => ({
  ...{ kind, fromMs, toMs },
  values: Array.from(values),
  ...(shown !== undefined && { shown: Array.from(shown) }),
});
const get = (shown: string, time: readonly [number, number]) => event('get', '', time, shown);

it.each([
  ['nothing', []],
  ['one after the other', [event('set', 'a', [0, 1]), get('a', [2, 3])]],
  ['a read beside a write', [event('set', 'a', [0, 5]), get('', [1, 2]), get('a', [3, 4])]],
  ['adds in either order', [event('add', 'a', [0, 5], 'ba'), event('add', 'b', [0, 5], 'b')]],
  [
    'a set that is seen half-way',
    [event('set', 'a', [0, 1]), event('set', 'b', [2, 9]), get('ab', [3, 4]), get('b', [5, 6])],
  ],
  [
    'two sets that went as one, seen half-way',
    [
      event('set', 'ab', [0, 1]),
      event('set', 'dc', [2, 9]),
      event('set', 'ac', [3, 9]),
      get('abc', [5, 6]),
      get('ac', [10, 11]),
    ],
  ],
  ['a write that nobody knows of, done', [event('set', 'a', [0, Infinity]), get('a', [9, 10])]],
  ['a write that nobody knows of, not done', [event('set', 'a', [0, Infinity]), get('', [9, 10])]],
  [
    'a set that a crash left half-way',
    [event('set', 'a', [0, 1]), event('set', 'b', [2, Infinity]), get('ab', [20, 21])],
  ],
])('takes %s', (_, history) => {
  expect(isLinearizable(history)).toBe(true);
});

it.each([
  ['a lost write', [event('set', 'a', [0, 1]), get('', [2, 3])]],
  ['a read of before', [event('set', 'a', [0, 1]), event('set', 'b', [2, 3]), get('a', [4, 5])]],
  ['there and away again', [event('set', 'a', [0, 9]), get('a', [1, 2]), get('', [3, 4])]],
  ['an add that was lost', [event('add', 'a', [0, 1], 'a'), event('add', 'b', [2, 3], 'b')]],
  [
    'a write that comes twice',
    [event('set', 'a', [0, 1]), event('delete', '', [2, 3]), get('', [4, 5]), get('a', [6, 7])],
  ],
  [
    'a set that went along with none',
    [
      event('set', 'a', [0, 1]),
      event('set', 'b', [2, 3]),
      event('delete', '', [4, 5]),
      get('a', [6, 7]),
    ],
  ],
  [
    'half-way after the end',
    [event('set', 'a', [0, 1]), event('set', 'b', [2, 3]), get('ab', [4, 5])],
  ],
])('refuses %s', (_, history) => {
  expect(isLinearizable(history)).toBe(false);
});
