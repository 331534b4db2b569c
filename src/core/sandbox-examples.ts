import type { ChannelType, CounterChange } from './metadata';

/** A message or channel that exists in a new sandbox of the vendor, with metadata to write there. */
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
  /** The `options` of a request body: the vendor's options under the vendor's name. */
  readonly options?: object;
}

/** Example data for the documentation, the console and `npm run demo`, which use the sandbox. */
export interface SandboxExamples {
  /** Provider settings that a new sandbox accepts. */
  readonly settings: object;
  /** Settings of further connections to the same sandbox, which speak other dialects, by name. */
  readonly dialects?: Readonly<Record<string, object>>;
  readonly actorId?: string;
  /** The vendor's usual calls of message senders, as the setting `vendorRoutes` has them. */
  readonly vendorRoutes?: readonly {
    readonly method: string;
    readonly path: string;
    readonly draws: object;
  }[];
  readonly targets: readonly ExampleTarget[];
}
