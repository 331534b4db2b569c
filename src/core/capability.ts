import type { ChannelType } from './metadata';
import type { OperationName } from './operation';

/** How a vendor supports one operation on one type of channel. */
export interface Capability {
  /** `native`: one vendor call is enough. `emulated`: several are needed. */
  readonly support: 'native' | 'emulated';
  /** The vendor calls that are made, for people. */
  readonly how?: string;
  /** No reader sees an intermediate state, and no failure leaves one behind. */
  readonly atomic: boolean;
  /**
   * The plan itself leaves out missing keys with `upsert: false`. Absent: the gateway reads the keys
   * first, under the target's lock.
   */
  readonly upsert?: 'native';
}

/** Operations that are not in the table are refused without a vendor call. */
export type Capabilities = Readonly<
  Partial<Record<OperationName, Readonly<Partial<Record<ChannelType, Capability>>>>>
>;

/** A vendor limit in words and numbers, for people and for `GET /v1/providers`. */
export interface Limit {
  readonly resource: 'message' | 'channel' | 'counters';
  readonly channelTypes: readonly ChannelType[];
  /** Rules for keys begin with `keys: `. */
  readonly rule: string;
  readonly maximum?: number;
  readonly unit?: 'characters' | 'bytes' | 'keys' | 'keys per call' | 'values';
  /** Source of a regular expression. */
  readonly pattern?: string;
  /** The vendor page that documents the limit. */
  readonly source: string;
}
