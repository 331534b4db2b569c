import type { Entry, Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';
import { checkMessageId } from './limits';
import { draw } from './quotas';
import { readLegacyMetaarray, readSortedMetaarray } from './replies';
import { jsonRequest, keysQuery, messageEndpoint, requestWithoutBody } from './requests';
import type { SendbirdSettings } from './settings';
import type { ValueWrite } from './value-writes';

export type Dialect = SendbirdSettings['metaarray'];

/** The writes to a message's values, in one of the vendor's two dialects. */
export interface Metaarray {
  createRequest(target: Target, items: readonly Entry[]): UpstreamRequest;
  /** @param upsert whether an addition creates missing keys; in `legacy` it never does */
  updateRequest(target: Target, write: ValueWrite, upsert: boolean): UpstreamRequest;
  deleteRequest(target: Target, keys: readonly string[]): UpstreamRequest;
  /** @returns the items in the reply to a write: all of the message, or in `legacy` those written */
  readItems(payload: unknown): Entry[];
}

/** How a dialect writes and reads items. */
interface Format {
  readonly segment: 'sorted_metaarray' | 'metaarray';
  readonly bodyOf: (items: readonly Entry[]) => object;
  /** Whether an update with `mode: add` has the field `upsert`, which creates missing keys. */
  readonly hasUpsert: boolean;
  readonly replyOf: (items: readonly Entry[]) => object;
  readonly readItems: (payload: unknown) => Entry[];
}

function createMetaarray({ segment, bodyOf, hasUpsert, replyOf, readItems }: Format): Metaarray {
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
    updateRequest: (target, { mode, items, completes }, upsert) =>
      jsonRequest(
        'PUT',
        endpoint(target),
        { ...bodyOf(items), mode, ...(mode === 'add' && hasUpsert && { upsert }) },
        {
          draws: draw('metaarray.update'),
          effect: 'idempotent',
          keys: completes,
          partialKeys: items.map(({ key }) => key).filter((key) => !completes.includes(key)),
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
    hasUpsert: true,
    replyOf: sortedBody,
    readItems: readSortedMetaarray,
  }),
  // "Add extra data to a message", "Update extra data in a message"
  legacy: createMetaarray({
    segment: 'metaarray',
    bodyOf: (items) => ({ metaarray: mapOfLists(items) }),
    hasUpsert: false,
    replyOf: mapOfLists,
    readItems: readLegacyMetaarray,
  }),
};

export const metaarrayOf = (dialect: Dialect): Metaarray => METAARRAYS[dialect];
