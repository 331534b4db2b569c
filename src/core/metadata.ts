/** The channel types of the API. A provider's capabilities list those that the vendor has. */
export const CHANNEL_TYPES = ['direct', 'group', 'community', 'open'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** The message or channel whose metadata a call reads or writes. Ids are passed on unchanged. */
export interface Target {
  readonly connection: string;
  readonly channelType: ChannelType;
  readonly channelId: string;
  readonly messageId?: string | undefined;
  readonly subchannelId?: string | undefined;
}

/** A key with its values; exactly one value where the vendor keeps one value under a key. */
export interface Entry {
  readonly key: string;
  readonly values: readonly string[];
  /** Unix milliseconds; absent if the vendor does not report it. */
  readonly updatedAt?: number | undefined;
  /** The user who owns the entry; absent if the vendor does not report one. */
  readonly ownerId?: string | undefined;
  /** Whether the entry goes when its owner leaves the channel; absent if the vendor does not report it. */
  readonly autoDelete?: boolean | undefined;
  /** The caller has sent `values`, not `value`. */
  readonly isList?: true;
}

export interface Counter {
  readonly key: string;
  readonly value: number;
}

export const COUNTER_OPS = ['set', 'increase', 'decrease'] as const;
export interface CounterChange {
  readonly key: string;
  readonly op: (typeof COUNTER_OPS)[number];
  readonly amount: number;
}
