/**
 * Message metaarrays in both generations, which share one store: "Messages" and "Add / Update / Remove
 * extra data" (Sendbird docs). Sorted replies list every item in order. Legacy replies are objects of the
 * items that the call named; JSON readers move integer-like keys of an object to the front.
 */
import { flag, readBody } from '../http/body';
import type { Call } from '../http/endpoint';
import { messageOf } from '../http/path';
import { keysParameter } from '../http/query';
import { Refusal } from '../model/errors';
import { checkMetaarray } from '../model/limits';
import {
  addValues,
  deleteItems,
  type Item,
  itemsOf,
  type Metaarray,
  removeValues,
  toSortedList,
} from '../model/metaarray-values';
import type { Message } from '../model/state';
import { readLegacyItems, readMode, readSortedItems } from './metaarray-body';

function storeMetaarray(call: Call, message: Message, metaarray: Metaarray): void {
  checkMetaarray(metaarray, call.unknowns);
  message.metaarray = metaarray;
  if (call.unknowns.updatedAt === 'touched') message.updatedAt = call.nowMs;
}

/** @throws Refusal 400202 if an item exists and `addExistingItem` is `refuse` */
function addItems(call: Call, message: Message, items: readonly Item[]): void {
  const hasExisting = items.some(([key]) => message.metaarray.has(key));
  if (hasExisting && call.unknowns.addExistingItem === 'refuse') {
    throw new Refusal('already-exists', 'Key');
  }
  storeMetaarray(call, message, addValues(message.metaarray, items, 'create'));
}

interface Update {
  readonly items: readonly Item[];
  readonly mode: 'add' | 'remove';
  readonly upsert: boolean;
}

function updateItems(call: Call, message: Message, { items, mode, upsert }: Update): void {
  const updated =
    mode === 'add'
      ? addValues(message.metaarray, items, upsert ? 'create' : 'ignore')
      : removeValues(message.metaarray, items, call.unknowns);
  storeMetaarray(call, message, updated);
}

const sortedReply = ({ metaarray }: Message) => ({ sorted_metaarray: toSortedList(metaarray) });

const legacyReply = ({ metaarray }: Message, items: readonly Item[]) => {
  const keys = items.map(([key]) => key);
  return Object.fromEntries(itemsOf(metaarray, keys));
};

export function addSorted(call: Call): unknown {
  const message = messageOf(call);
  addItems(call, message, readSortedItems(readBody(call.request), call.unknowns));
  return sortedReply(message);
}

export function updateSorted(call: Call): unknown {
  const message = messageOf(call);
  const fields = readBody(call.request);
  updateItems(call, message, {
    items: readSortedItems(fields, call.unknowns),
    mode: readMode(fields, call.unknowns),
    upsert: flag(fields, 'upsert', false),
  });
  return sortedReply(message);
}

/** Deletes the items that the query parameter `keys` names. */
export function deleteMetaarray(call: Call): unknown {
  const message = messageOf(call);
  const { deleteWithoutKeys, deleteMissingItem } = call.unknowns;
  const named = keysParameter(call.request);
  if (named.length === 0 && deleteWithoutKeys === 'refuse') {
    throw new Refusal('missing-parameter', 'keys');
  }
  const keys = named.length === 0 ? [...message.metaarray.keys()] : named;
  if (deleteMissingItem === 'not-found' && !keys.every((key) => message.metaarray.has(key))) {
    throw new Refusal('not-found', 'Key');
  }
  storeMetaarray(call, message, deleteItems(message.metaarray, keys));
  return {};
}

function checkLegacyPath({ unknowns }: Call): void {
  if (unknowns.legacyPath === 'dead') throw new Refusal('dead-endpoint');
}

export function addLegacy(call: Call): unknown {
  checkLegacyPath(call);
  const message = messageOf(call);
  const items = readLegacyItems(readBody(call.request), call.unknowns);
  addItems(call, message, items);
  const added = legacyReply(message, items);
  return call.unknowns.legacyAddReply === 'wrapped' ? { metaarray: added } : added;
}

export function updateLegacy(call: Call): unknown {
  checkLegacyPath(call);
  const message = messageOf(call);
  const fields = readBody(call.request);
  const items = readLegacyItems(fields, call.unknowns);
  const mode = readMode(fields, call.unknowns);
  const upsert = call.unknowns.legacyUpsert === 'honour' && flag(fields, 'upsert', false);
  updateItems(call, message, { items, mode, upsert });
  return legacyReply(message, items);
}

export function deleteLegacy(call: Call): unknown {
  checkLegacyPath(call);
  return deleteMetaarray(call);
}
