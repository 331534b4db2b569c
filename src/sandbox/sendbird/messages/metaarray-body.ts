/** Readers of metaarrays in request bodies: `metaarray` (legacy, an object) and `sorted_metaarray` (a list). */
import { asFields, asList, asString, choice, type Fields, required } from '../http/body';
import { checkItem } from '../model/limits';
import type { Item } from '../model/metaarray-values';
import type { Unknowns } from '../model/unknowns';

const SORTED = 'sorted_metaarray';
const LEGACY = 'metaarray';

function readItem(key: string, value: unknown, unknowns: Unknowns): Item {
  const values = asList(value, 'value').map((element) => asString(element, 'value'));
  checkItem(key, values, unknowns);
  return [key, values];
}

/** Items of `metaarray`. @throws Refusal 400105, 400103, 400102, 400100, 400110, 400151 */
export const readLegacyItems = (fields: Fields, unknowns: Unknowns): readonly Item[] =>
  Object.entries(asFields(required(fields, LEGACY), LEGACY)).map(([key, value]) =>
    readItem(key, value, unknowns),
  );

/** Items of `sorted_metaarray`, or of the deprecated `metaarray` if only that is sent. @throws Refusal as `readLegacyItems` */
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

/** @throws Refusal 400105 if `mode` is missing, unless `missingMode` is `add`; 400100, 400111 for a wrong one */
export function readMode(fields: Fields, unknowns: Unknowns): 'add' | 'remove' {
  const defaultMode = unknowns.missingMode === 'add' ? 'add' : undefined;
  return choice(fields.mode ?? defaultMode ?? required(fields, 'mode'), 'mode', ['add', 'remove']);
}
