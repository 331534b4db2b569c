import { readEntries } from '../replies';
import { flag, jsonRequest } from '../requests';
import { toObject } from './fields';
import type { OpenChannelDialect } from './dialect';

/** "Get metadata", "Batch set metadata" and "Batch remove metadata" of open channels: JSON. */
export const v4OpenChannels: OpenChannelDialect = {
  setsOneEntryAlone: false,
  get(channelId, keys, assumedKeys) {
    const metadata = assumedKeys.map((key) => ({ key, value: '' }));
    return jsonRequest(
      '/v4/open-channel/metadata/batch/get',
      { channelId, metadataKeys: keys },
      { code: 0, result: { metadata } },
    );
  },
  readList: readEntries,
  setBatch: ({ channelId, actor, autoDelete }, entries) =>
    jsonRequest('/v4/open-channel/metadata/batch/set', {
      channelId,
      metadataOwnerId: actor,
      metadata: toObject(entries),
      shouldAutoDelete: flag(autoDelete),
    }),
  removeBatch: ({ channelId, actor }, keys) =>
    jsonRequest('/v4/open-channel/metadata/batch/remove', {
      channelId,
      metadataOwnerId: actor,
      metadataKeys: keys,
    }),
};
