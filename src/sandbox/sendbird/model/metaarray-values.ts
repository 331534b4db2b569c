/** Items in order of creation, values in order of addition, no value twice. */
export type Metaarray = ReadonlyMap<string, readonly string[]>;
export type Item = readonly [key: string, values: readonly string[]];

const union = (current: readonly string[], more: readonly string[]) => [
  ...new Set([...current, ...more]),
];
const without = (current: readonly string[], gone: readonly string[]) =>
  current.filter((value) => !gone.includes(value));

/** Appends the values an item does not have yet. `missing`: what becomes of items that are not there. */
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

/** Takes away the values an item has; items that are not there stay away. */
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
    const emptied = after.length === 0 && before.length > 0;
    if (emptied && rules.removeLastValue === 'delete-item') next.delete(key);
    else next.set(key, after);
    return next;
  }, new Map(current));

/** Without the items of these keys; keys that are not there are no matter. */
export const deleteItems = (current: Metaarray, keys: readonly string[]): Metaarray =>
  new Map([...current].filter(([key]) => !keys.includes(key)));

/** Items of these keys, in the order of the keys; those that are gone are left out. */
export const itemsOf = (current: Metaarray, keys: readonly string[]): readonly Item[] =>
  [...new Set(keys)].flatMap((key) => {
    const values = current.get(key);
    return values === undefined ? [] : [[key, values] as const];
  });
