import fc from 'fast-check';
import type { Entry } from '../core/metadata';
import { entityTag } from './entity-tag';

const entries: readonly Entry[] = [
  { key: 'a', values: ['1'], updatedAt: 1_700_000_000_000 },
  { key: 'b', values: ['1', '2'] },
  { key: 'c', values: [] },
];

const anyEntries = fc.uniqueArray(
  fc.record({
    key: fc.string(),
    values: fc.array(fc.string()),
    updatedAt: fc.option(fc.nat(), { nil: undefined }),
  }),
  { selector: ({ key }) => key },
);

describe('entityTag', () => {
  it('is a strong entity tag of 27 characters', () => {
    expect(entityTag([])).toMatch(/^"[\w-]{27}"$/);
    expect(entityTag(entries)).toMatch(/^"[\w-]{27}"$/);
  });

  it('does not depend on the order of the entries', () => {
    const shuffled = anyEntries.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(entityTag(other)).toBe(entityTag(list));
      }),
    );
  });

  it('leaves the entries in their order', () => {
    const list = [...entries].reverse();
    entityTag(list);
    expect(list.map(({ key }) => key)).toEqual(['c', 'b', 'a']);
  });

  it.each<[string, readonly Entry[]]>([
    ['a key', [{ key: 'A', values: ['1'], updatedAt: 1_700_000_000_000 }, ...entries.slice(1)]],
    ['a value', [...entries.slice(0, 2), { key: 'c', values: [''] }]],
    [
      'the order of values',
      [...entries.slice(0, 1), { key: 'b', values: ['2', '1'] }, ...entries.slice(2)],
    ],
    ['a time', [{ key: 'a', values: ['1'], updatedAt: 1_700_000_000_001 }, ...entries.slice(1)]],
    ['the presence of a time', [{ key: 'a', values: ['1'] }, ...entries.slice(1)]],
    ['an owner', [...entries.slice(0, 2), { key: 'c', values: [], ownerId: 'u' }]],
    ['a flag', [...entries.slice(0, 2), { key: 'c', values: [], autoDelete: false }]],
    ['the number of entries', entries.slice(0, 2)],
  ])('depends on %s', (_, other) => {
    expect(entityTag(other)).not.toBe(entityTag(entries));
  });

  it('tells values from keys', () => {
    const one = [{ key: 'a', values: ['b', '1'] }];
    const two = [
      { key: 'a', values: ['b'] },
      { key: '1', values: [] },
    ];
    expect(entityTag(one)).not.toBe(entityTag(two));
  });
});
