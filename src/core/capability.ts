import type { ChannelType } from './metadata';
import type { OperationName } from './operation';

/** `native`: one vendor call does it. `emulated`: several do, `how` says which. */
export interface Capability {
  readonly support: 'native' | 'emulated';
  readonly how?: string;
  /** No reader sees, and no failure leaves, something in between. */
  readonly atomic: boolean;
}

/** What is not in the table is unsupported, and refused without a vendor call. */
export type Capabilities = Readonly<
  Partial<Record<OperationName, Readonly<Partial<Record<ChannelType, Capability>>>>>
>;

/** Vendor limits in words and numbers, for people and for `GET /v1/providers`. */
export interface Limit {
  readonly resource: 'message' | 'channel' | 'counters';
  readonly channelTypes: readonly ChannelType[];
  readonly rule: string;
  readonly maximum?: number;
  readonly unit?: 'characters' | 'bytes' | 'keys' | 'keys per call' | 'values';
  readonly pattern?: string;
  readonly source: string;
}
