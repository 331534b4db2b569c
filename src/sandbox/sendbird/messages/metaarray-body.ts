import { asFields, asList, asString, choice, type Fields, required } from '../http/body';
import { checkItem } from '../model/limits';
import type { Item, Metaarray } from '../model/metaarray-values';
import { Refusal } from '../refusal';
import type { Unknowns } from '../model/unknowns';

/** `metaarray` is the older generation's object, `sorted_metaarray` today's list. */
const SORTED = 'sorted_metaarray';
const LEGACY = 'metaarray';

/** An item in a `sorted_metaarray`: the field is called `value` and holds a list. */
export interface SortedItem {
  readonly key: string;
  readonly value: readonly string[];
}

function readItem(key: string, value: unknown, unknowns: Unknowns): Item {
  const values = asList(value, 'value').map((one) => asString(one, 'value'));
  checkItem(key, values, unknowns);
  return [key, values];
}

/** Items of `metaarray`. @throws Refusal 400103, 400102, 400100, 400110 */
export const readLegacyItems = (fields: Fields, unknowns: Unknowns): readonly Item[] =>
  Object.entries(asFields(required(fields, LEGACY), LEGACY)).map(([key, value]) =>
    readItem(key, value, unknowns),
  );

/** Items of `sorted_metaarray`, or of the deprecated `metaarray` in its place. */
export function readSortedItems(fields: Fields, unknowns: Unknowns): readonly Item[] {
  if (fields[SORTED] === undefined && fields[LEGACY] !== undefined) {
    return readLegacyItems(fields, unknowns);
  }
  return asList(required(fields, SORTED), SORTED).map((element) => {
    const item = asFields(element, SORTED);
    const key = asString(required(item, 'key'), 'key');
    return readItem(key, required(item, 'value'), unknowns);
  });
}

/** @throws Refusal 400105, 400111 */
export function readMode(fields: Fields, unknowns: Unknowns): 'add' | 'remove' {
  const absent = unknowns.missingMode === 'add' ? 'add' : undefined;
  return choice(fields.mode ?? absent ?? required(fields, 'mode'), 'mode', ['add', 'remove']);
}

/** @throws Refusal 400202, where the settings refuse adding to an item that exists */
export function checkFresh(current: Metaarray, items: readonly Item[], unknowns: Unknowns): void {
  if (unknowns.addExistingItem === 'merge') return;
  if (items.some(([key]) => current.has(key))) throw new Refusal('already-exists', 'Key');
}

export const sortedForm = (metaarray: Metaarray): readonly SortedItem[] =>
  [...metaarray].map(([key, value]) => ({ key, value }));
