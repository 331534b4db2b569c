/** How many entries, and how long their keys and values, a kind of place takes. */
export interface MetadataLimits {
  readonly keyLength: number;
  readonly valueLength: number;
  readonly perPlace: number;
  readonly perSet: number;
  readonly perDelete: number;
}

/** Keys of all kinds: letters, digits and `+ = - _` (Set message metadata; Set metadata). */
export const KEY_PATTERN = /^[A-Za-z0-9+=\-_]+$/;

/** Set message metadata: key 32, value 4096 characters, 100 a request, 300 a message. */
export const MESSAGE_LIMITS: MetadataLimits = {
  keyLength: 32,
  valueLength: 4096,
  perPlace: 300,
  perSet: 100,
  perDelete: 100,
};

/** Set metadata: key 128, value 4096 characters, 100 a channel; batch pages: 20 a request. */
export const OPEN_CHANNEL_LIMITS: MetadataLimits = {
  keyLength: 128,
  valueLength: 4096,
  perPlace: 100,
  perSet: 20,
  perDelete: 20,
};

/** Keys of one open-channel query (`keys` ≤ 100). */
export const KEYS_PER_GET = 100;

/** Entries of one page of a message's metadata (Get message metadata). */
export const PAGE_SIZE = 300;
