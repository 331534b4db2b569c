/** One value of a message's metadata. */
export interface MessageEntry {
  readonly value: string;
  /** Unix milliseconds. */
  readonly updatedAt: number;
}

export interface Message {
  readonly channelType: 'direct' | 'group' | 'community';
  readonly channelId: string;
  readonly subchannelId?: string;
  /** Sent with `hasMetadata` (legacy: `expansion`). */
  readonly hasMetadata: boolean;
  readonly metadata: Map<string, MessageEntry>;
}

/** One value of an open channel's metadata. */
export interface ChannelEntry extends MessageEntry {
  readonly owner: string;
  readonly autoDelete: boolean;
}

/** Uses maps, because keys are callers' text: `__proto__` is an ordinary key. */
export interface NexconnState {
  readonly messages: Map<string, Message>;
  readonly openChannels: Map<string, Map<string, ChannelEntry>>;
  /** Nonces seen while `rejectNonceReplay` is on. */
  readonly nonces: Set<string>;
}

const EXAMPLE_MESSAGES: readonly (readonly [string, Omit<Message, 'hasMetadata' | 'metadata'>])[] =
  [
    ['BRGM-DEN2-01E4-BN66', { channelType: 'direct', channelId: 'tjw3zbMrU' }],
    ['MSG-GROUP-1', { channelType: 'group', channelId: 'group-001' }],
    ['MSG-001', { channelType: 'community', channelId: 'community-001', subchannelId: 'sub-001' }],
  ];

/** Open channels that the pages and the examples of the SDKs name. */
const EXAMPLE_CHANNELS = ['kvchatroom2', 'gid1'];

/** The example reply of Get message metadata (community). */
const EXAMPLE_ENTRY = ['key1', { value: 'delivered', updatedAt: 1742457600000 }] as const;

/** A fresh state with the messages and open channels that the documentation's examples name. */
export function seedState(): NexconnState {
  const messages = EXAMPLE_MESSAGES.map(([id, target]) => {
    const entries = id === 'MSG-001' ? [EXAMPLE_ENTRY] : [];
    const metadata = new Map<string, MessageEntry>(entries);
    return [id, { ...target, hasMetadata: true, metadata }] as const;
  });
  return {
    messages: new Map(messages),
    openChannels: new Map(EXAMPLE_CHANNELS.map((id) => [id, new Map<string, ChannelEntry>()])),
    nonces: new Set(),
  };
}

const toList = <E extends object>(entries: ReadonlyMap<string, E>): readonly object[] =>
  [...entries].map(([key, entry]) => ({ key, ...entry }));

/** The stored data for `GET /_sandbox/state`: `{"messages":{id:{…,"metadata":[{"key","value","updatedAt"}]}},"openChannels":{id:{"metadata":[…]}}}` */
export const snapshotState = ({ messages, openChannels }: NexconnState): object => ({
  messages: Object.fromEntries(
    [...messages].map(([id, message]) => [id, { ...message, metadata: toList(message.metadata) }]),
  ),
  openChannels: Object.fromEntries(
    [...openChannels].map(([id, metadata]) => [id, { metadata: toList(metadata) }]),
  ),
});
