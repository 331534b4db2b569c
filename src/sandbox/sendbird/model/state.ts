import { type Metaarray, toSortedList } from './metaarray-values';

export const CHANNEL_TYPES = ['open_channels', 'group_channels'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** Text, file and admin messages. */
export const MESSAGE_TYPES = ['MESG', 'FILE', 'ADMM'] as const;

export interface User {
  readonly user_id: string;
  readonly nickname: string;
  readonly profile_url: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A message. Constant parts of its resource have the page's own format. */
export interface Message {
  /** An int64 in decimal. */
  readonly id: string;
  readonly type: (typeof MESSAGE_TYPES)[number];
  readonly customType: string;
  readonly text: string;
  readonly data: string;
  readonly sender?: User;
  readonly mentionType: 'users' | 'channel';
  readonly mentioned: readonly User[];
  readonly file?: {
    readonly url: string;
    readonly name: string;
    readonly type: string;
    readonly size: number;
  };
  readonly requireAuth: boolean;
  readonly dedupId?: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** Unix milliseconds; 0: never updated. */
  updatedAt: number;
  /** Removed messages appear only in lists with `including_removed`. */
  removed: boolean;
  metaarray: Metaarray;
}

/** Uses maps, because keys are callers' text: `__proto__` is an ordinary key. */
export interface Channel {
  readonly type: ChannelType;
  readonly url: string;
  readonly name: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly operatorIds: readonly string[];
  /** Open channels only: messages are delivered and not stored. */
  readonly ephemeral: boolean;
  metadata: ReadonlyMap<string, string>;
  counters: ReadonlyMap<string, number>;
  /** By id. */
  readonly messages: Map<string, Message>;
}

export interface State {
  readonly channels: Readonly<Record<ChannelType, Map<string, Channel>>>;
  nextMessageId: bigint;
  /** Keys issued to clients that signed in. */
  readonly sessionKeys: Set<string>;
}

const MESSAGE_DEFAULTS = {
  type: 'MESG',
  customType: '',
  text: '',
  data: '',
  mentionType: 'users',
  mentioned: [],
  requireAuth: false,
  updatedAt: 0,
  removed: false,
  metaarray: new Map<string, readonly string[]>(),
} as const satisfies Partial<Message>;

export const newMessage = (
  fields: Pick<Message, 'id' | 'createdAt'> & Partial<Message>,
): Message => ({
  ...MESSAGE_DEFAULTS,
  ...fields,
});

export const newChannel = (
  fields: Pick<Channel, 'type' | 'url' | 'createdAt'> & Partial<Channel>,
): Channel => ({
  name: '',
  operatorIds: [],
  ephemeral: false,
  metadata: new Map(),
  counters: new Map(),
  messages: new Map(),
  ...fields,
});

/** A user with this id. Users are not stored; every id is accepted. */
export const userNamed = (id: string): User => ({
  user_id: id,
  nickname: '',
  profile_url: '',
  metadata: {},
});

/**
 * The stored data for `GET /_sandbox/state`:
 * `{<channel type>:{<url>:{metadata,metacounter,messages:{<id>:{sorted_metaarray,updated_at}}}}}`.
 */
export const snapshot = ({ channels }: State): unknown =>
  Object.fromEntries(
    Object.entries(channels).map(([type, byUrl]) => [
      type,
      Object.fromEntries([...byUrl].map(([url, channel]) => [url, channelSnapshot(channel)])),
    ]),
  );

const channelSnapshot = ({ metadata, counters, messages }: Channel) => ({
  metadata: Object.fromEntries(metadata),
  metacounter: Object.fromEntries(counters),
  messages: Object.fromEntries(
    [...messages].map(([id, { metaarray, updatedAt }]) => [
      id,
      { sorted_metaarray: toSortedList(metaarray), updated_at: updatedAt },
    ]),
  ),
});
