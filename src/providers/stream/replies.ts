import { GatewayError } from '../../core/gateway-error';
import { isRecord, type JsonObject } from '../../core/json';
import type { Entry, Target } from '../../core/metadata';
import { malformedReply } from '../../core/vendor-reply';
import { cidOf } from './requests';
import type { StreamSettings } from './settings';
import { entriesOf } from './values';

/** The entries of the channel in the reply to a read or write. @throws GatewayError upstream-malformed */
export function readChannel(settings: StreamSettings, target: Target, payload: unknown): Entry[] {
  const channel = partOf(payload, 'channel');
  if (channel.cid !== cidOf(settings, target))
    throw malformedReply('Stream', 'the channel of the request');
  return entriesOf('channel', settings, channel);
}

/**
 * The entries of the only channel in a list.
 * @throws GatewayError target-not-found for an empty list, else upstream-malformed
 */
export function readChannelList(
  settings: StreamSettings,
  target: Target,
  payload: unknown,
): Entry[] {
  const channels = isRecord(payload) ? payload.channels : undefined;
  if (!Array.isArray(channels)) throw malformedReply('Stream', 'a list of channels');
  if (channels.length === 0) throw notFound('the channel does not exist');
  return readChannel(settings, target, channels[0]);
}

/**
 * The entries of the message in the reply to a read or write.
 * @throws GatewayError target-not-found for a message of another channel, else upstream-malformed
 */
export function readMessage(settings: StreamSettings, target: Target, payload: unknown): Entry[] {
  const message = partOf(payload, 'message');
  if (typeof message.cid !== 'string')
    throw malformedReply('Stream', 'a message that names its channel');
  if (message.cid !== cidOf(settings, target))
    throw notFound('the message is in another channel than the address says');
  return entriesOf('message', settings, message);
}

/** @throws GatewayError upstream-malformed if the entries after a write are not as it left them */
export function confirmWritten(
  { set, unset }: { readonly set: readonly Entry[]; readonly unset: readonly string[] },
  stored: readonly Entry[],
): void {
  const storedValues = new Map(stored.map(({ key, values }) => [key, values]));
  const isStored = ({ key, values }: Entry) => sameValues(values, storedValues.get(key));
  if (!set.every(isStored) || unset.some((key) => storedValues.has(key)))
    throw malformedReply('Stream', 'the metadata after the write');
}

export const sameValues = (one: readonly string[], other: readonly string[] | undefined): boolean =>
  one.length === other?.length && one.every((value, index) => value === other[index]);

function partOf(payload: unknown, name: 'channel' | 'message'): JsonObject {
  const part = isRecord(payload) ? payload[name] : undefined;
  if (!isRecord(part)) throw malformedReply('Stream', `a ${name}`);
  return part;
}

const notFound = (reason: string): GatewayError =>
  new GatewayError('target-not-found', `Stream: ${reason}.`, { upstream: { provider: 'stream' } });
