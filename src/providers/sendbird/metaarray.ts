import type { Entry, Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';
import { checkMessageId } from './limits';
import { draw } from './quotas';
import { readAdded, readItems } from './replies';
import { bare, json, keysQuery, messagePlace, type Place } from './requests';

/** The writes to a message's values, in one of the vendor's two generations. */
export interface Metaarray {
  create(target: Target, items: readonly Entry[]): UpstreamRequest;
  /** `completes`: the keys that are as the caller wants them once this is done. */
  update(
    target: Target,
    mode: 'add' | 'remove',
    items: readonly Entry[],
    completes: readonly string[],
  ): UpstreamRequest;
  remove(target: Target, keys: readonly string[]): UpstreamRequest;
  /** The items of a write's reply: all of the message's, or in the older form those written. */
  read(payload: unknown): Entry[];
}

const keysOf = (items: readonly Entry[]) => items.map(({ key }) => key);

function metaarray(
  under: string,
  fields: (items: readonly Entry[]) => object,
  upsert: object,
  read: (payload: unknown) => Entry[],
  presumed: (items: readonly Entry[]) => object,
): Metaarray {
  const place = (target: Target): Place =>
    messagePlace(target, checkMessageId(target.messageId), `/${under}`);
  return {
    create: (target, items) =>
      json('POST', place(target), fields(items), {
        draws: draw('metaarray.add'),
        effect: 'idempotent',
        keys: keysOf(items),
        assumedPayload: presumed(items),
      }),
    update: (target, mode, items, completes) =>
      json(
        'PUT',
        place(target),
        { ...fields(items), mode, ...(mode === 'add' && upsert) },
        {
          draws: draw('metaarray.update'),
          effect: 'idempotent',
          keys: completes,
          assumedPayload: presumed(mode === 'add' ? items : items.map(emptied)),
        },
      ),
    remove: (target, keys) =>
      bare('DELETE', place(target), keysQuery(keys), {
        draws: draw('metaarray.delete'),
        effect: 'idempotent',
        keys,
      }),
    read,
  };
}

const emptied = ({ key }: Entry): Entry => ({ key, values: [] });

const list = (items: readonly Entry[]) => ({
  sorted_metaarray: items.map(({ key, values }) => ({ key, value: values })),
});
const map = (items: readonly Entry[]) =>
  Object.fromEntries(items.map(({ key, values }) => [key, values]));

/** `…/sorted_metaarray`: lists, with `upsert`; a reply holds all items of the message. */
export const SORTED = metaarray('sorted_metaarray', list, { upsert: true }, readItems, list);

/** `…/metaarray` ("Add extra data to a message" and after): maps; a reply is a bare map. */
export const LEGACY = metaarray(
  'metaarray',
  (items) => ({ metaarray: map(items) }),
  {},
  readAdded,
  map,
);
