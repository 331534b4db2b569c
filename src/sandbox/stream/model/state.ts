import { Refusal } from './errors';
import type { Unknowns } from './unknowns';

/** Custom data. A map, because keys are callers' text: `__proto__` is an ordinary key. */
export type Custom = ReadonlyMap<string, unknown>;

export interface Channel {
  readonly type: string;
  readonly id: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly createdBy: string;
  readonly frozen: boolean;
  readonly custom: Custom;
}

export interface Message {
  readonly id: string;
  readonly cid: string;
  readonly userId: string;
  readonly text: string;
  /** The other system fields that a client may write, such as `pinned` and `attachments`. */
  readonly fields: Custom;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt?: number;
  readonly custom: Custom;
}

export interface State {
  /** By cid, which is `type:id`. */
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
}

export const cidOf = ({ type, id }: Pick<Channel, 'type' | 'id'>): string => `${type}:${id}`;

const SEEDED_AT = Date.UTC(2026, 0, 1);

const EXAMPLE = new Map<string, unknown>([
  ['theme', 'dark'],
  ['tags', ['a', 'b']],
  ['detail', { topic: 'billing', lang: 'en' }],
]);

/** Type, id, messages and custom data of the channels of a new sandbox. */
const CHANNELS: readonly (readonly [string, string, readonly string[], Custom?])[] = [
  ['messaging', 'room-42', ['m1', 'm 1/é']],
  ['messaging', 'room-42!a', [], EXAMPLE],
  ['messaging', '!members-ada-ben', ['m-direct']],
  ['livestream', 'lobby', ['m-open']],
  ['team', 'support', ['m-community']],
];

/** A fresh state with the channels and messages that README.md names. */
export function seed(): State {
  const state: State = { channels: new Map(), messages: new Map() };
  for (const [type, id, messages, custom = new Map<string, unknown>()] of CHANNELS) {
    const cid = cidOf({ type, id });
    state.channels.set(cid, newChannel(type, id, custom, SEEDED_AT));
    for (const message of messages)
      state.messages.set(message, newMessage({ id: message, cid, text: 'hello' }, SEEDED_AT));
  }
  return state;
}

export const newChannel = (
  type: string,
  id: string,
  custom: Custom,
  nowMs: number,
  createdBy = 'ada',
): Channel => ({
  type,
  id,
  custom,
  createdBy,
  createdAt: nowMs,
  updatedAt: nowMs,
  frozen: false,
});

export const newMessage = (
  given: Pick<Message, 'id' | 'cid' | 'text'> & Partial<Message>,
  nowMs: number,
): Message => ({
  userId: 'ada',
  fields: new Map(),
  custom: new Map(),
  createdAt: nowMs,
  updatedAt: nowMs,
  ...given,
});

/** The bytes of custom data as JSON, which is how its limit is taken to count. */
const bytesOf = (custom: Custom): number =>
  Buffer.byteLength(JSON.stringify(Object.fromEntries(custom)));

/** @throws Refusal `tooBig` beyond the limit of one channel or message */
export function checkSize(
  custom: Custom,
  { customDataBytes, tooBig, tooBigStatus }: Unknowns,
): void {
  const bytes = bytesOf(custom);
  if (bytes <= customDataBytes) return;
  const text = `custom data has ${bytes} of ${customDataBytes} bytes`;
  throw new Refusal(tooBig, text, {}, tooBigStatus);
}

/** The stored data for `GET /_sandbox/state`. */
export const snapshot = ({ channels, messages }: State): object => ({
  channels: Object.fromEntries(
    [...channels].map(([cid, { custom, ...channel }]) => [
      cid,
      { ...channel, custom: Object.fromEntries(custom) },
    ]),
  ),
  messages: Object.fromEntries(
    [...messages].map(([id, { custom, fields, ...message }]) => [
      id,
      { ...message, fields: Object.fromEntries(fields), custom: Object.fromEntries(custom) },
    ]),
  ),
});
