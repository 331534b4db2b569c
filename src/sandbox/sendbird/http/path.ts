import type { Call } from './endpoint';
import { Refusal } from '../refusal';
import { type Channel, CHANNEL_TYPES, type ChannelType, type Message } from '../model/state';

/** @throws Refusal 400404 for anything but the two types, as for a path that is not served */
export function channelTypeOf({ request }: Pick<Call, 'request'>): ChannelType {
  const type = CHANNEL_TYPES.find((one) => one === request.params.channel_type);
  if (type === undefined) throw new Refusal('invalid-url');
  return type;
}

/** The channel of the path, looked up under its type only. @throws Refusal 400201 */
export function channelOf(call: Call): Channel {
  const channels = call.state.channels[channelTypeOf(call)];
  const channel = channels.get(call.request.params.channel_url ?? '');
  if (channel === undefined) throw new Refusal('not-found', 'Channel');
  return channel;
}

/** An int64 in decimal without leading zeros. @throws Refusal 400101 for text, 400113 beyond 64 bits */
function messageIdFrom(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new Refusal('expected-number', 'message_id');
  const id = BigInt(text);
  if (BigInt.asIntN(64, id) !== id) throw new Refusal('out-of-range', 'message_id');
  return id.toString();
}

/** Removed messages are not there. @throws Refusal 400201, or what the settings say instead */
export function messageById(call: Call, channel: Channel, id: string): Message {
  const message = channel.messages.get(messageIdFrom(id));
  if (message === undefined || message.removed)
    throw new Refusal(call.unknowns.messageNotFound, 'Message');
  return message;
}

/** The message of the path. @throws Refusal 400201 for it or for its channel */
export const messageOf = (call: Call): Message =>
  messageById(call, channelOf(call), call.request.params.message_id ?? '');
