import type { Entry, Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';
import { checkMessageId } from './limits';
import { draw } from './quotas';
import { readLegacyMetaarray, readSortedMetaarray } from './replies';
import { jsonRequest, keysQuery, messageEndpoint, requestWithoutBody } from './requests';
import type { SendbirdSettings } from './settings';

export type Dialect = SendbirdSettings['metaarray'];

/** The writes to a message's values, in one of the vendor's two dialects. */
export interface Metaarray {
  createRequest(target: Target, items: readonly Entry[]): UpstreamRequest;
  /** @param completedKeys keys that hold the wanted values once this request is carried out */
  updateRequest(
    target: Target,
    mode: 'add' | 'remove',
    items: readonly Entry[],
    completedKeys: readonly string[],
  ): UpstreamRequest;
  deleteRequest(target: Target, keys: readonly string[]): UpstreamRequest;
  /** @returns the items in the reply to a write: all of the message, or in `legacy` those written */
  readItems(payload: unknown): Entry[];
}

/** How a dialect writes and reads items. */
interface Format {
  readonly segment: 'sorted_metaarray' | 'metaarray';
  readonly bodyOf: (items: readonly Entry[]) => object;
  /** Fields that make an update with `mode: add` create missing keys. */
  readonly upsert: object;
  readonly replyOf: (items: readonly Entry[]) => object;
  readonly readItems: (payload: unknown) => Entry[];
}

function createMetaarray({ segment, bodyOf, upsert, replyOf, readItems }: Format): Metaarray {
  const endpoint = (target: Target) =>
    messageEndpoint(target, checkMessageId(target.messageId), `/${segment}`);
  return {
    createRequest: (target, items) =>
      jsonRequest('POST', endpoint(target), bodyOf(items), {
        draws: draw('metaarray.add'),
        effect: 'idempotent',
        keys: items.map(({ key }) => key),
        assumedPayload: replyOf(items),
      }),
    updateRequest: (target, mode, items, completedKeys) =>
      jsonRequest(
        'PUT',
        endpoint(target),
        { ...bodyOf(items), mode, ...(mode === 'add' && upsert) },
        {
          draws: draw('metaarray.update'),
          effect: 'idempotent',
          keys: completedKeys,
          assumedPayload: replyOf(
            mode === 'add' ? items : items.map(({ key }) => ({ key, values: [] })),
          ),
        },
      ),
    deleteRequest: (target, keys) =>
      requestWithoutBody('DELETE', endpoint(target), keysQuery(keys), {
        draws: draw('metaarray.delete'),
        effect: 'idempotent',
        keys,
      }),
    readItems,
  };
}

const sortedBody = (items: readonly Entry[]) => ({
  sorted_metaarray: items.map(({ key, values }) => ({ key, value: values })),
});

const mapOfLists = (items: readonly Entry[]) =>
  Object.fromEntries(items.map(({ key, values }) => [key, values]));

const METAARRAYS: Readonly<Record<Dialect, Metaarray>> = {
  sorted: createMetaarray({
    segment: 'sorted_metaarray',
    bodyOf: sortedBody,
    upsert: { upsert: true },
    replyOf: sortedBody,
    readItems: readSortedMetaarray,
  }),
  // "Add extra data to a message", "Update extra data in a message"
  legacy: createMetaarray({
    segment: 'metaarray',
    bodyOf: (items) => ({ metaarray: mapOfLists(items) }),
    upsert: {},
    replyOf: mapOfLists,
    readItems: readLegacyMetaarray,
  }),
};

export const metaarrayOf = (dialect: Dialect): Metaarray => METAARRAYS[dialect];
