import { readChatroomEntries } from '../replies';
import { flag, formRequest } from '../requests';
import { toObject } from './fields';
import type { OpenChannelDialect } from './dialect';

/** Entries of a chat room, as RongCloud calls metadata of open channels: forms with JSON texts. */
export const formOpenChannels: OpenChannelDialect = {
  setsOneEntryAlone: true,
  get: (channelId, keys, assumedKeys) =>
    formRequest(
      '/chatroom/entry/query.json',
      { keys, chatroomId: channelId },
      { code: 200, keys: assumedKeys.map((key) => ({ key, value: '' })) },
    ),
  readList: readChatroomEntries,
  setBatch: ({ channelId, actor, autoDelete }, entries) =>
    formRequest('/chatroom/entry/batch/set.json', {
      chatroomId: channelId,
      autoDelete: flag(autoDelete),
      entryOwnerId: actor,
      entryInfo: JSON.stringify(toObject(entries)),
    }),
  removeBatch: ({ channelId, actor }, keys) =>
    formRequest('/chatroom/entry/batch/remove.json', {
      chatroomId: channelId,
      entryOwnerId: actor,
      entryKeys: JSON.stringify(keys),
    }),
};
