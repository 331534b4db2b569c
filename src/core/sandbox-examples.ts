import type { ChannelType, CounterChange } from './metadata';

/** A place that the vendor's sandbox has from the start, and what one would write there. */
export interface ExampleTarget {
  readonly title: string;
  readonly channelType: ChannelType;
  readonly channelId: string;
  readonly messageId?: string;
  readonly subchannelId?: string;
  readonly entries: readonly {
    readonly key: string;
    readonly value?: string;
    readonly values?: readonly string[];
  }[];
  readonly counters?: readonly CounterChange[];
  /** Under the vendor's name, as a body has them. */
  readonly options?: object;
}

/** What people try a vendor with, without an account. */
export interface SandboxExamples {
  /** Settings that fit the vendor's sandbox as it starts. */
  readonly settings: object;
  readonly actorId?: string;
  readonly targets: readonly ExampleTarget[];
}
