/** The channel and the message that a path names. */
import { Refusal } from '../model/errors';
import { type Channel, CHANNEL_TYPES, type ChannelType, type Message } from '../model/state';
import type { Call } from './endpoint';

/** @throws Refusal 400404, as for an unknown path, if it is neither of the two types */
export function channelTypeOf({ request }: Pick<Call, 'request'>): ChannelType {
  const found = CHANNEL_TYPES.find((type) => type === request.params.channel_type);
  if (found === undefined) throw new Refusal('invalid-url');
  return found;
}

/** The channel of the path, looked up under its type only. @throws Refusal 400201 if there is none */
export function channelOf(call: Call): Channel {
  const channels = call.state.channels[channelTypeOf(call)];
  const channel = channels.get(call.request.params.channel_url ?? '');
  if (channel === undefined) throw new Refusal('not-found', 'Channel');
  return channel;
}

/** Normalizes an int64 in decimal: no leading zeros. @throws Refusal 400101 for text, 400113 beyond 64 bits */
function parseMessageId(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new Refusal('expected-number', 'message_id');
  const id = BigInt(text);
  if (BigInt.asIntN(64, id) !== id) throw new Refusal('out-of-range', 'message_id');
  return id.toString();
}

/** @throws Refusal with the error of the setting `messageNotFound` if the message is unknown or removed */
export function messageById(call: Call, channel: Channel, id: string): Message {
  const message = channel.messages.get(parseMessageId(id));
  if (message === undefined || message.removed) {
    throw new Refusal(call.unknowns.messageNotFound, 'Message');
  }
  return message;
}

/** The message of the path. @throws Refusal if there is no such channel or message */
export const messageOf = (call: Call): Message =>
  messageById(call, channelOf(call), call.request.params.message_id ?? '');
