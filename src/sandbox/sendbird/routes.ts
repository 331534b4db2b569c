import type { Route, WireRequest } from '../kit/vendor';
import { signIn } from './http/authentication';
import { endpoint, unmeteredEndpoint } from './http/endpoint';
import { createChannel, viewChannel } from './channels/channels';
import * as counters from './channels/counters';
import { listMessages } from './messages/list-messages';
import * as message from './messages/message';
import * as metaarray from './messages/metaarray';
import { sendMessage } from './messages/send-message';
import * as metadata from './channels/metadata';
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

/** Creating a group channel has a stricter limit than creating an open one. */
const channelCreationQuota = ({ params }: WireRequest) =>
  params.channel_type === 'group_channels' ? 'group-channel.create' : 'open-channel.create';

/** Every endpoint: method, path template, quota and handler. The first that fits a request handles it. */
export const routes: readonly Route<State, Unknowns>[] = [
  endpoint('POST', METADATA, 'channel-metadata.create', metadata.createMetadata),
  endpoint('GET', METADATA, 'channel-metadata.get', metadata.viewMetadata),
  endpoint('PUT', METADATA, 'channel-metadata.update', metadata.updateMetadata),
  endpoint('DELETE', METADATA, 'channel-metadata.delete', metadata.deleteMetadata),
  endpoint('GET', `${METADATA}/{key}`, 'channel-metadata.get', metadata.viewMetadataItem),
  endpoint('PUT', `${METADATA}/{key}`, 'channel-metadata.update', metadata.updateMetadataItem),
  endpoint('DELETE', `${METADATA}/{key}`, 'channel-metadata.delete', metadata.deleteMetadataItem),

  endpoint('POST', COUNTERS, 'metacounter.create', counters.createCounters),
  endpoint('GET', COUNTERS, 'metacounter.get', counters.viewCounters),
  endpoint('PUT', COUNTERS, 'metacounter.update', counters.updateCounters),
  endpoint('DELETE', COUNTERS, 'metacounter.delete', counters.deleteCounters),
  endpoint('GET', `${COUNTERS}/{key}`, 'metacounter.get', counters.viewCounter),
  endpoint('PUT', `${COUNTERS}/{key}`, 'metacounter.update', counters.updateCounter),
  endpoint('DELETE', `${COUNTERS}/{key}`, 'metacounter.delete', counters.deleteCounter),

  endpoint('POST', SORTED, 'metaarray.add', metaarray.addSorted),
  endpoint('PUT', SORTED, 'metaarray.update', metaarray.updateSorted),
  endpoint('DELETE', SORTED, 'metaarray.delete', metaarray.deleteMetaarray),
  endpoint('POST', LEGACY, 'metaarray.add', metaarray.addLegacy),
  endpoint('PUT', LEGACY, 'metaarray.update', metaarray.updateLegacy),
  endpoint('DELETE', LEGACY, 'metaarray.delete', metaarray.deleteLegacy),

  endpoint('GET', `${MESSAGES}/total_count`, 'message.count', message.countMessages),
  endpoint('GET', MESSAGES, 'message.list', listMessages),
  endpoint('POST', MESSAGES, 'message.send', sendMessage),
  endpoint('GET', MESSAGE, 'message.get', message.viewMessage),
  endpoint('DELETE', MESSAGE, 'message.delete', message.deleteMessage),

  endpoint('POST', CHANNELS, channelCreationQuota, createChannel),
  endpoint('GET', CHANNEL, 'channel.get', viewChannel),

  unmeteredEndpoint('POST', '/v3/users/{user_id}/session_key', signIn),
  unmeteredEndpoint('POST', '/v3/sdk/users/{user_id}/authentication', signIn),
];
