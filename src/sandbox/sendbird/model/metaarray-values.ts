/** Values by item key: items in order of creation, values in order of addition, without duplicates. */
export type Metaarray = ReadonlyMap<string, readonly string[]>;
export type Item = readonly [key: string, values: readonly string[]];

const union = (current: readonly string[], added: readonly string[]) => [
  ...new Set([...current, ...added]),
];
const without = (current: readonly string[], removed: readonly string[]) =>
  current.filter((value) => !removed.includes(value));

/** Appends the values that an item does not have yet. Missing items are created or ignored. */
export const addValues = (
  current: Metaarray,
  items: readonly Item[],
  missing: 'create' | 'ignore',
): Metaarray =>
  items
    .filter(([key]) => missing === 'create' || current.has(key))
    .reduce((next, [key, values]) => {
      next.set(key, union(next.get(key) ?? [], values));
      return next;
    }, new Map(current));

export interface RemovalRules {
  readonly removeNoValues: 'delete-item' | 'ignore';
  readonly removeLastValue: 'keep-item' | 'delete-item';
}

/** Removes values from items. Missing items and values are ignored. */
export const removeValues = (
  current: Metaarray,
  items: readonly Item[],
  rules: RemovalRules,
): Metaarray =>
  items.reduce((next, [key, values]) => {
    const before = next.get(key);
    if (before === undefined) return next;
    if (values.length === 0) {
      if (rules.removeNoValues === 'delete-item') next.delete(key);
      return next;
    }
    const after = without(before, values);
    const becameEmpty = after.length === 0 && before.length > 0;
    if (becameEmpty && rules.removeLastValue === 'delete-item') next.delete(key);
    else next.set(key, after);
    return next;
  }, new Map(current));

/** Deletes the items with these keys. Missing keys are ignored. */
export const deleteItems = (current: Metaarray, keys: readonly string[]): Metaarray =>
  new Map([...current].filter(([key]) => !keys.includes(key)));

/** The items with these keys, once each and in the order of the keys. Missing items are left out. */
export const itemsOf = (current: Metaarray, keys: readonly string[]): readonly Item[] =>
  [...new Set(keys)].flatMap((key) => {
    const values = current.get(key);
    return values === undefined ? [] : [[key, values] as const];
  });

/** An item of a `sorted_metaarray`. The field `value` holds a list. */
export interface SortedItem {
  readonly key: string;
  readonly value: readonly string[];
}

/** The metaarray in the form of `sorted_metaarray`. */
export const toSortedList = (metaarray: Metaarray): readonly SortedItem[] =>
  [...metaarray].map(([key, value]) => ({ key, value }));
