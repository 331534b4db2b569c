import type { Entry, Target } from '../../core/metadata';
import type { UpstreamRequest } from '../../core/upstream';
import { draw } from './quotas';
import type { StreamSettings } from './settings';
import { wireValue } from './values';

/** The keys that one request sets and deletes. */
export interface Update {
  readonly set: readonly Entry[];
  readonly unset: readonly string[];
}

const typeOf = ({ channelTypes }: StreamSettings, { channelType }: Target): string =>
  channelTypes[channelType];

/** The vendor's name of a channel in its replies. */
export const cidOf = (settings: StreamSettings, target: Target): string =>
  `${typeOf(settings, target)}:${target.channelId}`;

const channelEndpoint = (settings: StreamSettings, target: Target) => ({
  path: `/channels/${encodeURIComponent(typeOf(settings, target))}/${encodeURIComponent(target.channelId)}`,
  route: '/channels/{type}/{id}',
});

const messageEndpoint = ({ messageId = '' }: Target) => ({
  path: `/messages/${encodeURIComponent(messageId)}`,
  route: '/messages/{id}',
});

/** The fields that an explanation presumes. */
const assumedFields = (settings: StreamSettings, target: Target, entries: readonly Entry[]) => ({
  ...wireFields(entries),
  cid: cidOf(settings, target),
});

/** "Get channel". It never creates one. */
const getChannelRequest = (
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[],
): UpstreamRequest => ({
  method: 'GET',
  ...channelEndpoint(settings, target),
  draws: draw('channel.get'),
  effect: 'read',
  assumedPayload: { channel: assumedFields(settings, target, assumed) },
});

/** "Query channels" with a filter for one channel. It never creates one. */
function queryChannelRequest(
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[],
): UpstreamRequest {
  const cid = cidOf(settings, target);
  return {
    method: 'POST',
    path: '/channels',
    route: '/channels',
    ...json({
      filter_conditions: { cid },
      sort: [],
      state: false,
      watch: false,
      presence: false,
      message_limit: 0,
      limit: 1,
    }),
    draws: draw('channel.query'),
    effect: 'read',
    assumedPayload: { channels: [{ channel: assumedFields(settings, target, assumed) }] },
  };
}

/** @param assumed entries that an explanation presumes the channel to have */
export const readChannelRequest = (
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[] = [],
): UpstreamRequest =>
  settings.channelRead === 'get'
    ? getChannelRequest(settings, target, assumed)
    : queryChannelRequest(settings, target, assumed);

/** @param assumed entries that an explanation presumes the message to have */
export const readMessageRequest = (
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[] = [],
): UpstreamRequest => ({
  method: 'GET',
  ...messageEndpoint(target),
  draws: draw('message.get'),
  effect: 'read',
  assumedPayload: { message: assumedFields(settings, target, assumed) },
});

/** "Updating a channel", partial update: sets and deletes keys, and leaves the others as they are. */
export const updateChannelRequest = (
  settings: StreamSettings,
  target: Target,
  update: Update,
): UpstreamRequest => ({
  method: 'PATCH',
  ...channelEndpoint(settings, target),
  ...json(bodyOf(update)),
  ...writeFacts(update),
  draws: draw('channel.update-partial'),
  assumedPayload: { channel: assumedAfter(settings, target, update) },
});

/** "Partial update" of a message, as for channels. @param fields the actor and the options */
export const updateMessageRequest = (
  settings: StreamSettings,
  target: Target,
  update: Update,
  fields: object,
): UpstreamRequest => ({
  method: 'PUT',
  ...messageEndpoint(target),
  ...json({ ...bodyOf(update), ...fields }),
  ...writeFacts(update),
  draws: draw('message.update-partial'),
  assumedPayload: { message: assumedAfter(settings, target, update) },
});

const assumedAfter = (settings: StreamSettings, target: Target, { set }: Update) =>
  assumedFields(settings, target, set);

const json = (fields: object) => ({
  contentType: 'application/json',
  body: JSON.stringify(fields),
});

// fromEntries defines own properties, so that `__proto__` is a key like any other
const wireFields = (entries: readonly Entry[]) =>
  Object.fromEntries(entries.map(({ key, values }) => [key, wireValue(values)]));

const bodyOf = ({ set, unset }: Update) => ({
  ...(set.length > 0 && { set: wireFields(set) }),
  ...(unset.length > 0 && { unset }),
});

const writeFacts = ({ set, unset }: Update) => ({
  effect: 'idempotent' as const,
  keys: [...set.map(({ key }) => key), ...unset],
});
