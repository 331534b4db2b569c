/** Kinds of channel the gateway knows; which of them a vendor has is in its capabilities. */
export const CHANNEL_TYPES = ['direct', 'group', 'community', 'open'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** The place whose metadata is meant. Ids are the caller's own text and are never changed. */
export interface Target {
  readonly connection: string;
  readonly channelType: ChannelType;
  readonly channelId: string;
  readonly messageId?: string | undefined;
  readonly subchannelId?: string | undefined;
}

/** One key and everything it holds; a single-valued vendor has exactly one value. */
export interface Entry {
  readonly key: string;
  readonly values: readonly string[];
  /** Unix milliseconds; only where the vendor says it for each entry. */
  readonly updatedAt?: number | undefined;
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
