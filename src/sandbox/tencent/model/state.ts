/** Preset types of groups, by their present and their former names. */
export const GROUP_TYPES = {
  Work: 'Work',
  Private: 'Work',
  Public: 'Public',
  Meeting: 'Meeting',
  ChatRoom: 'Meeting',
  AVChatRoom: 'AVChatRoom',
  Community: 'Community',
} as const;

export type GroupType = (typeof GROUP_TYPES)[keyof typeof GROUP_TYPES];

export interface Extension {
  readonly value: string;
  /** The message's version when the key was written. */
  readonly seq: number;
  /** A deleted key stays, because it has a version. */
  readonly isDeleted: boolean;
}

export interface Message {
  /** Whether it was sent with the flag that it supports extensions. */
  readonly supportsExtension: boolean;
  /** By key, in the order of their versions. */
  extensions: ReadonlyMap<string, Extension>;
  /** The newest version. */
  latestSeq: number;
  /** The version at which all keys were cleared. */
  clearSeq: number;
}

export interface DirectMessage extends Message {
  readonly from: string;
  readonly to: string;
}

export interface Group {
  readonly type: GroupType;
  attributes: ReadonlyMap<string, string>;
  counters: ReadonlyMap<string, bigint>;
  /** By MsgSeq. */
  readonly messages: Map<number, Message>;
  /** The MsgSeq of the newest message. */
  lastMessage: number;
}

export interface State {
  readonly groups: Map<string, Group>;
  /** By MsgKey. */
  readonly directMessages: Map<string, DirectMessage>;
  readonly accounts: Set<string>;
  /** The values of `random` received so far, while `freshRandom` is set. */
  readonly randoms: Set<string>;
}

export const newMessage = (supportsExtension = true): Message => ({
  supportsExtension,
  extensions: new Map(),
  latestSeq: 0,
  clearSeq: 0,
});

export const newGroup = (
  type: GroupType,
  messages: readonly (readonly [number, Message])[] = [],
): Group => ({
  type,
  attributes: new Map(),
  counters: new Map(),
  messages: new Map(messages),
  lastMessage: messages.at(-1)?.[0] ?? 0,
});

/** A fresh state with the groups and messages that README.md names. */
export function seed(): State {
  const one = () => [[1, newMessage()]] as const;
  return {
    groups: new Map([
      [
        '@TGS#2SANDBOX1',
        newGroup('Public', [
          [158, newMessage()],
          [159, newMessage()],
          [160, newMessage(false)],
        ]),
      ],
      ['@TGS#1WORK', newGroup('Work', one())],
      ['@TGS#3MEETING', newGroup('Meeting', one())],
      ['@TGS#aAVCHAT1', newGroup('AVChatRoom', one())],
      ['@TGS#_COMMUNITY1', newGroup('Community', one())],
      ['@TGS#_COMMUNITY1@TOPIC#_TOPIC1', newGroup('Community', one())],
    ]),
    directMessages: new Map([
      ['11223344_7_1767225600', { ...newMessage(), from: 'ada', to: 'bob' }],
    ]),
    accounts: new Set(['administrator', 'ada', 'bob']),
    randoms: new Set(),
  };
}

const showMessage = ({ extensions, ...message }: Message): object => ({
  ...message,
  extensions: [...extensions]
    .filter(([, { isDeleted }]) => !isDeleted)
    .map(([key, { value, seq }]) => ({ key, value, seq })),
});

const isSafe = (value: bigint): boolean => BigInt.asIntN(54, value) === value;

const showMessages = (messages: ReadonlyMap<string | number, Message>): object =>
  Object.fromEntries([...messages].map(([id, message]) => [id, showMessage(message)]));

/** The stored data for `GET /_sandbox/state`. Counters that a JSON number may not hold exactly are texts. */
export const snapshot = ({ groups, directMessages }: State): object => ({
  groups: Object.fromEntries(
    [...groups].map(([id, { type, attributes, counters, messages }]) => [
      id,
      {
        type,
        attributes: [...attributes].map(([key, value]) => ({ key, value })),
        counters: [...counters].map(([key, value]) => ({
          key,
          value: isSafe(value) ? Number(value) : String(value),
        })),
        messages: showMessages(messages),
      },
    ]),
  ),
  directMessages: showMessages(directMessages),
});
