import type { Route, WireRequest } from '../kit/vendor';
import { route, unmetered } from './http/endpoint';
import { createChannel, viewChannel } from './channels/channels';
import * as counters from './channels/counters';
import * as messages from './messages/list-messages';
import { sendMessage } from './messages/send-message';
import * as metaarray from './messages/metaarray';
import * as metadata from './channels/metadata';
import { signIn } from './sessions';
import type { State } from './model/state';
import type { Unknowns } from './model/unknowns';

const CHANNELS = '/v3/{channel_type}';
const CHANNEL = `${CHANNELS}/{channel_url}`;
const METADATA = `${CHANNEL}/metadata`;
const COUNTERS = `${CHANNEL}/metacounter`;
const MESSAGES = `${CHANNEL}/messages`;
const MESSAGE = `${MESSAGES}/{message_id}`;
const SORTED = `${MESSAGE}/sorted_metaarray`;
const LEGACY = `${MESSAGE}/metaarray`;

/** Creating a group channel is held to a stricter limit than creating an open one. */
const channelCreation = ({ params }: WireRequest) =>
  params.channel_type === 'group_channels' ? 'group-channel.create' : 'open-channel.create';

/** Every endpoint: method, template, quota, what it does. The first that fits is taken. */
export const routes: readonly Route<State, Unknowns>[] = [
  route('POST', METADATA, 'channel-metadata.create', metadata.createMetadata),
  route('GET', METADATA, 'channel-metadata.get', metadata.viewMetadata),
  route('PUT', METADATA, 'channel-metadata.update', metadata.updateMetadata),
  route('DELETE', METADATA, 'channel-metadata.delete', metadata.deleteMetadata),
  route('GET', `${METADATA}/{key}`, 'channel-metadata.get', metadata.viewMetadataItem),
  route('PUT', `${METADATA}/{key}`, 'channel-metadata.update', metadata.updateMetadataItem),
  route('DELETE', `${METADATA}/{key}`, 'channel-metadata.delete', metadata.deleteMetadataItem),

  route('POST', COUNTERS, 'metacounter.create', counters.createCounters),
  route('GET', COUNTERS, 'metacounter.get', counters.viewCounters),
  route('PUT', COUNTERS, 'metacounter.update', counters.updateCounters),
  route('DELETE', COUNTERS, 'metacounter.delete', counters.deleteCounters),
  route('GET', `${COUNTERS}/{key}`, 'metacounter.get', counters.viewCounter),
  route('PUT', `${COUNTERS}/{key}`, 'metacounter.update', counters.updateCounter),
  route('DELETE', `${COUNTERS}/{key}`, 'metacounter.delete', counters.deleteCounter),

  route('POST', SORTED, 'metaarray.add', metaarray.addSorted),
  route('PUT', SORTED, 'metaarray.update', metaarray.updateSorted),
  route('DELETE', SORTED, 'metaarray.delete', metaarray.deleteMetaarray),
  route('POST', LEGACY, 'metaarray.add', metaarray.addLegacy),
  route('PUT', LEGACY, 'metaarray.update', metaarray.updateLegacy),
  route('DELETE', LEGACY, 'metaarray.delete', metaarray.deleteLegacy),

  route('GET', `${MESSAGES}/total_count`, 'message.count', messages.countMessages),
  route('GET', MESSAGES, 'message.list', messages.listMessages),
  route('POST', MESSAGES, 'message.send', sendMessage),
  route('GET', MESSAGE, 'message.get', messages.viewMessage),
  route('DELETE', MESSAGE, 'message.delete', messages.deleteMessage),

  route('POST', CHANNELS, channelCreation, createChannel),
  route('GET', CHANNEL, 'channel.get', viewChannel),

  unmetered('POST', '/v3/users/{user_id}/session_key', signIn),
  unmetered('POST', '/v3/sdk/users/{user_id}/authentication', signIn),
];
