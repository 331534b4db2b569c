import fc from 'fast-check';

import { addValues, deleteItems, type Item, itemsOf, removeValues } from './metaarray-values';

const key = fc.constantFrom('places', 'beverages', '10', '2', '__proto__', 'constructor', '');
const value = fc.oneof(
  fc.constantFrom('office', 'cafe', '', '𝒳', '"\n'),
  fc.string({ maxLength: 3 }),
);
const items = fc.array(fc.tuple(key, fc.array(value, { maxLength: 5 })), { maxLength: 6 });
const metaarray = items.map((given) => addValues(new Map(), given, 'create'));

const KEEP = { removeNoValues: 'ignore', removeLastValue: 'keep-item' } as const;
const DROP = { removeNoValues: 'delete-item', removeLastValue: 'delete-item' } as const;

const valuesOf = (given: readonly Item[], wanted: string) =>
  given.flatMap(([one, values]) => (one === wanted ? values : []));

describe('adding values', () => {
  it('keeps existing values in order and appends new ones in order, without duplicates', () => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const after = addValues(before, given, 'create');
        for (const [one, values] of after) {
          const old = before.get(one) ?? [];
          const added = valuesOf(given, one).filter((text) => !old.includes(text));
          expect(values).toEqual([...old, ...new Set(added)]);
          expect(new Set(values).size).toBe(values.length);
        }
        expect([...after.keys()].slice(0, before.size)).toEqual([...before.keys()]);
        expect(new Set(after.keys())).toEqual(
          new Set([...before.keys(), ...given.map(([one]) => one)]),
        );
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const once = addValues(before, given, 'create');
        expect([...addValues(once, given, 'create')]).toEqual([...once]);
      }),
    );
  });

  it('ignores missing items unless it may create them', () => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const after = addValues(before, given, 'ignore');
        expect([...after.keys()]).toEqual([...before.keys()]);
      }),
    );
  });

  it('never mutates its argument', () => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const copy = JSON.stringify([...before]);
        addValues(before, given, 'create');
        removeValues(before, given, DROP);
        expect(JSON.stringify([...before])).toBe(copy);
      }),
    );
  });
});

describe('removing values', () => {
  it('removes exactly the given values and keeps the order of the others', () => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const after = removeValues(before, given, KEEP);
        expect([...after.keys()]).toEqual([...before.keys()]);
        for (const [one, values] of before) {
          const gone = valuesOf(given, one);
          expect(after.get(one)).toEqual(values.filter((text) => !gone.includes(text)));
        }
      }),
    );
  });

  it.each([KEEP, DROP])('is idempotent (%p)', (rules) => {
    fc.assert(
      fc.property(metaarray, items, (before, given) => {
        const once = removeValues(before, given, rules);
        expect([...removeValues(once, given, rules)]).toEqual([...once]);
      }),
    );
  });

  it('undoes an addition of new values', () => {
    fc.assert(
      fc.property(metaarray, key, fc.array(value, { minLength: 1 }), (before, one, values) => {
        const fresh = values.filter((text) => !before.get(one)?.includes(text));
        fc.pre(before.has(one) && fresh.length > 0);
        const added = addValues(before, [[one, fresh]], 'ignore');
        expect([...removeValues(added, [[one, fresh]], KEEP)]).toEqual([...before]);
      }),
    );
  });

  const twoItems = new Map([
    ['places', ['office']],
    ['empty', []],
  ]);

  it('keeps or deletes an item that becomes empty, by setting, and keeps one that was empty', () => {
    const all: readonly Item[] = [
      ['places', ['office']],
      ['empty', ['x']],
    ];
    expect(removeValues(twoItems, all, KEEP)).toEqual(
      new Map([
        ['places', []],
        ['empty', []],
      ]),
    );
    expect(removeValues(twoItems, all, DROP)).toEqual(new Map([['empty', []]]));
  });

  it('deletes or keeps an item whose list of values is empty, by setting', () => {
    expect(removeValues(twoItems, [['places', []]], DROP)).toEqual(new Map([['empty', []]]));
    expect(removeValues(twoItems, [['places', []]], KEEP)).toEqual(twoItems);
  });
});

it('deletes exactly the items of the given keys', () => {
  fc.assert(
    fc.property(metaarray, fc.array(key), (before, keys) => {
      const after = deleteItems(before, keys);
      expect([...after]).toEqual([...before].filter(([one]) => !keys.some((gone) => gone === one)));
    }),
  );
});

it('lists the items of keys once each in the order of the keys, without missing ones', () => {
  const held = addValues(
    new Map(),
    [
      ['a', ['1']],
      ['b', []],
    ],
    'create',
  );
  expect(itemsOf(held, ['b', 'gone', 'a', 'b'])).toEqual([
    ['b', []],
    ['a', ['1']],
  ]);
});
