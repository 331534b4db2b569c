import { chunks } from './chunks';

it.each<[string, number, string[]]>([
  ['', 2, []],
  ['a', 2, ['a']],
  ['ab', 2, ['ab']],
  ['abc', 2, ['ab', 'c']],
  ['abcd', 2, ['ab', 'cd']],
])('divides %j into lists of %i', (items, size, lists) => {
  expect(chunks(items.split(''), size)).toEqual(lists.map((list) => list.split('')));
});

it('makes a new list, also if one is enough', () => {
  const items = ['a'];
  expect(chunks(items, 1)[0]).not.toBe(items);
});
