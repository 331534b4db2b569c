/**
 * Message metaarrays in both generations, which share one store: "Messages", and "Add / Update / Remove
 * extra data" (Sendbird docs). Replies of today's list every item in order; those of the older one are
 * objects of the touched items, in which JSON readers move integer-like keys to the front.
 */
import { flag, readBody } from '../http/body';
import type { Call } from '../http/endpoint';
import { flat } from '../channels/entries';
import { checkMetaarray } from '../model/limits';
import {
  checkFresh,
  readLegacyItems,
  readMode,
  readSortedItems,
  sortedForm,
} from './metaarray-body';
import {
  addValues,
  deleteItems,
  type Item,
  itemsOf,
  type Metaarray,
  removeValues,
} from '../model/metaarray-values';
import { messageOf } from '../http/path';
import { keysParameter } from '../http/query';
import { Refusal } from '../refusal';
import type { Message } from '../model/state';

function store(call: Call, message: Message, metaarray: Metaarray): void {
  checkMetaarray(metaarray, call.unknowns);
  message.metaarray = metaarray;
  if (call.unknowns.updatedAt === 'touched') message.updatedAt = call.nowMs;
}

function add(call: Call, message: Message, items: readonly Item[]): void {
  checkFresh(message.metaarray, items, call.unknowns);
  store(call, message, addValues(message.metaarray, items, 'create'));
}

interface Update {
  readonly items: readonly Item[];
  readonly mode: 'add' | 'remove';
  readonly upsert: boolean;
}

function update(call: Call, message: Message, { items, mode, upsert }: Update): void {
  const next =
    mode === 'add'
      ? addValues(message.metaarray, items, upsert ? 'create' : 'ignore')
      : removeValues(message.metaarray, items, call.unknowns);
  store(call, message, next);
}

const sortedReply = ({ metaarray }: Message) => ({ sorted_metaarray: sortedForm(metaarray) });

const touched = ({ metaarray }: Message, items: readonly Item[]) =>
  flat(
    itemsOf(
      metaarray,
      items.map(([key]) => key),
    ),
  );

export function addSorted(call: Call): unknown {
  const message = messageOf(call);
  add(call, message, readSortedItems(readBody(call.request), call.unknowns));
  return sortedReply(message);
}

export function updateSorted(call: Call): unknown {
  const message = messageOf(call);
  const fields = readBody(call.request);
  update(call, message, {
    items: readSortedItems(fields, call.unknowns),
    mode: readMode(fields, call.unknowns),
    upsert: flag(fields, 'upsert', false),
  });
  return sortedReply(message);
}

/** Items that the query's `keys` name. */
export function deleteMetaarray(call: Call): unknown {
  const message = messageOf(call);
  const { deleteWithoutKeys, deleteMissingItem } = call.unknowns;
  const named = keysParameter(call.request, message.metaarray);
  if (named.length === 0 && deleteWithoutKeys === 'refuse') {
    throw new Refusal('missing-parameter', 'keys');
  }
  const keys = named.length === 0 ? [...message.metaarray.keys()] : named;
  if (deleteMissingItem === 'not-found' && !keys.every((key) => message.metaarray.has(key))) {
    throw new Refusal('not-found', 'Key');
  }
  store(call, message, deleteItems(message.metaarray, keys));
  return {};
}

function checkLegacyPath({ unknowns }: Call): void {
  if (unknowns.legacyPath === 'dead') throw new Refusal('dead-endpoint');
}

export function addLegacy(call: Call): unknown {
  checkLegacyPath(call);
  const message = messageOf(call);
  const items = readLegacyItems(readBody(call.request), call.unknowns);
  add(call, message, items);
  const added = touched(message, items);
  return call.unknowns.legacyAddReply === 'wrapped' ? { metaarray: added } : added;
}

export function updateLegacy(call: Call): unknown {
  checkLegacyPath(call);
  const message = messageOf(call);
  const fields = readBody(call.request);
  const items = readLegacyItems(fields, call.unknowns);
  const mode = readMode(fields, call.unknowns);
  const upsert = call.unknowns.legacyUpsert === 'honour' && flag(fields, 'upsert', false);
  update(call, message, { items, mode, upsert });
  return touched(message, items);
}

export function deleteLegacy(call: Call): unknown {
  checkLegacyPath(call);
  return deleteMetaarray(call);
}
