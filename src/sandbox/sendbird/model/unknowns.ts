import { ERROR_OF_CODE } from './errors';

/**
 * What the documentation leaves open, each as a setting (`PUT /_sandbox/settings`, `unknowns`): its
 * values, the default first. The README says what speaks for each.
 */
export const CHOICES = {
  /** A call with neither `Api-Token` nor `Session-Key`. */
  missingToken: ['invalid-api-token', 'missing-parameters'],
  /** Which `Session-Key` will do instead of a token, as client SDKs send it. */
  sessionKey: ['issued', 'any', 'none'],
  /** Whether open and group channels draw on the same buckets. */
  rateLimitScope: ['route', 'route-and-channel-type'],
  /** `X-RateLimit-*` on every counted reply, or on 429 only. */
  rateLimitHeaders: ['always', 'on-429'],

  /** What the 128 and 190 of metadata count. */
  metadataLengthUnit: ['code-points', 'utf-16', 'bytes'],
  emptyKey: ['accept', 'refuse'],
  emptyValue: ['accept', 'refuse'],
  nonStringValue: ['refuse', 'stringify'],

  /** `POST` metadata or metacounter with a key that exists; the second stores the new keys first. */
  createExistingKey: ['refuse', 'refuse-after-the-rest', 'overwrite'],
  /** `upsert: true` in the body of `POST` metadata, as the Flutter SDK sends it. */
  createUpsert: ['honour', 'ignore'],
  viewMissingKey: ['not-found', 'empty'],
  /** `PUT …/{key}` without `upsert`. */
  updateMissingKey: ['not-found', 'ignore'],
  /** `DELETE …/{key}`. */
  deleteMissingKey: ['ignore', 'not-found'],

  /** `POST` metaarray with a key that exists. */
  addExistingItem: ['merge', 'refuse'],
  /** `PUT` metaarray without `mode`. */
  missingMode: ['refuse', 'add'],
  /** `PUT` with `mode: "remove"` and no values, which deletes the item over the WebSocket. */
  removeNoValues: ['delete-item', 'ignore'],
  removeLastValue: ['keep-item', 'delete-item'],
  deleteWithoutKeys: ['refuse', 'delete-all'],
  deleteMissingItem: ['ignore', 'not-found'],
  /** Whether `/metaarray`, the older generation, is still served. */
  legacyPath: ['alive', 'dead'],
  legacyAddReply: ['bare', 'wrapped'],
  /** `PUT /metaarray` of an item that is not there: the page knows no `upsert`. */
  legacyUpsert: ['ignore', 'honour'],

  messageNotFound: ['not-found', 'message-not-found-in-sdk'],
  /** A message's `updated_at` when its metaarray changes. */
  updatedAt: ['unchanged', 'touched'],
  /** Metaarrays in messages that are read without a flag that asks for them. */
  unaskedMetaarray: ['omit', 'include'],
  /** `with_meta_array` on a list: today's inclusion flag, or the older page's filter. */
  listWithMetaArray: ['include', 'filter'],
  /** A list with both `message_ts` and `message_id`. */
  twoAnchors: ['message-id', 'refuse'],

  /** Answer every call with this code of the error table, for tests of callers; 0: none. */
  refuseWith: [0, ...ERROR_OF_CODE.keys()],
} as const;

/** Counts that are per application and not disclosed; 0: no cap. */
const CAPS = {
  /** Items of one channel's metadata: 5 in the old specification, none on today's pages. */
  metadataItems: 0,
  /** Items of one message's metaarray. */
  metaarrayItems: 0,
  /** Values of one metaarray item. */
  metaarrayValues: 0,
};

type Choices = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] };
export type Unknowns = Choices & Readonly<typeof CAPS>;
export type LengthUnit = Unknowns['metadataLengthUnit'];

export const DEFAULT_UNKNOWNS: Unknowns = {
  ...(Object.fromEntries(
    Object.entries(CHOICES).map(([name, [first]]) => [name, first]),
  ) as unknown as Choices),
  ...CAPS,
};
