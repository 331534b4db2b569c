/** Channels, as far as tests need them: "Create a channel", "View a channel" (Sendbird docs). */
import { asList, asString, flag, optionalString, readBody } from '../http/body';
import type { Call } from '../http/endpoint';
import { channelOf, channelTypeOf } from '../http/path';
import { Refusal } from '../model/errors';
import { type Channel, newChannel } from '../model/state';

const channelResource = (channel: Channel) => ({
  channel_url: channel.url,
  name: channel.name,
  custom_type: '',
  data: '',
  cover_url: '',
  created_at: Math.floor(channel.createdAt / 1000), // seconds, unlike a message's
  metadata: Object.fromEntries(channel.metadata),
  ...(channel.type === 'open_channels' ? { is_ephemeral: channel.ephemeral } : {}),
});

const readStrings = (value: unknown, name: string) =>
  asList(value ?? [], name).map((element) => asString(element, name));

/** @throws Refusal 400202 if the url is taken */
export function createChannel(call: Call): unknown {
  const type = channelTypeOf(call);
  const channels = call.state.channels[type];
  const fields = readBody(call.request);
  const url = optionalString(fields, 'channel_url') ?? generateUrl(call);
  if (channels.has(url)) throw new Refusal('already-exists', 'channel_url');
  const operators = type === 'open_channels' ? 'operators' : 'operator_ids';
  const channel = newChannel({
    type,
    url,
    name: optionalString(fields, 'name') ?? '',
    operatorIds: readStrings(fields[operators], operators),
    ephemeral: type === 'open_channels' && flag(fields, 'is_ephemeral', false),
    createdAt: call.nowMs,
  });
  channels.set(url, channel);
  return channelResource(channel);
}

function generateUrl(call: Call): string {
  const { channels } = call.state;
  const count = channels.open_channels.size + channels.group_channels.size;
  return `sendbird_${channelTypeOf(call).replace('channels', 'channel')}_${call.nowMs}_${count}`;
}

export const viewChannel = (call: Call): unknown => channelResource(channelOf(call));
