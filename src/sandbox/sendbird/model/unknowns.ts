import { ERROR_OF_CODE } from './errors';

/**
 * Behaviour that the documentation leaves open, as settings (`PUT /_sandbox/settings`, `unknowns`). Each
 * has a list of values, the default first; README.md explains the defaults.
 */
export const CHOICES = {
  /** Error for a call with neither `Api-Token` nor `Session-Key`. */
  missingToken: ['invalid-api-token', 'missing-parameters'],
  /** The `Session-Key` values that are accepted instead of a token, as client SDKs send them. */
  sessionKey: ['issued', 'any', 'none'],
  /** A quota for each method and route, which open and group channels share or not, or for each method. */
  rateLimitScope: ['route', 'route-and-channel-type', 'method'],
  /** `X-RateLimit-*` on every counted reply, or on 429 only. */
  rateLimitHeaders: ['always', 'on-429'],

  /** The unit of the limits 128 and 190 of metadata. */
  metadataLengthUnit: ['code-points', 'utf-16', 'bytes'],
  emptyKey: ['accept', 'refuse'],
  emptyValue: ['accept', 'refuse'],
  nonStringValue: ['refuse', 'stringify'],

  /** `POST` metadata or metacounter with a key that exists; `refuse-after-the-rest` stores the new keys first. */
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
  /** `PUT` with `mode: "remove"` and no values. Over the WebSocket this deletes the item. */
  removeNoValues: ['delete-item', 'ignore'],
  removeLastValue: ['keep-item', 'delete-item'],
  deleteWithoutKeys: ['refuse', 'delete-all'],
  deleteMissingItem: ['ignore', 'not-found'],
  /** Whether `/metaarray`, the older generation, is still served. */
  legacyPath: ['alive', 'dead'],
  legacyAddReply: ['bare', 'wrapped'],
  /** `upsert: true` in the body of `PUT /metaarray`, which the page does not mention. */
  legacyUpsert: ['ignore', 'honour'],

  messageNotFound: ['not-found', 'message-not-found-in-sdk'],
  /** Whether a change of its metaarray sets a message's `updated_at`. */
  updatedAt: ['unchanged', 'touched'],
  /** Metaarrays in messages when no query flag requests them. */
  unaskedMetaarray: ['omit', 'include'],
  /** Meaning of `with_meta_array` on a list: inclusion as on newer pages, or a filter as on the older one. */
  listWithMetaArray: ['include', 'filter'],
  /** A list with both `message_ts` and `message_id`. */
  twoAnchors: ['message-id', 'refuse'],

  /** Answers every call with this code of the error table, for tests of callers; 0: off. */
  refuseWith: [0, ...ERROR_OF_CODE.keys()],
} as const;

/** Limits per application that the vendor does not disclose; 0: no limit. */
const CAPS = {
  /** Items of one channel's metadata. The old specification says 5, the current pages name no limit. */
  metadataItems: 0,
  /** Items of one message's metaarray. */
  metaarrayItems: 0,
  /** Values of one metaarray item. */
  metaarrayValues: 0,
};

type Choices = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] };
export type Unknowns = Choices & Readonly<typeof CAPS>;

export const DEFAULT_UNKNOWNS: Unknowns = {
  ...(Object.fromEntries(
    Object.entries(CHOICES).map(([name, [first]]) => [name, first]),
  ) as unknown as Choices),
  ...CAPS,
};
