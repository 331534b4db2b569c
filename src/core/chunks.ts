/** The items in order, in lists of `size` items; the last list may be shorter. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const lists: T[][] = [];
  for (let start = 0; start < items.length; start += size)
    lists.push(items.slice(start, start + size));
  return lists;
}
