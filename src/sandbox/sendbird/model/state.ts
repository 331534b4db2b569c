import type { Metaarray } from './metaarray-values';

export const CHANNEL_TYPES = ['open_channels', 'group_channels'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

export interface User {
  readonly user_id: string;
  readonly nickname: string;
  readonly profile_url: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** `id` is the int64 in decimal. What never changes of the resource is kept as the page shows it. */
export interface Message {
  readonly id: string;
  readonly type: 'MESG' | 'FILE' | 'ADMM';
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
  /** Unix milliseconds; 0: never. */
  updatedAt: number;
  /** Removed messages are kept for lists that ask for them, and are gone for everything else. */
  removed: boolean;
  metaarray: Metaarray;
}

/** Maps, because keys and urls are callers' text: `__proto__` is a key like any other. */
export interface Channel {
  readonly type: ChannelType;
  readonly url: string;
  readonly name: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly operatorIds: readonly string[];
  /** Open channels only: messages are passed on and not kept. */
  readonly ephemeral: boolean;
  metadata: ReadonlyMap<string, string>;
  counters: ReadonlyMap<string, number>;
  /** By id. */
  readonly messages: Map<string, Message>;
}

export interface State {
  readonly channels: Readonly<Record<ChannelType, Map<string, Channel>>>;
  nextMessageId: bigint;
  /** Issued to clients that signed in. */
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

export const newMessage = (own: Pick<Message, 'id' | 'createdAt'> & Partial<Message>): Message => ({
  ...MESSAGE_DEFAULTS,
  ...own,
});

export const newChannel = (
  own: Pick<Channel, 'type' | 'url' | 'createdAt'> & Partial<Channel>,
): Channel => ({
  name: '',
  operatorIds: [],
  ephemeral: false,
  metadata: new Map(),
  counters: new Map(),
  messages: new Map(),
  ...own,
});

/** A user as far as anything here needs one: users are not checked, they exist by being named. */
export const userNamed = (id: string): User => ({
  user_id: id,
  nickname: '',
  profile_url: '',
  metadata: {},
});
